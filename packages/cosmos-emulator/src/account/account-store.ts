import type { Database } from '../databases/database.ts';
import { createIdSource, type IdSource } from '../ids/id-source.ts';
import type { Offer, ScaleOut } from '../offers/offer.ts';
import type { ResolvedEmulatorOptions } from '../options/emulator-options.ts';
import { createReplicationQueue, type ReplicationQueue } from '../regions/replication-queue.ts';
import type { Region } from './region.ts';
import { createTopology, type Topology } from './topology.ts';

/**
 * What the account holds.
 *
 * Owned by one emulated account; operations change it in one synchronous step each, so no request sees half of another.
 *
 * 1. Databases and containers are the same in all regions at once; what lies in containers, each region has for itself.
 * 2. Databases, containers, offers and items are values, replaced as a whole; only maps, counters and replicas change.
 */
export interface AccountStore {
  /** How the account was set up. */
  readonly options: ResolvedEmulatorOptions;
  /** The account's regions. */
  topology: Topology;
  /** What is on its way to each region. */
  readonly replication: Map<Region, ReplicationQueue>;
  /** What happens by chance: delays of replication, faults. */
  readonly chances: IdSource;
  /** Databases by id, in the order of their creation. */
  readonly databases: Map<string, Database>;
  /** Throughput by the resource id of the database or container it belongs to, in the order of creation. */
  readonly offers: Map<string, Offer>;
  /** Numbers of the database and offer made last; they only grow. */
  readonly lastNumbers: { database: number | undefined; offer: number | undefined };
  /** Changes of throughput that wait for more partitions. */
  readonly scaleOuts: ScaleOut[];
  /** Numbers of new resources, and their ETags. */
  readonly resourceIds: IdSource;
  /** Activity ids of requests that bring none; apart, so that they do not change the ids of resources. */
  readonly activityIds: IdSource;
}

/** An account without databases. */
export function createAccountStore(options: ResolvedEmulatorOptions): AccountStore {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  return {
    options,
    topology: createTopology(options.regions),
    replication: new Map(options.regions.map((region) => [region, createReplicationQueue()])),
    chances: createIdSource(seed ^ 0x5eed),
    databases: new Map(),
    offers: new Map(),
    lastNumbers: { database: undefined, offer: undefined },
    scaleOuts: [],
    resourceIds: createIdSource(seed),
    activityIds: createIdSource(~seed),
  };
}
