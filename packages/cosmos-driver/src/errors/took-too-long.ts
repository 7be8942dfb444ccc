import { CosmosError, isCosmosError } from './cosmos-error.ts';

/**
 * What is thrown in place of an error: where it says that a deadline has passed, and the deadline was none of the caller's, one that
 * says whose it was.
 *
 * @param error  Of a request whose deadline was the limit.
 */
export function tookTooLong(error: unknown, limitMs: number): unknown {
  if (!isCosmosError(error) || error.code !== 'deadline-exceeded') return error;
  const { code, status, diagnostics } = error;
  return new CosmosError(
    `${diagnostics.operationName} took longer than ${limitMs} ms, more than operations that need it together wait; the next one asks again.`,
    { code, status, diagnostics, cause: error },
  );
}
