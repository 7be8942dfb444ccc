import type { PartitionKeyDefinition } from '../partition-key/partition-key-definition.ts';
import { encodeHashV1 } from './hash-partition-key-v1.ts';

/** Hashes of version 2 have 126 bits: 128 less the two that are cleared. */
const bitsV2 = 126n;

/**
 * The inner boundaries of a hash space divided into equal parts: where the service puts the ranges of a new container.
 *
 * @param count  How many parts, at least 1.
 * @returns `count - 1` effective partition keys in ascending order; with `''` before and `FF` after them they bound the ranges.
 * @throws {TypeError} unless the count is a positive integer.
 */
export function splitHashSpace(count: number, definition: PartitionKeyDefinition): readonly string[] {
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new TypeError(`A hash space is split into a positive number of parts, not ${count}.`);
  }
  const isV1 = definition.kind === 'Hash' && definition.version === 1;
  return Array.from({ length: count - 1 }, (_, index) => {
    const part = index + 1;
    if (isV1) return encodeHashV1(Math.floor((part * 2 ** 32) / count) - 1);
    const boundary = ((1n << bitsV2) * BigInt(part)) / BigInt(count) - 1n;
    return boundary.toString(16).toUpperCase().padStart(32, '0');
  });
}
