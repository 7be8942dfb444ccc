import { unknownThroughputGroup } from '../errors/unknown-throughput-group.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { containerOf, isDataPlane } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import { findGroup, type ThroughputGroups } from './throughput-groups.ts';

/**
 * The options of an operation with the fields filled in that its throughput control group has, and the options have not. Only
 * operations on items use throughput of a container; to all others groups mean nothing.
 *
 * @throws {CosmosError} 400/20152 when the container has no group of that name.
 */
export function applyThroughputGroup(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  groups: ThroughputGroups,
): ResolvedOperationOptions {
  const { groupName, throughputBucket, priorityLevel } = options.throughputControl;
  const container = isDataPlane(operation) ? containerOf(operation) : undefined;
  if (groupName === undefined || container === undefined) return options;
  const group = findGroup(groups, { database: container.database.id, container: container.id, name: groupName });
  if (group === undefined) throw unknownThroughputGroup(operation, groupName);
  return {
    ...options,
    throughputControl: {
      groupName,
      throughputBucket: throughputBucket ?? group.throughputBucket,
      priorityLevel: priorityLevel ?? group.priorityLevel,
    },
  };
}
