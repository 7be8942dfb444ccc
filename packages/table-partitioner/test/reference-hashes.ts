/** The hashes as their authors wrote them, in `BigInt` and for any length: slow, and nothing shared with the package. */

const MASK_32 = 0xffffffffn;
const MASK_64 = 0xffffffffffffffffn;
const multiply = (left: bigint, right: bigint): bigint => (left * right) & MASK_32;
const rotate = (value: bigint, by: bigint): bigint => ((value << by) | (value >> (32n - by))) & MASK_32;

/** MurmurHash3_x86_32 of MurmurHash3.cpp. */
export function referenceMurmur3(bytes: Uint8Array, seed: bigint): bigint {
  const scramble = (block: bigint): bigint => multiply(rotate(multiply(block, 0xcc9e2d51n), 15n), 0x1b873593n);
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed;
  for (let at = 0; at < whole; at += 4) {
    hash ^= scramble(littleEndian(bytes.subarray(at, at + 4)));
    hash = (rotate(hash, 13n) * 5n + 0xe6546b64n) & MASK_32;
  }
  if (whole < bytes.length) hash ^= scramble(littleEndian(bytes.subarray(whole)));
  hash ^= BigInt(bytes.length);
  hash = multiply(hash ^ (hash >> 16n), 0x85ebca6bn);
  hash = multiply(hash ^ (hash >> 13n), 0xc2b2ae35n);
  return hash ^ (hash >> 16n);
}

/** JumpConsistentHash of the paper, figure 1. */
export function referenceJumpHash(key: bigint, buckets: number): number {
  let [bucket, next] = [-1, 0];
  while (next < buckets) {
    bucket = next;
    key = (key * 2862933555777941757n + 1n) & MASK_64;
    next = Math.trunc((bucket + 1) * (Number(1n << 31n) / Number((key >> 33n) + 1n)));
  }
  return bucket;
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
