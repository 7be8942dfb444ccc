import { type PartitionKeyDefinition, subStatuses } from '@perdura/cosmos-protocol';
import { CosmosError } from '../errors/cosmos-error.ts';
import { describeOperation } from '../errors/describe-operation.ts';
import type { ContainerReference } from '../operation/container-reference.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { containerOf } from '../operation/operation-traits.ts';

/**
 * What becomes of an operation whose container was looked up again.
 *
 * @param found  The container as it is now; `undefined` when there is none, or it could not be asked for.
 * @param error  What the operation fails with when nothing has changed.
 * @returns The operation to be repeated, on the container that was found; else the error it fails with.
 */
export function followContainer(
  operation: CosmosOperation,
  found: ContainerReference | undefined,
  error: CosmosError,
): CosmosOperation | CosmosError {
  const known = containerOf(operation);
  if (known === undefined || found === undefined) return error;
  if (found.rid === known.rid) return isKeyMismatch(error) ? error : operation;
  const isSame = isSameDefinition(found.partitionKey, known.partitionKey);
  if (isSame && isAddressedByKey(operation)) return operation.withContainer(found);
  const difference = isSame
    ? ''
    : `, which is partitioned by ${found.partitionKey.paths.join(', ')}, not by ${known.partitionKey.paths.join(', ')}`;
  return new CosmosError(
    `${describeOperation(operation)} is for a container that was deleted; another one has its name now${difference}. ` +
      'Resolve the container again.',
    {
      code: 'gone',
      status: error.status,
      response: error.response,
      diagnostics: error.diagnostics,
      mayHaveBeenApplied: error.mayHaveBeenApplied,
      cause: error,
    },
  );
}

/** Feeds and ranges are of one container: what was read of the old one does not go on in the new one. */
function isAddressedByKey({ resource }: CosmosOperation): boolean {
  return resource.kind === 'item' || resource.kind === 'logical-partition';
}

/** 400/1001 is the answer to a wrong key as well, and then to every repeat. */
function isKeyMismatch({ status }: CosmosError): boolean {
  return status?.code === 400 && status.subStatus === subStatuses.partitionKeyMismatch;
}

function isSameDefinition(left: PartitionKeyDefinition, right: PartitionKeyDefinition): boolean {
  return (
    left.kind === right.kind &&
    left.version === right.version &&
    left.paths.length === right.paths.length &&
    left.paths.every((path, index) => path === right.paths[index])
  );
}
