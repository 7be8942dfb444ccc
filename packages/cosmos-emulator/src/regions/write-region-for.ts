import { effectivePartitionKey, headerNames } from '@perdura/cosmos-protocol';
import type { Region } from '../account/region.ts';
import { completeTopologyChanges } from '../containers/change-container-topology.ts';
import type { Container } from '../containers/container.ts';
import { lookUpContainer } from '../containers/find-container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { readPartitionKey } from '../items/item-scope.ts';
import { findPartition } from '../partitions/find-partition.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal } from '../responses/answer.ts';
import { writeRegionOf } from './write-region-of.ts';

/**
 * The region that takes a request if it is a write: that of the one partition it addresses, where partitions can be moved by
 * themselves, else the account's.
 */
export function writeRegionFor({
  store,
  path,
  request,
  nowMs,
}: Pick<Operation, 'store' | 'path' | 'request' | 'nowMs'>): Region {
  const { topology } = store;
  const [hub] = topology.regions;
  if (!store.options.perPartitionFailover || path.segments.length <= 4) return hub;
  const container = lookUpContainer({ store, path });
  if (isRefusal(container) || container.movedPartitions.size === 0) return hub;
  completeTopologyChanges(container, nowMs);
  const partition = addressedPartition(container, hub, request.headers);
  return partition === undefined ? hub : writeRegionOf(container, partition, topology);
}

/** The partition of a complete key, or of a range id; `undefined` when the headers name none, or what is not there. */
function addressedPartition(
  container: Container,
  hub: Region,
  headers: Operation['request']['headers'],
): Partition | undefined {
  const partitions = partitionsIn(container, hub);
  const key = headers[headerNames.partitionKey];
  const values = key === undefined ? undefined : readPartitionKey(key);
  if (values !== undefined && !isRefusal(values) && values.length === container.keyPaths.length) {
    return findPartition(partitions, effectivePartitionKey(values, container.definition));
  }
  const rangeId = headers[headerNames.partitionKeyRangeId]?.split(',').at(-1);
  return partitions.find(({ id }) => id === rangeId);
}
