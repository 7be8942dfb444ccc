import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { locatePartition } from '../partition-routing/locate-partition.ts';
import { partitionName } from '../partition-routing/partition-routing.ts';
import { knowsAllRanges } from '../partitioning/knows-all-ranges.ts';
import type { PartitionRange } from '../partitioning/partition-range.ts';
import type { RoutingMap } from '../partitioning/routing-map.ts';
import { containerOfItems } from '../session/session-policy.ts';
import type { PartitionFinder } from './partition-finder.ts';
import type { PartitionRanges } from './partition-ranges.ts';

/** Makes the finder of a driver, on what it knows about containers. */
export function createPartitionFinder(ranges: PartitionRanges): PartitionFinder {
  function knownMap(operation: CosmosOperation): RoutingMap | undefined {
    const container = containerOfItems(operation);
    return container && ranges.known(container);
  }

  function located(
    operation: CosmosOperation,
    map: RoutingMap | undefined,
  ): { readonly map: RoutingMap; readonly range: PartitionRange; readonly containerRid: string } | undefined {
    const container = containerOfItems(operation);
    const range = map && locatePartition(operation, map);
    return map && range && container && { map, range, containerRid: container.rid };
  }

  function nameOf(operation: CosmosOperation, map: RoutingMap | undefined): string | undefined {
    const found = located(operation, map);
    return found && partitionName(found.containerRid, found.range.id);
  }

  return {
    known: (operation) => nameOf(operation, knownMap(operation)),

    knownToSession(operation) {
      const found = located(operation, knownMap(operation));
      if (found === undefined) return undefined;
      const { map, range } = found;
      const { id: rangeId, parents } = range;
      return { rangeId, parents, knowsAll: (rangeIds) => knowsAllRanges(map, rangeIds) };
    },

    async find(operation, options) {
      const container = containerOfItems(operation);
      if (container === undefined) return undefined;
      try {
        return nameOf(operation, await ranges.get(container, { options, onRead: () => undefined }));
      } catch {
        // What was to be noted about the partition is lost; the operation goes on.
        return undefined;
      }
    },

    async refresh(operation, options) {
      const container = containerOfItems(operation);
      const seen = container && ranges.known(container);
      if (container === undefined || seen === undefined) return;
      // A refresh that fails leaves what is known.
      await ranges.refresh(container, seen, { options, onRead: () => undefined }).catch(() => undefined);
    },
  };
}
