import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { RoutingMap } from '../partitioning/routing-map.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { FeedParts } from './feed-run.ts';
import { beginRun, interruption, stoppedInFlight } from './operation-run.ts';
import type { RangesReading } from './partition-ranges.ts';
import { createSharedWaits } from './shared-work.ts';
import { stoppedWaiting } from './stopped-waiting.ts';

/** Waits for partitions that somebody reads. @throws {CosmosError} */
export type AwaitRanges = (read: (reading: RangesReading) => Promise<RoutingMap>) => Promise<RoutingMap>;

/**
 * Begins a caller's waits for the partitions of a container. Its signal and deadline end these waits only: the partitions are
 * read for all who ask.
 *
 * @throws {CosmosError} when the caller is too late.
 */
export function awaitRanges(
  container: ContainerReference,
  options: ResolvedOperationOptions,
  { scope }: FeedParts,
  signal: AbortSignal | undefined,
): AwaitRanges {
  const run = beginRun(CosmosOperation.readPartitionKeyRanges(container), options, signal, scope);
  const waits = createSharedWaits();
  const fail = (outcome: InterruptedOutcome): never => {
    throw stoppedWaiting(run, outcome, waits, scope);
  };
  const stopped = interruption(run, scope);
  if (stopped !== undefined) return fail(stopped);
  return async (read) =>
    (await scope.alarms.untilStopped(read({ options, onRead: () => undefined, waits }), run)) ??
    fail(stoppedInFlight(run));
}
