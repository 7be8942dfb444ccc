import { encodeResourceId } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { stampResource } from '../requests/system-properties.ts';
import type { PartitionRange } from './partition.ts';

/** What a range follows from. */
export interface NewPartitionRange {
  /** Its number among the ranges its container ever had. */
  readonly number: number;
  readonly minInclusive: string;
  readonly maxExclusive: string;
  /** The ranges it comes from, the oldest first, and how often it counts a commit of each. */
  readonly ancestry: ReadonlyMap<string, bigint>;
  /** Its part of the container's throughput, 0 to 1. */
  readonly throughputFraction: number;
}

/** The container a range belongs to. */
export interface RangeOwner {
  /** Number of its database in resource ids. */
  readonly databaseNumber: number;
  /** Number in its resource id. */
  readonly number: number;
  /** Its `_self` link. */
  readonly self: string;
}

/** A partition key range as a resource, with a new ETag. */
export function makePartitionRange(
  { number, minInclusive, maxExclusive, ancestry, throughputFraction }: NewPartitionRange,
  owner: RangeOwner,
  store: AccountStore,
  nowMs: number,
): PartitionRange {
  const id = String(number);
  const parents = [...ancestry.keys()];
  const resourceId = encodeResourceId({
    kind: 'partitionKeyRange',
    database: owner.databaseNumber,
    container: owner.number,
    // Numbers of ranges start behind the container's own.
    item: BigInt(number + 2),
  });
  const { _rid, _etag, _self, _ts } = stampResource(store, nowMs, resourceId, `${owner.self}pkranges/${resourceId}/`);
  const document = {
    _rid,
    id,
    _etag,
    minInclusive,
    maxExclusive,
    ridPrefix: number,
    _self,
    throughputFraction,
    status: 'online',
    parents,
    ownedArchivalPKRangeIds: [],
    _ts,
  };
  return { id, minInclusive, maxExclusive, parents, ancestry, document };
}
