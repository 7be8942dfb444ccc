import { fingerprint } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { FeedSettings } from '../operation/feed-settings.ts';
import { PartitionKey } from '../operation/partition-key.ts';
import { FeedRange } from '../partitioning/feed-range.ts';
import { type KeyRange, wholeSpace } from '../partitioning/key-range.ts';
import type { FeedIdentity } from './continuation-token.ts';

/** Which feed an operation is: what its tokens are bound to. */
export function feedIdentity({ resource, feed }: CosmosOperation): FeedIdentity {
  const { query, changeFeed } = feed ?? {};
  const asked = [
    resource.kind === 'containers' ? resource.database.path : resource.kind,
    query,
    changeFeed?.mode,
    scopeText(feed ?? {}),
  ];
  return {
    op: query !== undefined ? 'Query' : changeFeed !== undefined ? 'ChangeFeed' : 'ReadFeed',
    rid: resource.kind === 'items' ? resource.container.rid : '',
    query: fingerprint(JSON.stringify(asked)),
  };
}

/** The scope as far as tokens are bound to it. A change feed goes on in any range within that of its token, which says so itself. */
function scopeText({ scope, changeFeed }: FeedSettings): string {
  if (scope instanceof PartitionKey) return scope.header;
  return scope === undefined || changeFeed !== undefined ? '' : String(scope);
}

/** The part of the key space a feed of items is about. */
export function scopeOf({ resource, feed }: CosmosOperation): KeyRange {
  const scope = feed?.scope;
  if (scope === undefined || resource.kind !== 'items') return wholeSpace;
  return scope instanceof FeedRange ? scope : FeedRange.fromPartitionKey(resource.container, scope);
}

/**
 * Whether the service answers the feed by itself, one request after the other: feeds of databases and containers, and what
 * lies within one complete partition key.
 */
export function isTrivial({ resource, feed }: CosmosOperation): boolean {
  if (resource.kind !== 'items') return true;
  const scope = feed?.scope;
  return scope instanceof PartitionKey && scope.values.length === resource.container.partitionKey.paths.length;
}

/** Whether an operation is carried out page by page. Partition key ranges are read as they are. */
export function isFeed({ feed, type, resource }: CosmosOperation): boolean {
  return feed !== undefined && type !== 'query-plan' && resource.kind !== 'partition-key-ranges';
}
