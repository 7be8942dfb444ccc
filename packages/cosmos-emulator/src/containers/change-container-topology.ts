import { changeTopology, type TopologyChange } from '../partitions/topology-change.ts';
import type { Container } from './container.ts';

/** Begins a split or merge: locks the ranges that go until it is due. One that is due now is done at once. */
export function beginTopologyChange(container: Container, change: TopologyChange, nowMs: number): void {
  container.rangesMade += change.children.length;
  const going: readonly string[] = change.parents;
  for (const partitions of container.replicas.values()) {
    for (const partition of partitions) if (going.includes(partition.id)) partition.isLocked = true;
  }
  container.topologyChanges.push(change);
  completeTopologyChanges(container, nowMs);
}

/** Carries out the changes that are due, in all regions at once. */
export function completeTopologyChanges({ replicas, topologyChanges }: Container, nowMs: number): void {
  for (const change of topologyChanges.filter(({ dueMs }) => dueMs <= nowMs)) {
    for (const [region, partitions] of replicas) replicas.set(region, changeTopology(partitions, change));
    topologyChanges.splice(topologyChanges.indexOf(change), 1);
  }
}
