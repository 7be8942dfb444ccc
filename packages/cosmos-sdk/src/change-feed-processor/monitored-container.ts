import type { ContainerReference, FeedRange } from '@perdura/cosmos-driver';
import type { ReadChangeFeedOptions } from '../change-feed/change-feed-options.ts';
import type { QueryPage } from '../queries/query-page.ts';

/** What a processor asks of the container whose changes it handles: a `ContainerClient`. */
export interface MonitoredContainer {
  /** The container's id. */
  readonly id: string;
  /** The container as the driver knows it. */
  readonly reference: ContainerReference;
  /** Reads what has changed. */
  changeFeed(options: ReadChangeFeedOptions): { pages(): AsyncIterable<QueryPage<unknown>> };
  /** The container's partitions. */
  feedRanges(): Promise<readonly FeedRange[]>;
}

/** The first page of a feed. It is never without one. */
export async function firstPage(
  container: MonitoredContainer,
  options: ReadChangeFeedOptions,
): Promise<QueryPage<unknown>> {
  for await (const page of container.changeFeed(options).pages()) return page;
  throw new Error(`The change feed of container "${container.id}" ended.`);
}
