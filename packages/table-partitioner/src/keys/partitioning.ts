import { byteSum } from './byte-sum.ts';
import { decimal, type KeyFormat } from './key-format.ts';
import type { PartitionStrategy } from './partition-strategy.ts';

/** How rows are spread: into how many partitions, by what, and how the keys are written. */
export interface Partitioning {
  /** How many partitions there are: an integer, at least 1. */
  readonly partitions: number;
  /** Which partition a GUID belongs to. (default `byteSum`) */
  readonly strategy?: PartitionStrategy;
  /** How the partition's number becomes a key. (default `decimal()`) */
  readonly keyFormat?: KeyFormat;
}

/** A partitioning with every default applied, checked. */
export interface ResolvedPartitioning {
  readonly partitions: number;
  readonly strategy: PartitionStrategy;
  readonly keyFormat: KeyFormat;
}

/**
 * Applies the defaults and refuses what cannot work.
 *
 * @throws {TypeError} when the number of partitions is no integer from 1 to what the strategy reaches, or the strategy or
 *   key format is not one.
 */
export function resolvePartitioning(given: Partitioning): ResolvedPartitioning {
  const { partitions, strategy = byteSum, keyFormat = decimal() } = given;
  const sound =
    typeof strategy?.partitionOf === 'function' &&
    typeof strategy.name === 'string' &&
    typeof keyFormat?.keyOf === 'function' &&
    Number.isSafeInteger(partitions) &&
    partitions >= 1 &&
    !(partitions > (strategy.maxPartitions ?? partitions));
  // Why not is told elsewhere: this runs with every key that is derived, and is compiled the better the shorter it is.
  if (!sound) refusePartitioning(partitions, strategy, keyFormat);
  return { partitions, strategy, keyFormat };
}

function refusePartitioning(partitions: unknown, strategy: PartitionStrategy, keyFormat: KeyFormat): never {
  if (typeof strategy?.partitionOf !== 'function' || typeof strategy.name !== 'string') {
    throw new TypeError('The option strategy is an object with name and partitionOf, such as byteSum.');
  }
  if (typeof keyFormat?.keyOf !== 'function') {
    throw new TypeError('The option keyFormat is an object with name and keyOf, such as decimal().');
  }
  if (!Number.isSafeInteger(partitions) || Number(partitions) < 1) {
    throw new TypeError(`The option partitions is an integer, at least 1, not ${String(partitions)}.`);
  }
  throw new TypeError(
    `${strategy.name} reaches at most ${strategy.maxPartitions} partitions; ${partitions} would leave the rest empty.`,
  );
}

/**
 * The partition key of a GUID's bytes.
 *
 * @throws {TypeError} when the strategy answers a number that is no partition.
 */
export function partitionKeyOf(bytes: Uint8Array, partitioning: ResolvedPartitioning): string {
  const { partitions, strategy, keyFormat } = partitioning;
  const partition = strategy.partitionOf(bytes, partitions);
  if (!(Number.isInteger(partition) && partition >= 0 && partition < partitions))
    refusePartition(partition, partitioning);
  return keyFormat.keyOf(partition, partitions);
}

function refusePartition(partition: unknown, { strategy, partitions }: ResolvedPartitioning): never {
  throw new TypeError(
    `The strategy ${strategy.name} answered ${String(partition)}, which is none of the partitions 0 to ${partitions - 1}.`,
  );
}
