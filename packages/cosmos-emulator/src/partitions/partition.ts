import type { Region } from '../account/region.ts';
import type { StoredItem } from '../items/stored-item.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { Expiry } from '../time-to-live/expiry.ts';
import type { UniqueIndex } from '../unique-keys/unique-index.ts';
import type { ChangeLog } from './change-log.ts';
import type { KeptProgress } from './kept-progress.ts';
import type { Tombstones } from './tombstones.ts';

/** A range of effective partition keys: one physical partition, whatever the region. */
export interface PartitionRange {
  /** Id of the range, a decimal number as text. */
  readonly id: string;
  /** First effective partition key it holds, in hex; `''` is the start of the space. */
  readonly minInclusive: string;
  /** First effective partition key it no longer holds; `FF` is the end of the space. */
  readonly maxExclusive: string;
  /** Ids of the ranges it came from by splits and merges, the oldest first. */
  readonly parents: readonly string[];
  /**
   * How often it counts a commit of each range it came from: two halves that merge again have both counted what their
   * parent had, so what reaches them later must count twice as well.
   */
  readonly ancestry: ReadonlyMap<string, bigint>;
  /** The range as the feed shows it. */
  readonly document: JsonObject;
}

/**
 * One region's replica of a physical partition: its items and their log.
 *
 * Changed by `applyCommit` alone, but for what `hideExpired` takes out of sight; topology changes make new ones.
 */
export interface Partition extends PartitionRange {
  /** Region it lies in. */
  readonly region: Region;
  /** Items by key; in the order of their creation when `isOrdered`. */
  items: Map<string, StoredItem>;
  /** Whether the items are in the order of their numbers; writes that arrive late from another region break it. */
  isOrdered: boolean;
  /** The items listed in that order, made by who reads them all; `undefined` once a write changed more than its end. */
  list: ItemList | undefined;
  /** Number of the last item in `items`, or a higher one. */
  lastItemNumber: bigint;
  /** What was written, for the change feed. */
  readonly log: ChangeLog;
  /** What it takes when several regions write; `undefined` when one does. */
  readonly conflicts: ConflictState | undefined;
  /** What of its items has expired and will. */
  readonly expiry: Expiry;
  /** Who has which values of the container's unique keys; `undefined` until it is asked for. */
  uniqueIndex: UniqueIndex | undefined;
  /** Version of its session tokens; changes with the account's topology. */
  sessionVersion: bigint;
  /** What failovers that lost writes have kept of it. */
  kept: KeptProgress;
  /** Log sequence number of the last write. */
  lsn: bigint;
  /** Bytes of all its items. */
  sizeBytes: number;
  /** Request units spent in the last second in which there were any. */
  spent: SpentThroughput;
  /** Whether a split or merge is under way: until it is done, nothing is answered. */
  isLocked: boolean;
}

/** Request units spent in one second. */
export interface SpentThroughput {
  /** Seconds since the Unix epoch. */
  readonly second: number;
  readonly requestUnits: number;
}

/** Items in their order, and beside them their documents, so that scans need not go through the items. */
export interface ItemList {
  readonly items: StoredItem[];
  readonly documents: JsonObject[];
}

/** What a replica remembers so that all regions come to the same result. */
interface ConflictState {
  /** Its deletes. */
  readonly tombstones: Tombstones;
  /** How many commits of each region it has, by region id. */
  readonly regionLsns: Map<bigint, bigint>;
}
