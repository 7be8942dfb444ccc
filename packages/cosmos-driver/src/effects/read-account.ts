import { invalidResponse } from '../errors/error-from-outcome.ts';
import { tookTooLong } from '../errors/took-too-long.ts';
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

/** Where an account can be read. */
export interface AccountSources {
  /** The account's own URL. */
  readonly endpoint: string;
  /** The regions known so far. */
  readonly known: readonly Endpoint[];
  /** URLs to be asked when none of these answers well. */
  readonly backupEndpoints: readonly string[];
}

/**
 * Reads the account by the one loop: at its own URL, then at the regions known so far, then at each backup endpoint.
 * Exclusions do not apply to it. All of it has two minutes, of which each URL may use its share of what is left.
 *
 * @throws {CosmosError} what its own URL and the regions failed with.
 */
export async function readAccount(
  { endpoint, known, backupEndpoints }: AccountSources,
  options: ResolvedOperationOptions,
  scope: Omit<ExecutionScope, 'account'>,
): Promise<AccountProperties> {
  const { elapsedMs } = scope.clock;
  const limitMs = Math.min(options.endToEndTimeoutMs ?? Number.POSITIVE_INFINITY, defaults.sharedWorkTimeoutMs);
  const deadlineMs = elapsedMs() + limitMs;
  const shareOf = (urlsLeft: number): ResolvedOperationOptions => {
    return { ...options, endToEndTimeoutMs: (deadlineMs - elapsedMs()) / urlsLeft };
  };
  try {
    return await readAccountAt(endpoint, known, shareOf(1 + backupEndpoints.length), scope);
  } catch (error) {
    for (const [index, backup] of backupEndpoints.entries()) {
      try {
        return await readAccountAt(backup, [], shareOf(backupEndpoints.length - index), scope);
      } catch {
        // What is wrong with the account's own URL says more than what is wrong with its substitute.
      }
    }
    throw tookTooLong(error, limitMs);
  }
}

async function readAccountAt(
  endpoint: string,
  known: readonly Endpoint[],
  options: ResolvedOperationOptions,
  scope: Omit<ExecutionScope, 'account'>,
): Promise<AccountProperties> {
  const account = createAccountCell({
    topology: bootstrapTopology(endpoint, known),
    unavailabilityTtlMs: defaults.endpointUnavailabilityTtlMs,
    partitionFailover: { ...defaults.partitionFailover, enabledOverride: undefined },
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
