import type { ContainerReference, FeedRange } from '@perdura/cosmos-driver';
import type { ChangeFeedMode, ReadChangeFeedOptions } from '../change-feed/change-feed-options.ts';
import type { QueryPage } from '../queries/query-page.ts';
import type { LeaseStart } from './lease.ts';

/** What a processor asks of the container whose changes it handles: a `ContainerClient`. */
export interface MonitoredContainer {
  /** The container's id. */
  readonly id: string;
  /** The container as the driver knows it. */
  readonly reference: ContainerReference;
  /** Reads what has changed. */
  changeFeed(options: ReadChangeFeedOptions<ChangeFeedMode, never>): { pages(): AsyncIterable<QueryPage<unknown>> };
  /** The container's partitions. */
  feedRanges(): Promise<readonly FeedRange[]>;
}

/** Where the changes of a part begin that are made from now on. */
export async function headOfChanges(
  container: MonitoredContainer,
  range: FeedRange,
  mode: ChangeFeedMode,
): Promise<LeaseStart> {
  const feed = container.changeFeed({ mode, startFrom: 'now', scope: range });
  for await (const { continuationToken } of feed.pages()) return { range, continuation: continuationToken };
  throw new Error(`The change feed of container "${container.id}" ended.`);
}
