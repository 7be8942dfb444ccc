/**
 * Carries out a bulk: one request to the partition that its range lies in.
 *
 * 1. When the partition has moved, the driver finds out where the range lies now, and sends the bulk there.
 * 2. A range that lies in several partitions is the caller's to divide, who knows how.
 * 3. What an attempt before a move may have done, the results and errors after it tell.
 */
import { subStatuses } from '@perdura/cosmos-protocol';
import { judgeBulkResults } from '../batch/bulk-results.ts';
import type { BulkRow } from '../batch/bulk-row.ts';
import { readBatchResults } from '../batch/read-batch-results.ts';
import { type CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import { describeOperation } from '../errors/describe-operation.ts';
import { errorWith } from '../errors/error-with.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { KeyRange } from '../partitioning/key-range.ts';
import { partitionsWithin, type RoutingMap } from '../partitioning/routing-map.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { cosmosStatus, isPartitionMoved } from '../response/cosmos-status.ts';
import { exponentialDelay } from '../retry/backoff.ts';
import type { FeedParts } from './feed-run.ts';
import { beginSteps } from './operation-steps.ts';
import { createSharedWaits } from './shared-work.ts';

/** What is asked of a bulk. */
export interface BulkAsked {
  readonly container: ContainerReference;
  readonly rows: readonly BulkRow[];
  readonly range: KeyRange;
}

/** @throws {CosmosError} when the bulk as a whole failed; 410/1002 when its range lies in several partitions. */
export async function executeBulk(
  operation: CosmosOperation,
  { container, rows, range }: BulkAsked,
  options: ResolvedOperationOptions,
  { scope, ranges }: FeedParts,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const { alarms, clock } = scope;
  const steps = beginSteps(operation, options, scope, signal);
  const deadlineMs = clock.elapsedMs() + (options.endToEndTimeoutMs ?? Number.POSITIVE_INFINITY);
  const reading = { options, onRead: () => undefined, waits: createSharedWaits() };
  /** The map, unless the operation must stop before it is there. */
  const arrived = async (map: Promise<RoutingMap>): Promise<RoutingMap> => {
    for (;;) {
      const found = await alarms.untilStopped(map, { deadlineMs, signal });
      if (found !== undefined) return found;
      await steps.pause(Number.POSITIVE_INFINITY);
    }
  };

  let map = await arrived(ranges.get(container, reading));
  let isAmbiguous = false;
  for (let tries = 0; ; tries++) {
    const [partition, ...others] = partitionsWithin(map, range);
    if (partition === undefined || others.length > 0) {
      throw steps.failure(
        `${describeOperation(operation)} is for a range that lies in ${others.length + 1} partitions. Read the feed ranges again.`,
        { code: 'gone', status: partitionGone, mayHaveBeenApplied: isAmbiguous },
      );
    }
    try {
      const response = await steps.execute(operation.atPartition({ id: partition.id }, {}));
      isAmbiguous ||= response.isUnclear === true;
      const { retryAmbiguousWrites } = options;
      const items = steps.read(operation, () =>
        judgeBulkResults(readBatchResults(response), { rows, isAmbiguous, retryAmbiguousWrites }),
      );
      return steps.complete({ ...response, isUnclear: isAmbiguous, body: { kind: 'items', items } });
    } catch (error) {
      if (!isCosmosError(error)) throw error;
      isAmbiguous ||= error.mayHaveBeenApplied;
      const { firstDelayMs, maxDelayMs, maxRetryCount } = defaults.partitionMoved;
      if (!hasMoved(error) || tries >= maxRetryCount) {
        throw isAmbiguous === error.mayHaveBeenApplied ? error : errorWith(error, { mayHaveBeenApplied: true });
      }
      const newest = await arrived(ranges.refresh(container, map, reading));
      if (newest === map) await steps.pause(exponentialDelay(firstDelayMs, maxDelayMs, tries));
      map = newest;
    }
  }
}

const partitionGone = cosmosStatus(410, subStatuses.partitionKeyRangeGone);

function hasMoved({ status }: CosmosError): boolean {
  return status !== undefined && isPartitionMoved(status);
}
