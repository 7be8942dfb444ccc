import type { JsonObject } from '../requests/json-object.ts';
import type { Throughput } from './throughput.ts';

/** The throughput of a database or container, as a resource of its own. */
export interface Offer {
  /** Its id, which is its `_rid` too. */
  readonly id: string;
  /** What it belongs to. */
  readonly owner: OfferOwner;
  readonly throughput: Throughput;
  /** The most request units per second there ever were; autoscale counts by its maximum. */
  readonly highestEver: number;
  /** The most kilobytes there were when it was written. */
  readonly highestKilobytes: number;
  /** The resource as it is sent, system properties included. */
  readonly document: JsonObject;
}

/** A database or container that has an offer. */
export interface OfferOwner {
  /** Its `_rid`. */
  readonly resourceId: string;
  /** Its `_self` link. */
  readonly self: string;
}

/** Partitions that will be split because they cannot serve their share of an offer's new throughput. */
export interface ScaleOut {
  /** Resource id of the offer's owner. */
  readonly ownerId: string;
  /** When they are split, in milliseconds since the Unix epoch. */
  readonly dueMs: number;
}
