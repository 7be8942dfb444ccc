import { hashGuid } from './hash-guid.ts';
import { jumpHash } from './jump-hash.ts';
import type { PartitionStrategy } from './partition-strategy.ts';

/**
 * Jump consistent hash of a 64-bit key whose upper half is MurmurHash3 (x86, 32 bits) of the sixteen bytes in RFC 9562 order
 * with seed 0, the lower half the same with seed 1.
 *
 * As even as `murmur3`, and slower; choose it to add partitions to a table in small steps: from N to N + 1 of them only one row
 * in N + 1 moves, and all of those to the new partition.
 *
 * Partitions differ in load by less than one in a hundred up to `2 ** 20` of them; `2 ** 31 - 1` is what the algorithm counts to.
 *
 * @see https://arxiv.org/abs/1406.2294
 */
export const jump: PartitionStrategy = Object.freeze({
  name: 'jump',
  maxPartitions: 2 ** 31 - 1,
  evenUpTo: 2 ** 20,
  partitionOf: (guid: Uint8Array, partitions: number) => jumpHash(hashGuid(guid, 0), hashGuid(guid, 1), partitions),
});
