import { readGuidText } from '../guid/read-guid-text.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';

/** Whether a row is where the partitioner would look for it: its key a GUID as the partitioner writes it, in its partition. */
export function isRowOfPartition(
  partitioner: Partitioner,
  generation: number,
  partitionKey: string,
  rowKey: string,
): boolean {
  if (readGuidText(rowKey) === undefined) return false;
  const location = partitioner.locate(rowKey).find((candidate) => candidate.generation === generation);
  return location?.rowKey === rowKey && location.partitionKey === partitionKey;
}
