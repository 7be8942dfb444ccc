import { ErrorResponse } from './error-response.ts';
import { httpStatus } from './status-codes.ts';

/** The error for what this entry does not offer. Its `code` is 501, its `body.code` is `not-implemented`. */
export function notImplemented(what: string): ErrorResponse {
  const message = `${what} is not implemented by @perdura/cosmos-sdk/azure-cosmos.`;
  const error = new ErrorResponse(message);
  error.code = httpStatus.notImplemented;
  error.body = { code: 'not-implemented', message };
  return error;
}

/** Methods that are not offered. */
export type RefusedMethods<Name extends string> = Readonly<Record<Name, (...given: unknown[]) => Promise<never>>>;

/**
 * Methods that reject with {@link notImplemented}, naming themselves.
 *
 * @param owner  What they are called on, such as `container.scripts.storedProcedures`.
 */
export function refusedMethods<const Name extends string>(owner: string, names: readonly Name[]): RefusedMethods<Name> {
  const methods = names.map((name) => [name, async () => Promise.reject(notImplemented(`${owner}.${name}`))] as const);
  return Object.fromEntries(methods) as unknown as RefusedMethods<Name>;
}
