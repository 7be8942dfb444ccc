import { checkOptions, describeValue } from './check-options.ts';

/** What every method takes last. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. A write may nevertheless have been applied. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Longest time for one answer of the hub, in milliseconds; `Infinity` for no limit. Afterwards the call rejects with
   * `timeout`. A write may nevertheless have been applied. (default: that of the client)
   */
  readonly requestTimeoutMs?: number | undefined;
}

/**
 * Checks the last argument of a method: known names only, and a signal that is one.
 *
 * @throws {TypeError} naming the method and the option.
 */
export function checkCallOptions(options: CallOptions | undefined, known: readonly string[], owner: string): void {
  checkOptions(options, [...known, 'signal', 'requestTimeoutMs'], owner);
  checkRequestTimeout(options?.requestTimeoutMs, owner);
  const signal: unknown = options?.signal;
  if (signal === undefined) return;
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal) || !('addEventListener' in signal)) {
    throw new TypeError(`${owner}: signal must be an AbortSignal, got ${describeValue(signal)}.`);
  }
}

/** Checks the longest time for one answer. @throws {TypeError} when it is neither a positive number nor `Infinity`. */
export function checkRequestTimeout(value: unknown, owner: string): void {
  if (value !== Number.POSITIVE_INFINITY) checkNumber(value, 1, 'requestTimeoutMs', owner);
}

/**
 * Checks that a number is one that can be waited for or counted to.
 *
 * @throws {TypeError} when it is not a finite number of at least `minimum`.
 */
export function checkNumber(value: unknown, minimum: number, name: string, owner: string): void {
  if (value === undefined) return;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < minimum) {
    const got = typeof value === 'number' ? String(value) : describeValue(value);
    throw new TypeError(`${owner}: ${name} must be a finite number of at least ${minimum}, got ${got}.`);
  }
}

/**
 * Checks that switches are switches: the text `'false'` would be sent as a truth.
 *
 * @throws {TypeError} when one is neither `true` nor `false`.
 */
export function checkBooleans(switches: Readonly<Record<string, unknown>>, owner: string): void {
  for (const [name, value] of Object.entries(switches)) {
    if (value !== undefined && typeof value !== 'boolean') {
      throw new TypeError(`${owner}: ${name} must be true or false, got ${describeValue(value)}.`);
    }
  }
}
