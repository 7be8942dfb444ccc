import { TablePartitionerError } from '../table-partitioner-error.ts';
import type { RowSite } from './row-site.ts';

/** A row that others changed again and again while it was to be changed. */
export function rowContended({ generation, key }: RowSite): TablePartitionerError {
  return new TablePartitionerError(
    'service-busy',
    `Row ${shown(key.rowKey)} of generation ${generation} kept changing meanwhile; try again later.`,
    { partitionKey: key.partitionKey },
  );
}

/** A row that does not have the ETag that was asked for. */
export function rowChanged({ generation, key }: RowSite): TablePartitionerError {
  return new TablePartitionerError(
    'row-changed',
    `Row ${shown(key.rowKey)} of generation ${generation} does not have the ETag asked for; read it again.`,
    { partitionKey: key.partitionKey, status: 412 },
  );
}

/** A row that is there though it was to be new. */
export function rowExists({ generation, key }: RowSite): TablePartitionerError {
  return new TablePartitionerError(
    'row-exists',
    `Row ${shown(key.rowKey)} exists already, in generation ${generation}.`,
    {
      partitionKey: key.partitionKey,
      status: 409,
    },
  );
}

/** A row that is in no generation though it was to be changed. */
export function rowNotFound({ key }: RowSite): TablePartitionerError {
  return new TablePartitionerError('row-not-found', `Row ${shown(key.rowKey)} is in no generation.`, { status: 404 });
}

/** A row on its way to where this process cannot follow. */
export function unknownGeneration(rowKey: string, generation: number): TablePartitionerError {
  return new TablePartitionerError(
    'unknown-generation',
    `Row ${shown(rowKey)} is moving to generation ${generation}, which is not known here; load the generations and refresh the partitioner.`,
  );
}

/** The beginning only: GUIDs are often secrets. */
function shown(rowKey: string): string {
  return `"${rowKey.slice(0, 8)}…"`;
}
