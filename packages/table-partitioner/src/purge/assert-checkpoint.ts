import type { PartitionCheckpoint, PurgeCheckpoint } from './purge-checkpoint.ts';
import type { ResolvedPurgeOptions } from './resolve-purge-options.ts';

/**
 * Checks a checkpoint, which comes from wherever it was kept, and that it is about the same rows as the options are.
 *
 * @throws {TypeError} when it is none, or of a purge of other rows.
 */
export function assertCheckpoint(
  checkpoint: PurgeCheckpoint,
  { dryRun, property, filter }: Pick<ResolvedPurgeOptions, 'dryRun' | 'property' | 'filter'>,
): void {
  if (!isCheckpoint(checkpoint)) throw new TypeError('The option checkpoint is none of this version of the package.');
  const differing = [
    ...(checkpoint.dryRun === dryRun ? [] : ['dryRun']),
    ...(checkpoint.property.name === property.name && checkpoint.property.type === property.type ? [] : ['property']),
    ...(checkpoint.filter === (filter ?? null) ? [] : ['filter']),
  ];
  if (differing.length > 0) {
    throw new TypeError(`The checkpoint is of another purge: ${differing.join(' and ')} differ.`);
  }
}

function isCheckpoint(value: unknown): value is PurgeCheckpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { version, cutoff, dryRun, property, filter, partitions } = value as Partial<PurgeCheckpoint>;
  return (
    version === 1 &&
    typeof cutoff === 'string' &&
    !Number.isNaN(Date.parse(cutoff)) &&
    typeof dryRun === 'boolean' &&
    typeof property === 'object' &&
    property !== null &&
    (filter === null || typeof filter === 'string') &&
    Array.isArray(partitions) &&
    partitions.every(isPartitionCheckpoint)
  );
}

function isPartitionCheckpoint(value: unknown): value is PartitionCheckpoint {
  if (typeof value !== 'object' || value === null) return false;
  const { generation, partitionKey, continuationToken } = value as Partial<PartitionCheckpoint>;
  return (
    typeof generation === 'number' &&
    typeof partitionKey === 'string' &&
    (continuationToken === null || typeof continuationToken === 'string')
  );
}
