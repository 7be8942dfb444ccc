import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import { cosmosStatus } from '../response/cosmos-status.ts';
import { CosmosError } from './cosmos-error.ts';

/** The error for a read that asks for `GlobalStrong` on an account that is not strongly consistent. Nothing was sent. */
export function consistencyTooStrong(operation: CosmosOperation, diagnostics: CosmosDiagnostics): CosmosError {
  return new CosmosError(
    `${operationName(operation)} ${resourceLabel(operation)} was not sent: readConsistencyStrategy "GlobalStrong" needs an ` +
      'account whose consistency is Strong.',
    { code: 'bad-request', status: cosmosStatus(400, 0), diagnostics },
  );
}
