import type { PartitionStrategy } from './partition-strategy.ts';

/**
 * The sum of the sixteen bytes modulo the number of partitions: what `Guid.ToByteArray()` summed up gives in .NET, bit by bit.
 *
 * The order of the bytes does not matter to a sum. For random GUIDs (version 4) the partitions are evenly loaded up to some
 * 400 of them, visibly skewed from 600 on; sums reach no further than 16 × 255 = 4080.
 *
 * @see https://learn.microsoft.com/archive/blogs/benjguin/windows-azure-tables-partitioning-guid-row-keys-windows-azure-tables-partionnement-de-clefs-de-type-guid
 */
export const byteSum: PartitionStrategy = Object.freeze({
  name: 'byteSum',
  maxPartitions: 4081,
  evenUpTo: 256,
  partitionOf(guid: Uint8Array, partitions: number): number {
    let sum = 0;
    for (let index = 0; index < 16; index++) sum += guid[index] ?? 0;
    return sum % partitions;
  },
});
