import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import type { SpentThroughput } from '../partitions/partition.ts';
import type { JsonObject } from '../requests/json-object.ts';

/** A database and what lies in it. */
export interface Database {
  /** Id given by the user. */
  readonly id: string;
  /** Number in its resource id. */
  readonly number: number;
  /** Its `_rid`. */
  readonly resourceId: string;
  /** Its `_self` link, with a slash at the end. */
  readonly self: string;
  /** The resource as it is sent, system properties included. */
  readonly document: JsonObject;
  /** Containers by id, in the order of their creation. */
  readonly containers: Map<string, Container>;
  /** Number of the container made last; it only grows. */
  lastContainerNumber: number | undefined;
  /** What the containers that share its throughput have spent together, in every region. */
  readonly spent: Map<Region, SpentThroughput>;
}
