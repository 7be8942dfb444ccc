import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { FeedRange } from '../partitioning/feed-range.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { FeedParts } from './feed-run.ts';
import { beginRun, interruption, stoppedInFlight } from './operation-run.ts';
import { createSharedWaits } from './shared-work.ts';
import { stoppedWaiting } from './stopped-waiting.ts';

/** The partitions of a container as feed ranges. A caller's signal and deadline end that caller's wait only. @throws {CosmosError} */
export async function readFeedRanges(
  container: ContainerReference,
  options: ResolvedOperationOptions,
  { scope, ranges }: FeedParts,
  signal: AbortSignal | undefined,
): Promise<readonly FeedRange[]> {
  const operation = CosmosOperation.readPartitionKeyRanges(container);
  const run = beginRun(operation, options, signal, scope);
  const waits = createSharedWaits();
  const fail = (outcome: InterruptedOutcome): never => {
    throw stoppedWaiting(run, outcome, waits, scope);
  };
  const stopped = interruption(run, scope);
  if (stopped !== undefined) return fail(stopped);
  const reading = ranges.get(container, { options, onRead: () => undefined, waits });
  const map = (await scope.alarms.untilStopped(reading, run)) ?? fail(stoppedInFlight(run));
  return map.ranges.map(({ min, max }) => FeedRange.fromKeys(min, max));
}
