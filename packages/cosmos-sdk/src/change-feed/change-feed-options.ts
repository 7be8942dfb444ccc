import type { ChangeFeedOptions, FeedRange, PartitionKeyInput } from '@perdura/cosmos-driver';
import type { ItemFeedOptions } from '../queries/query-options.ts';

/** Which changes are told of. */
export type ChangeFeedMode = NonNullable<ChangeFeedOptions['mode']>;

/** Options of reading a change feed. */
export interface ReadChangeFeedOptions<Mode extends ChangeFeedMode = ChangeFeedMode, Key = PartitionKeyInput>
  extends ItemFeedOptions<Key> {
  /**
   * `latest-version`: of every item that changed the newest version, once. `all-versions-and-deletes`: every change, with the
   * item before it where the account keeps that. (default `'latest-version'`)
   */
  readonly mode?: Mode | undefined;
  /** The first change told of; a continuation takes its place. All versions and deletes begin now. (default `'now'`) */
  readonly startFrom?: ChangeFeedOptions['startFrom'];
  /**
   * The part of the container that is watched: a partition key, or a feed range, which may lie within the range that
   * `continuationToken` is of. (default: all of it)
   */
  readonly scope?: Key | FeedRange | undefined;
  /** How long `for await` waits after it has found nothing new, in milliseconds, from 0 to 2,147,483,647. (default `1000`) */
  readonly pollIntervalMs?: number | undefined;
}

/** Longest time a timer waits, about 25 days; asked for more it waits one millisecond. @see https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const maxDelayMs = 2 ** 31 - 1;

/** @throws {TypeError} unless it is a time that can be waited. */
export function requirePollInterval(pollIntervalMs: unknown): void {
  if (typeof pollIntervalMs === 'number' && pollIntervalMs >= 0 && pollIntervalMs <= maxDelayMs) return;
  throw new TypeError(`Option "pollIntervalMs" must be a number of milliseconds from 0 to ${maxDelayMs}.`);
}
