/**
 * What went wrong, as a stable word to branch on.
 *
 * - `in-use`: another host has the database file open.
 * - `not-a-hub`: the file is no database, or one of another program; nothing in it was touched.
 * - `schema-version`: the file was written by a newer release of this package.
 * - `damaged`: the file is a task hub that has come to harm; nothing in it was touched.
 * - `disk-full`: there is no room to write. A host that is open goes on when there is room again.
 * - `database`: SQLite refused to open, read or write the file; `cause` says why.
 * - `listen-failed`: the port could not be opened; `cause` says why.
 * - `already-listening`: `listen` was called twice.
 * - `not-listening`: a URL was asked for before `listen`.
 * - `closed`: the host was closed.
 */
export type DurableHostErrorCode =
  | 'in-use'
  | 'not-a-hub'
  | 'schema-version'
  | 'damaged'
  | 'disk-full'
  | 'database'
  | 'listen-failed'
  | 'already-listening'
  | 'not-listening'
  | 'closed';

/** By it {@link isDurableHostError} recognises errors of another installed copy of this package. */
const marker: unique symbol = Symbol.for('@perdura/durable-host.DurableHostError');

/** The one error this package throws. Misuse of the API is a `TypeError` instead; what a client sees is an HTTP answer. */
export class DurableHostError extends Error {
  override readonly name: string = 'DurableHostError';
  /** The stable word to branch on. */
  readonly code: DurableHostErrorCode;

  constructor(code: DurableHostErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, marker, { value: true });
  }
}

/** Tells whether `value` is a {@link DurableHostError}, also one of another installed copy of this package. */
export function isDurableHostError(value: unknown): value is DurableHostError {
  return typeof value === 'object' && value !== null && marker in value;
}
