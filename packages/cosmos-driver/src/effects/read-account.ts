import { invalidResponse } from '../errors/error-from-outcome.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { readJsonBody } from '../response/read-json-body.ts';
import { type AccountProperties, readAccountProperties } from '../routing/account-properties.ts';
import { bootstrapTopology } from '../routing/account-topology.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { createAccountCell } from './account-cell.ts';
import { execute } from './execute.ts';
import type { ExecutionScope } from './execution-scope.ts';

/**
 * Reads the account by the one loop: at its own URL, then at the regions known so far. Exclusions do not apply to it.
 *
 * @throws {CosmosError}
 */
export async function readAccount(
  endpoint: string,
  known: readonly Endpoint[],
  options: ResolvedOperationOptions,
  scope: Omit<ExecutionScope, 'account'>,
): Promise<AccountProperties> {
  const account = createAccountCell({
    topology: bootstrapTopology(endpoint, known),
    unavailabilityTtlMs: defaults.endpointUnavailabilityTtlMs,
    nowMs: scope.clock.nowMs,
    warn: () => undefined,
  });
  const operation = CosmosOperation.readAccount();
  const maxFailoverRetryCount = Math.max(defaults.accountReadRetryCount, known.length);
  const response = await execute(
    operation,
    { ...options, excludedRegions: [], maxFailoverRetryCount },
    { ...scope, account },
  );
  try {
    return readAccountProperties(readJsonBody(response));
  } catch (error) {
    throw invalidResponse(operation, response.diagnostics, error);
  }
}
