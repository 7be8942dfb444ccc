import { FeedRange } from '../partitioning/feed-range.ts';
import { isHeaderText } from '../request/header-text.ts';
import { PartitionKey, type PartitionKeyInput } from './partition-key.ts';

/** A query: its text, or text and parameters. @see https://learn.microsoft.com/rest/api/cosmos-db/querying-cosmosdb-resources-using-the-rest-api */
export type FeedQuery =
  | string
  | {
      /** The text, such as `SELECT * FROM c WHERE c.total > @least`. */
      readonly query: string;
      /** Values of the names in the text that begin with `@`. (default none) */
      readonly parameters?: readonly { readonly name: string; readonly value: unknown }[] | undefined;
    };

/** Which changes a change feed tells of, and from when on. */
export interface ChangeFeedOptions {
  /**
   * `latest-version`: of every item that changed the newest version, once. `all-versions-and-deletes`: every change, as
   * `{ current, previous, metadata }`. (default `'latest-version'`)
   */
  readonly mode?: 'latest-version' | 'all-versions-and-deletes' | undefined;
  /**
   * The first change told of; a continuation takes its place. All versions and deletes begin now, the service knows no
   * others. (default `'now'`)
   */
  readonly startFrom?: 'beginning' | 'now' | Date | undefined;
}

/** The physical partition, or the part of one, that one request of a feed goes to. */
export interface PartitionTarget {
  /** Id of its partition key range. */
  readonly id: string;
  /** The part of it; `undefined` for all of it. */
  readonly part?: { readonly min: string; readonly max: string } | undefined;
}

/** What only feeds have; `CosmosOperation` makes it. */
export interface FeedSettings {
  /** Text and parameters of a query, JSON. */
  readonly query?: string | undefined;
  /** What a change feed tells of. */
  readonly changeFeed?:
    | { readonly mode: 'latest-version' | 'all-versions-and-deletes'; readonly startFrom: 'beginning' | 'now' | Date }
    | undefined;
  /** Where it goes on. */
  readonly continuation?: string | undefined;
  /** Most items of a page; `-1` leaves it to the service. */
  readonly maxItemCount?: number | undefined;
  /** The part of the container it is about. */
  readonly scope?: PartitionKey | FeedRange | undefined;
  /** The partition this request goes to; set by the driver. */
  readonly partition?: PartitionTarget | undefined;
}

/** @throws {TypeError} unless the query has a text and its parameters have names that begin with `@`. */
export function encodeQuery(query: FeedQuery): string {
  const { query: text, parameters = [] } = typeof query === 'string' ? { query } : (query ?? { query: undefined });
  if (typeof text !== 'string' || text.trim() === '') throw new TypeError('A query needs a text.');
  if (
    !Array.isArray(parameters) ||
    !parameters.every((each) => typeof each?.name === 'string' && /^@\w+$/.test(each.name))
  ) {
    throw new TypeError('The parameters of a query are an array of { name, value }; names begin with @.');
  }
  return JSON.stringify({ query: text, parameters: parameters.map(({ name, value }) => ({ name, value })) });
}

const changeFeedOptionNames = new Set(['mode', 'startFrom']);

/** @throws {TypeError} for options that do not exist, do not fit together, or have no sensible value. */
export function checkChangeFeed(options: ChangeFeedOptions): NonNullable<FeedSettings['changeFeed']> {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError('The options of a change feed must be an object.');
  }
  for (const name of Object.keys(options)) {
    if (!changeFeedOptionNames.has(name)) throw new TypeError(`A change feed has no option "${name}".`);
  }
  const { mode = 'latest-version', startFrom = 'now' } = options;
  if (mode !== 'latest-version' && mode !== 'all-versions-and-deletes') {
    throw new TypeError("The mode of a change feed is 'latest-version' or 'all-versions-and-deletes'.");
  }
  const isTime = startFrom instanceof Date && !Number.isNaN(startFrom.getTime());
  if (!isTime && startFrom !== 'beginning' && startFrom !== 'now') {
    throw new TypeError("A change feed starts from 'beginning', 'now', or a Date.");
  }
  if (mode === 'all-versions-and-deletes' && startFrom !== 'now') {
    throw new TypeError("All versions and deletes start from 'now' or a continuation; the service keeps no others.");
  }
  return { mode, startFrom };
}

/** @throws {TypeError} unless a header can carry it. */
export function checkContinuation(token: string): string {
  if (!isHeaderText(token) || token === '') {
    throw new TypeError('A continuation must be a non-empty string of printable ASCII, as a page gave it.');
  }
  return token;
}

/** @throws {TypeError} unless it is a positive integer, or `-1`. */
export function checkMaxItemCount(count: number): number {
  if (!Number.isSafeInteger(count) || (count < 1 && count !== -1)) {
    throw new TypeError('maxItemCount must be a positive integer, or -1 to leave it to the service.');
  }
  return count;
}

/** @throws {TypeError} when it is neither a feed range nor a partition key. */
export function checkScope(scope: PartitionKeyInput | FeedRange): PartitionKey | FeedRange {
  if (!(scope instanceof FeedRange)) return PartitionKey.from(scope);
  return scope.partitionKey ?? scope;
}
