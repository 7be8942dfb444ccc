import {
  decodePartitionKeyHeader,
  effectivePartitionKey,
  encodePartitionKeyHeader,
  headerNames,
  type PartitionKeyValue,
  subStatuses,
} from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find-container.ts';
import { partitionsIn } from '../containers/partitions-in.ts';
import { findPartition } from '../partitions/find-partition.ts';
import type { Partition } from '../partitions/partition.ts';
import { refuseLockedPartition } from '../partitions/refuse-locked-partition.ts';
import type { Operation } from '../requests/operation.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { partitionKeyMismatchMessage } from '../responses/messages.ts';

/** The logical partition an item operation addresses. */
export interface ItemScope {
  readonly container: Container;
  /** The physical partition it lies in. */
  readonly partition: Partition;
  /** The partition key's components, one for every path of the container. */
  readonly keyValues: readonly PartitionKeyValue[];
  /** The partition key as a JSON array, always spelt the same way. */
  readonly keyText: string;
  /** Where it lies in the hash space, in hex. */
  readonly effectivePartitionKey: string;
}

/** Finds container and partition of an item operation by its path and partition key header; refused when one is wrong. */
export function resolveItemScope(operation: Operation): ItemScope | Refusal {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  return resolveKeyScope(operation, container, operation.request.headers[headerNames.partitionKey]);
}

/** The logical partition of a partition key, spelt as in the header. */
export function resolveKeyScope(
  { region }: Operation,
  container: Container,
  header: string | undefined,
): ItemScope | Refusal {
  const keyValues = readPartitionKey(header);
  if (isRefusal(keyValues)) return keyValues;
  if (keyValues.length !== container.keyPaths.length) return refuseWrongArity();
  const position = effectivePartitionKey(keyValues, container.definition);
  const partition = findPartition(partitionsIn(container, region), position);
  if (partition.isLocked) return refuseLockedPartition(partition);
  return {
    container,
    partition,
    keyValues,
    keyText: encodePartitionKeyHeader(keyValues),
    effectivePartitionKey: position,
  };
}

/** The components of a partition key header. */
export function readPartitionKey(header: string | undefined): readonly PartitionKeyValue[] | Refusal {
  if (header === undefined) return refuse(400, 'PartitionKey value must be supplied for this operation.');
  let values: readonly PartitionKeyValue[];
  try {
    values = decodePartitionKeyHeader(header);
  } catch {
    // What exactly is wrong with it the service does not tell either.
    return refuse(400, `Partition key ${header} is invalid.`);
  }
  return values.some(isTooLong) ? keyTooLong : values;
}

/** Longest text in a partition key, in bytes of UTF-8. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits */
const maxKeyBytes = 2048;

function isTooLong(value: PartitionKeyValue): boolean {
  // Three bytes for each unit of UTF-16 at most: most keys need no counting.
  return typeof value === 'string' && value.length > maxKeyBytes / 3 && Buffer.byteLength(value) > maxKeyBytes;
}

const keyTooLong = refuse(400, `A partition key value has more than ${maxKeyBytes} bytes.`);

/** 400/1001 for a partition key with more or fewer components than the container has paths. */
export function refuseWrongArity(): Refusal {
  return refuse(400, wrongArityMessage, { subStatus: subStatuses.partitionKeyMismatch });
}

/** 400/1001 for a partition key that is not the one the request is for. */
export function refuseKeyMismatch(): Refusal {
  return refuse(400, partitionKeyMismatchMessage, { subStatus: subStatuses.partitionKeyMismatch });
}

const wrongArityMessage =
  "Partition key provided either doesn't correspond to definition in the collection or doesn't match partition key field values specified in the document.";
