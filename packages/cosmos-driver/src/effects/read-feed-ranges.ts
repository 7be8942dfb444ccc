import type { ContainerReference } from '../operation/container-reference.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { FeedRange } from '../partitioning/feed-range.ts';
import { awaitRanges } from './await-ranges.ts';
import type { FeedParts } from './feed-run.ts';

/** The partitions of a container as feed ranges. A caller's signal and deadline end that caller's wait only. @throws {CosmosError} */
export async function readFeedRanges(
  container: ContainerReference,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
): Promise<readonly FeedRange[]> {
  const wait = awaitRanges(container, options, feeds, signal);
  const map = await wait((reading) => feeds.ranges.get(container, reading));
  return map.ranges.map(({ min, max }) => FeedRange.fromKeys(min, max));
}
