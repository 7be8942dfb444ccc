import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { isDataPlane, isRead } from '../operation/operation-traits.ts';
import type { ReadConsistencyStrategy } from '../options/operation-options.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { AccountTopology } from '../routing/account-topology.ts';

/**
 * How consistent a read of items is asked to be; `undefined` leaves it to the account, and so does everything that is no read of
 * items.
 */
export function readConsistency(
  operation: CosmosOperation,
  { readConsistencyStrategy }: ResolvedOperationOptions,
): Exclude<ReadConsistencyStrategy, 'Default'> | undefined {
  if (readConsistencyStrategy === 'Default' || !isRead(operation) || !isDataPlane(operation)) return undefined;
  return readConsistencyStrategy;
}

/**
 * The consistency that an operation on items had, in the words of the service; `undefined` for operations on everything else, and for
 * `LatestCommitted`, which has no such word.
 */
export function consistencyLevel(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  topology: Pick<AccountTopology, 'consistencyLevel'>,
): string | undefined {
  if (!isDataPlane(operation)) return undefined;
  const asked = readConsistency(operation, options);
  switch (asked) {
    case undefined:
      return topology.consistencyLevel;
    case 'GlobalStrong':
      return 'Strong';
    case 'LatestCommitted':
      return undefined;
    default:
      return asked;
  }
}

/** Whether a read asks for what its account cannot give: `GlobalStrong` without the consistency `Strong`. */
export function asksTooMuch(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  { strongConsistency }: AccountTopology,
): boolean {
  return readConsistency(operation, options) === 'GlobalStrong' && !strongConsistency;
}

/**
 * Whether an operation takes part in the session. Reads do under `Session`, and where the account's consistency is `Session` if
 * they ask for nothing else. The strategy is about reads: a write takes part wherever reads may later want to see it.
 */
export function takesPartInSession(
  operation: CosmosOperation,
  { readConsistencyStrategy }: ResolvedOperationOptions,
  sessionConsistency: boolean,
): boolean {
  if (readConsistencyStrategy === 'Session') return true;
  return sessionConsistency && (readConsistencyStrategy === 'Default' || !isRead(operation));
}
