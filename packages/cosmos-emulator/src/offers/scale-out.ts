import type { AccountStore } from '../account/account-store.ts';
import { beginTopologyChange, completeTopologyChanges } from '../containers/change-container-topology.ts';
import type { Container } from '../containers/container.ts';
import { halvePartition } from '../containers/halve-partition.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { middleOfPartition } from '../partitions/middle-of-partition.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Offer } from './offer.ts';
import { maxThroughputPerPartition, type Throughput } from './throughput.ts';

/** Begins to split the partitions that an offer's throughput is too much for; none are locked meanwhile. */
export function beginScaleOut(store: AccountStore, { owner, throughput }: Offer, nowMs: number): void {
  const ownerId = owner.resourceId;
  if (!drawing(store, ownerId).some((container) => tooSmall(store, container, throughput).length > 0)) return;
  store.scaleOuts.push({ ownerId, dueMs: nowMs + store.options.scaleOutMs });
  completeScaleOuts(store, nowMs);
}

/** Whether a replace of an offer is still under way. */
export function isScalingOut({ scaleOuts }: AccountStore, { owner }: Offer): boolean {
  return scaleOuts.some(({ ownerId }) => ownerId === owner.resourceId);
}

/** Splits what is due. A partition that is being split or merged otherwise delays it until that is done. */
export function completeScaleOuts(store: AccountStore, nowMs: number): void {
  for (const scaleOut of store.scaleOuts.filter(({ dueMs }) => dueMs <= nowMs)) {
    const containers = drawing(store, scaleOut.ownerId);
    for (const container of containers) completeTopologyChanges(container, nowMs);
    if (containers.some(({ topologyChanges }) => topologyChanges.length > 0)) continue;
    const throughput = store.offers.get(scaleOut.ownerId)?.throughput;
    if (throughput !== undefined) for (const each of containers) splitForThroughput(store, each, throughput, nowMs);
    store.scaleOuts.splice(store.scaleOuts.indexOf(scaleOut), 1);
  }
}

function splitForThroughput(store: AccountStore, container: Container, throughput: Throughput, nowMs: number): void {
  const splittable = () =>
    tooSmall(store, container, throughput).flatMap((partition) => {
      const middle = middleOfPartition(partition, container.definition);
      return middle === undefined ? [] : [{ partition, middle }];
    });
  for (let rounds = splittable(); rounds.length > 0; rounds = splittable()) {
    for (const { partition, middle } of rounds) {
      const change = halvePartition({ store, container, partition, middle, dueMs: nowMs, nowMs });
      beginTopologyChange(container, change, nowMs);
    }
  }
}

/** Partitions whose share is more than a partition serves. */
function tooSmall(
  { topology }: AccountStore,
  container: Container,
  { requestUnits }: Throughput,
): readonly Partition[] {
  // Thirds of a whole do not add up to it exactly.
  const share = ({ document }: Partition): number => Math.floor(requestUnits * Number(document.throughputFraction));
  return partitionsIn(container, topology.regions[0]).filter((each) => share(each) > maxThroughputPerPartition);
}

/** The containers that draw from an offer. */
function drawing({ databases }: AccountStore, ownerId: string): readonly Container[] {
  return [...databases.values()].flatMap(({ containers }) =>
    [...containers.values()].filter(({ offerOwnerId }) => offerOwnerId === ownerId),
  );
}
