import type { PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import type { Region } from '../account/region.ts';
import type { Partition } from '../partitions/partition.ts';
import type { TopologyChange } from '../partitions/topology-change.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { UniqueKey } from '../unique-keys/unique-key.ts';

/** A container, its partitions and through them its items. */
export interface Container {
  /** Id given by the user. */
  readonly id: string;
  /** Number of its database in resource ids. */
  readonly databaseNumber: number;
  /** Number in its resource id. */
  readonly number: number;
  /** Its `_rid`. */
  readonly resourceId: string;
  /** Its `_self` link, with a slash at the end. */
  readonly self: string;
  /** Its link by names, without slashes at the ends, encoded so that a header can carry it. */
  readonly namePath: string;
  /** The resource as it is sent, system properties included. */
  readonly document: JsonObject;
  /** How its items are spread. */
  readonly definition: PartitionKeyDefinition;
  /** The names along each of the definition's paths. */
  readonly keyPaths: readonly (readonly string[])[];
  /** What no two items of a logical partition may have in common; does not change. */
  readonly uniqueKeys: readonly UniqueKey[];
  /**
   * Its partitions in every region, by their lower bound; together they cover the hash space.
   *
   * All regions have the same ranges at the same time; what lies in them may differ while changes are on their way.
   */
  readonly replicas: Map<Region, readonly Partition[]>;
  /** Splits and merges that have begun; their ranges are locked. */
  readonly topologyChanges: TopologyChange[];
  /** Partitions whose writes go to a region of their own, by range id; those that came of them go there, too. */
  readonly movedPartitions: Map<string, Region>;
  /** Resource id of whose offer it draws from: its own, or its database's when it shares that. */
  readonly offerOwnerId: string;
  /** How many ranges it ever had: the id of the next one. */
  rangesMade: number;
  /** Number of the item created last; grows with every create. */
  lastItemNumber: bigint;
}
