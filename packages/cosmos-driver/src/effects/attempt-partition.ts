import { headerNames } from '@perdura/cosmos-protocol';
import { type PartitionGuard, partitionGuard } from '../partition-routing/partition-guard.ts';
import { isQuiet, partitionName } from '../partition-routing/partition-routing.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import type { RoutingState } from '../routing/routing-state.ts';
import { containerOfItems } from '../session/session-policy.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { OperationRun } from './operation-run.ts';
import type { PartitionOfEffects } from './partition-finder.ts';

/** The partition of an attempt, as the loop sees it. */
export interface AttemptPartition {
  readonly guard: PartitionGuard | undefined;
  /** Its name; `undefined` while nothing is known about any partition, so that healthy accounts do not pay for it. */
  readonly partition: string | undefined;
}

/** What guards the partition of an operation, and which it is if that matters. */
export function attemptPartition(
  { operation }: OperationRun,
  { topology, partitions }: RoutingState,
  { finder }: ExecutionScope,
): AttemptPartition {
  const guard = partitionGuard(operation, topology);
  const matters = guard !== undefined && !isQuiet(partitions);
  return { guard, partition: matters ? finder?.known(operation) : undefined };
}

/**
 * Whose effects an attempt had: of the partition that answered, else of the one that the operation is for. Where the answer alone names
 * it, the driver finds out as well, because the next attempt has no answer yet.
 */
export function partitionOfEffects(
  { operation, options }: OperationRun,
  { guard, partition }: AttemptPartition,
  outcome: AttemptOutcome,
  { finder }: ExecutionScope,
): PartitionOfEffects {
  const answering = answeringPartition(operation, outcome);
  const known = partition ?? finder?.known(operation);
  if (guard !== undefined && answering !== undefined && known === undefined) void finder?.find(operation, options);
  return {
    partition: answering ?? known,
    find: async () => finder?.find(operation, options),
    refresh: async () => finder?.refresh(operation, options),
  };
}

function answeringPartition(operation: OperationRun['operation'], outcome: AttemptOutcome): string | undefined {
  const container = containerOfItems(operation);
  if (outcome.kind !== 'response' || container === undefined) return undefined;
  const rangeId = outcome.headers[headerNames.partitionKeyRangeId];
  return rangeId === undefined ? undefined : partitionName(container.rid, rangeId);
}
