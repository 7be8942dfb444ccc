import { changeTopology, type TopologyChange } from '../partitions/topology-change.ts';
import type { Container } from './container.ts';

/** Locks the ranges of a change until it is due. */
export function beginTopologyChange(container: Container, change: TopologyChange): void {
  const going: readonly string[] = change.parents;
  for (const partitions of container.replicas.values()) {
    for (const partition of partitions) if (going.includes(partition.id)) partition.isLocked = true;
  }
  container.topologyChanges.push(change);
}

/** Carries out the changes that are due, in all regions at once. */
export function completeTopologyChanges({ replicas, topologyChanges }: Container, nowMs: number): void {
  for (const change of topologyChanges.filter(({ dueMs }) => dueMs <= nowMs)) {
    for (const [region, partitions] of replicas) replicas.set(region, changeTopology(partitions, change));
    topologyChanges.splice(topologyChanges.indexOf(change), 1);
  }
}
