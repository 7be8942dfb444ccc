import type { Region } from '../../src/account/region.ts';
import type { StoredItem } from '../../src/items/stored-item.ts';
import type { WriteMode } from '../../src/options/emulator-options.ts';
import { applyCommit } from '../../src/partitions/apply-commit.ts';
import type { Commit } from '../../src/partitions/commit.ts';
import { emptyReplica } from '../../src/partitions/empty-replica.ts';
import { type ItemWrite, putItem, removeItem } from '../../src/partitions/item-write.ts';
import { nextLsn, nextStamp } from '../../src/partitions/next-write.ts';
import type { Partition, PartitionRange } from '../../src/partitions/partition.ts';

export const east: Region = { id: 1, name: 'East US', key: 'eastus' };
export const west: Region = { id: 2, name: 'West US', key: 'westus' };
export const north: Region = { id: 3, name: 'North Europe', key: 'northeurope' };

/** One of a few keys, so that writes meet, spread over the hash space. */
export function keyOf(number: number): string {
  return `${((number * 7) % 64).toString(16).toUpperCase().padStart(2, '0')}5A`;
}

export function rangeOf(
  id: string,
  minInclusive: string,
  maxExclusive: string,
  parents: string[] = [],
): PartitionRange {
  return {
    id,
    minInclusive,
    maxExclusive,
    parents,
    ancestry: new Map(parents.map((parent) => [parent, 1n])),
    document: {},
  };
}

export function replicaIn(
  region: Region,
  writeMode: WriteMode = 'single',
  range: PartitionRange = rangeOf('0', '', 'FF'),
): Partition {
  return emptyReplica(range, region, writeMode, 0);
}

/** What a test does to an item: gives it a value, or deletes it. */
export interface ItemChange {
  readonly item: number;
  /** `undefined` deletes. */
  readonly value: number | undefined;
  /** Whose it is: its partition key. (default one of its own) */
  readonly customer?: string;
  /** Its time to live, in seconds. */
  readonly ttl?: number | undefined;
}

let lastNumber = 0n;

/** The write a change would be in a replica; `undefined` when there is nothing to delete. */
export function writeOf(
  replica: Partition,
  { item, value, customer = String(item), ttl }: ItemChange,
  nowMs: number,
): ItemWrite | undefined {
  const key = `["${customer}"]${item}`;
  const existing = replica.items.get(key);
  const stamp = nextStamp(replica, key, existing, nowMs);
  const lsn = nextLsn(replica);
  if (value === undefined) return existing && removeItem(existing, lsn, stamp);
  lastNumber += existing === undefined ? 1n : 0n;
  const next: StoredItem = {
    key,
    id: String(item),
    number: existing?.number ?? lastNumber,
    resourceId: '',
    effectivePartitionKey: keyOf(customer === String(item) ? item : customer.charCodeAt(0)),
    document: { value, ttl, _ts: stamp.timestampS },
    json: '',
    sizeBytes: value,
    propertyCount: 1,
    etag: '',
    lsn,
    stamp,
  };
  return putItem(next, existing);
}

/** Makes a change in a replica; the commit to send to others, `undefined` when there was nothing to delete. */
export function change(replica: Partition, itemChange: ItemChange, nowMs: number): Commit | undefined {
  const write = writeOf(replica, itemChange, nowMs);
  if (write === undefined) return undefined;
  const commit = { region: replica.region, rangeId: replica.id, writes: [write] };
  applyCommit(replica, commit);
  return commit;
}

/** What readers see of a replica, whatever the order it came in. */
export function contentOf(...replicas: readonly Partition[]): readonly (readonly [string, unknown])[] {
  return replicas
    .flatMap(({ items }) => [...items.values()].map(({ id, document }) => [id, document.value] as const))
    .sort(([one], [other]) => Number(one) - Number(other));
}
