import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { CosmosError, isCosmosError } from '../errors/cosmos-error.ts';
import type { NextRequest } from '../feeds/next-request.ts';
import type { RangeCursor } from '../feeds/range-cursor.ts';
import { defaults } from '../options/defaults.ts';
import { areTiling } from '../partitioning/key-range.ts';
import type { RoutingMap } from '../partitioning/routing-map.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { isPartitionMoved } from '../response/cosmos-status.ts';
import { exponentialDelay } from '../retry/backoff.ts';
import { execute } from './execute.ts';
import type { FeedContext } from './feed-context.ts';

/** What came of a request: a page, smaller stretches to go on in, or nothing to go on from. */
type ReadResult =
  | { readonly response: CosmosResponse; readonly at: RangeCursor }
  | { readonly cursors: readonly RangeCursor[] }
  | 'lost';

/**
 * Makes the next request of a stretch where its keys lie. A refused one is tried again as long as `defaults.partitionMoved` allows: at
 * once when the ranges have changed, else after a wait.
 *
 * @param plan  Decides what is asked, by where the keys lie.
 * @param diagnostics  Takes what every request did, also those that failed.
 * @throws {CosmosError}
 */
export async function readWhereItLies(
  { source, options, scope, ranges, signal, waits, requests }: FeedContext,
  from: RangeCursor,
  plan: (map: RoutingMap) => NextRequest,
  diagnostics: CosmosDiagnostics[],
): Promise<ReadResult> {
  const onRead = (each: CosmosDiagnostics): void => {
    requests.note(each);
    diagnostics.push(each);
  };
  const reading = { options, onRead, waits };
  let map = await ranges.get(source.container, reading);
  for (let tries = 0; ; tries++) {
    const next = plan(map);
    if (next.kind === 'lost') return 'lost';
    if (next.kind === 'split') {
      if (areTiling(next.cursors, from)) return next;
      throw new CosmosError('The partitions of a feed leave a hole.', { code: 'invalid-response' });
    }
    try {
      const response = await requests.follow(execute(next.operation, options, scope, signal));
      diagnostics.push(response.diagnostics);
      return { response, at: next.cursor };
    } catch (error) {
      if (!isCosmosError(error)) throw error;
      diagnostics.push(error.diagnostics);
      const { firstDelayMs, maxDelayMs, maxRetryCount } = defaults.partitionMoved;
      const hasMoved = error.status !== undefined && isPartitionMoved(error.status);
      if (!hasMoved || tries >= maxRetryCount) throw error;
      // The ranges are read for others too: whoever is to end stops waiting, and is told so by its next attempt.
      const refreshed = ranges.refresh(source.container, map, reading);
      const newest =
        (await scope.alarms.untilStopped(refreshed, { deadlineMs: Number.POSITIVE_INFINITY, signal })) ?? map;
      if (newest === map) await scope.alarms.pause(exponentialDelay(firstDelayMs, maxDelayMs, tries), signal);
      map = newest;
    }
  }
}
