import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName, resourceLabel } from '../operation/operation-traits.ts';
import { clientStatuses } from '../response/cosmos-status.ts';
import { CosmosError } from './cosmos-error.ts';

/** The error for an operation whose throughput control group is not one of its container's. Nothing was sent. */
export function unknownThroughputGroup(operation: CosmosOperation, groupName: string): CosmosError {
  return new CosmosError(
    `${operationName(operation)} ${resourceLabel(operation)} was not sent: its container has no throughput control group ` +
      `"${groupName}"; the driver option throughputControlGroups and registerThroughputControlGroup(group) name them.`,
    { code: 'bad-request', status: clientStatuses.throughputGroupNotFound },
  );
}
