import { encodeResourceId, type PartitionKeyDefinition, splitHashSpace } from '@perdura/cosmos-protocol';
import type { AccountStore } from '../account/account-store.ts';
import { stampResource } from '../requests/system-properties.ts';
import type { Partition } from './partition.ts';

/** A fresh partition has seen no change of topology, which the service writes as -1. */
const firstSessionVersion = -1n;

/** What a new container's partitions follow from. */
export interface NewPartitions {
  /** How many there are. */
  readonly count: number;
  readonly definition: PartitionKeyDefinition;
  /** Numbers of the database and the container in resource ids. */
  readonly numbers: { readonly database: number; readonly container: number };
  /** The container's `_self` link. */
  readonly self: string;
  readonly store: AccountStore;
  readonly nowMs: number;
}

/** Equal parts of the hash space, in its order, with ids from `0`. */
export function createPartitions({
  count,
  definition,
  numbers,
  self,
  store,
  nowMs,
}: NewPartitions): readonly Partition[] {
  const bounds = ['', ...splitHashSpace(count, definition), 'FF'];
  return Array.from({ length: count }, (_, index) => {
    const id = String(index);
    const minInclusive = bounds[index] ?? '';
    const maxExclusive = bounds[index + 1] ?? 'FF';
    // Numbers of ranges start behind the container's own.
    const resourceId = encodeResourceId({ kind: 'partitionKeyRange', ...numbers, item: BigInt(index + 2) });
    const { _rid, _etag, _self, _ts } = stampResource(store, nowMs, resourceId, `${self}pkranges/${resourceId}/`);
    const document = {
      _rid,
      id,
      _etag,
      minInclusive,
      maxExclusive,
      ridPrefix: index,
      _self,
      throughputFraction: 1 / count,
      status: 'online',
      parents: [],
      ownedArchivalPKRangeIds: [],
      _ts,
    };
    return {
      id,
      minInclusive,
      maxExclusive,
      document,
      sessionVersion: firstSessionVersion,
      items: new Map(),
      lsn: 0n,
      sizeBytes: 0,
    };
  });
}
