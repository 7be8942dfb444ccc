import { noDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { errorFromOutcome } from '../errors/error-from-outcome.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { FeedRange } from '../partitioning/feed-range.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { FeedParts } from './feed-run.ts';
import { beginRun, interruption, stoppedInFlight } from './operation-run.ts';

/** The partitions of a container as feed ranges. A caller's signal and deadline end that caller's wait only. @throws {CosmosError} */
export async function readFeedRanges(
  container: ContainerReference,
  options: ResolvedOperationOptions,
  { scope, ranges }: FeedParts,
  signal: AbortSignal | undefined,
): Promise<readonly FeedRange[]> {
  const operation = CosmosOperation.readPartitionKeyRanges(container);
  const fail = (outcome: InterruptedOutcome): never => {
    throw errorFromOutcome({ operation, outcome, diagnostics: noDiagnostics, mayHaveBeenApplied: false });
  };
  const run = beginRun(operation, options, signal, scope);
  const stopped = interruption(run, scope);
  if (stopped !== undefined) return fail(stopped);
  const reading = ranges.get(container, { options, onRead: () => undefined });
  const map = (await scope.alarms.untilStopped(reading, run)) ?? fail(stoppedInFlight(run));
  return map.ranges.map(({ min, max }) => FeedRange.fromKeys(min, max));
}
