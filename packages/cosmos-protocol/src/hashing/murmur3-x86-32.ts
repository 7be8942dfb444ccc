/**
 * MurmurHash3, the 32-bit variant for x86, seed 0.
 *
 * @param bytes  Holds the input in its first `length` bytes.
 * @returns An unsigned 32-bit integer.
 * @see https://github.com/aappleby/smhasher (MurmurHash3.cpp, public domain)
 */
export function murmur3X86To32(bytes: Uint8Array, length: number): number {
  const tail = length & ~3;
  let hash = 0;
  for (let at = 0; at < tail; at += 4) {
    hash ^= scramble(readWord(bytes, at, 4));
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  if (tail < length) hash ^= scramble(readWord(bytes, tail, length - tail));
  hash ^= length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function scramble(word: number): number {
  const mixed = Math.imul(word, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

function readWord(bytes: Uint8Array, at: number, count: number): number {
  let word = 0;
  for (let index = count - 1; index >= 0; index--) word = (word << 8) | (bytes[at + index] ?? 0);
  return word;
}
