import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { CosmosError } from './cosmos-error.ts';
import { describeOperation } from './describe-operation.ts';
import { errorWith } from './error-with.ts';

/**
 * The same error, told of the operation that a request was made for.
 *
 * @param request  What failed, by which its message begins.
 * @param operation  What the caller has asked for.
 */
export function errorAbout(error: CosmosError, request: CosmosOperation, operation: CosmosOperation): CosmosError {
  const name = describeOperation(request);
  if (!error.message.startsWith(name)) return error;
  return errorWith(error, {}, describeOperation(operation) + error.message.slice(name.length));
}
