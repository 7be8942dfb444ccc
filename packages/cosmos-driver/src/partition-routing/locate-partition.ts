import { effectivePartitionKey } from '@perdura/cosmos-protocol';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { PartitionKey } from '../operation/partition-key.ts';
import type { PartitionRange } from '../partitioning/partition-range.ts';
import { partitionAt, type RoutingMap } from '../partitioning/routing-map.ts';

/** The one partition that an operation goes to; `undefined` when it goes to none or several, or to one that is gone. */
export function locatePartition({ resource, feed }: CosmosOperation, map: RoutingMap): PartitionRange | undefined {
  switch (resource.kind) {
    case 'item':
    case 'logical-partition': {
      const { container, partitionKey } = resource;
      return partitionAt(map, effectivePartitionKey(partitionKey.values, container.partitionKey));
    }
    case 'items': {
      const rangeId = feed?.partition?.id;
      if (rangeId !== undefined) return map.ranges.find(({ id }) => id === rangeId);
      const scope = feed?.scope;
      const { partitionKey: definition } = resource.container;
      const isComplete = scope instanceof PartitionKey && scope.values.length === definition.paths.length;
      return isComplete ? partitionAt(map, effectivePartitionKey(scope.values, definition)) : undefined;
    }
    default:
      return undefined;
  }
}
