import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { CosmosError } from './cosmos-error.ts';
import { describeOperation } from './describe-operation.ts';

/**
 * The error for a query whose rows no client can put together: that is the query's fault, not the service's.
 *
 * @param reason  What is wrong with the rows.
 * @param diagnostics  The request that brought them. (default: those of the page are added later)
 */
export function cannotBeJoined(
  operation: CosmosOperation,
  reason: RangeError,
  diagnostics?: CosmosDiagnostics,
): CosmosError {
  return new CosmosError(
    `${describeOperation(operation)} cannot be put together from several partitions: ${reason.message}.`,
    { code: 'unsupported-query', diagnostics },
  );
}
