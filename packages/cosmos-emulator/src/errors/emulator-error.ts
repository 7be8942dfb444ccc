const marker = Symbol.for('@perdura/cosmos-emulator/EmulatorError');

/**
 * Why the emulator could not do what it was told.
 *
 * - `closed`: the account was closed before.
 * - `invalid-data`: what was to be imported is wrong; the message names the place.
 * - `port-unavailable`: a port to listen on is taken or not permitted; `cause` holds the system's error.
 */
export type EmulatorErrorCode = 'closed' | 'invalid-data' | 'port-unavailable';

/** The emulator itself failed. What goes wrong with a request is in its response instead, as with the service. */
export class EmulatorError extends Error {
  /** What went wrong, for programs. */
  readonly code: EmulatorErrorCode;

  /** Made by the emulator. */
  constructor(code: EmulatorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmulatorError';
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Whether a caught value is an `EmulatorError`, also of another copy of this package. */
export function isEmulatorError(value: unknown): value is EmulatorError {
  return typeof value === 'object' && value !== null && marker in value;
}
