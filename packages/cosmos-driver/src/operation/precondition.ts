import { isHeaderText } from '../request/header-text.ts';

/** Under which condition an operation takes place. Made by {@link ifMatch} and {@link ifNoneMatch}. */
export interface Precondition {
  /** `if-match`: only while the resource has this ETag. `if-none-match`: only if it no longer has it. */
  readonly kind: 'if-match' | 'if-none-match';
  /** The ETag, with its quotes as the service returned it, or `*` for any. */
  readonly etag: string;
}

/**
 * The operation takes place only while the resource still has this ETag; otherwise it fails with `precondition-failed`.
 *
 * @throws {TypeError} when the ETag is no string, is empty, or does not fit into a header.
 */
export function ifMatch(etag: string): Precondition {
  return precondition('if-match', etag);
}

/**
 * A read answers 304 without a body while the resource still has this ETag.
 *
 * @throws {TypeError} when the ETag is no string, is empty, or does not fit into a header.
 */
export function ifNoneMatch(etag: string): Precondition {
  return precondition('if-none-match', etag);
}

/**
 * A precondition that nobody changes any more.
 *
 * @throws {TypeError} when it is none, or its ETag does not fit into a header.
 */
export function checkPrecondition(given: Precondition): Precondition {
  if (given?.kind !== 'if-match' && given?.kind !== 'if-none-match') {
    throw new TypeError('A precondition is made by ifMatch(etag) or ifNoneMatch(etag).');
  }
  return precondition(given.kind, given.etag);
}

function precondition(kind: Precondition['kind'], etag: string): Precondition {
  if (!isHeaderText(etag) || etag === '') {
    throw new TypeError(`The ETag of ${kind} must be a non-empty string of printable ASCII.`);
  }
  return Object.freeze({ kind, etag });
}
