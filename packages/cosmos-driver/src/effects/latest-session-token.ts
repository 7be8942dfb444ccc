import type { ContainerReference } from '../operation/container-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { FeedRange } from '../partitioning/feed-range.ts';
import { knowsAllRanges } from '../partitioning/knows-all-ranges.ts';
import { partitionsWithin } from '../partitioning/routing-map.ts';
import { seenRanges, sessionTokenFor } from '../session/session-map.ts';
import { awaitRanges } from './await-ranges.ts';
import type { FeedParts } from './feed-run.ts';

/**
 * What the session has seen of a container, or of the partitions that hold some of a range. A session that has seen partitions
 * nobody else knows of may have seen them within the range: then it is everything.
 *
 * @returns `undefined` when it has seen nothing.
 * @throws {CosmosError} when the partitions are needed and cannot be read.
 */
export async function latestSessionToken(
  container: ContainerReference,
  range: FeedRange | undefined,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { account } = feeds.scope;
  const wait = awaitRanges(container, options, feeds, signal);
  const whole = sessionTokenFor(account.sessions(), container);
  if (whole === undefined || range === undefined) return whole;

  let map = await wait((reading) => feeds.ranges.get(container, reading));
  if (!knowsAllRanges(map, seenRanges(account.sessions(), container))) {
    const stale = map;
    map = await wait((reading) => feeds.ranges.refresh(container, stale, reading));
  }
  // The session went on meanwhile.
  const sessions = account.sessions();
  if (!knowsAllRanges(map, seenRanges(sessions, container))) return sessionTokenFor(sessions, container);
  const tokens = partitionsWithin(map, range).flatMap(
    ({ id: rangeId, parents }) =>
      sessionTokenFor(sessions, container, { rangeId, parents, knowsAll: () => true }) ?? [],
  );
  return tokens.length === 0 ? undefined : tokens.join(',');
}
