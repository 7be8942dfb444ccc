import { CosmosError, type CosmosOperation, type CosmosResponse, describeOperation } from '@perdura/cosmos-driver';

/**
 * The error for an answer that is not what the REST API promises.
 *
 * @param operation  What it is the answer to.
 * @param cause  What reading it has thrown.
 */
export function unreadableAnswer(response: CosmosResponse, operation: CosmosOperation, cause: unknown): CosmosError {
  const { status, diagnostics } = response;
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CosmosError(
    `${describeOperation(operation)} got an answer that cannot be read: ${why.replace(/\.$/, '')}.`,
    { code: 'invalid-response', status, response, diagnostics, cause },
  );
}
