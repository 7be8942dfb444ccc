/**
 * MurmurHash3 (x86, 32 bits) of sixteen bytes, as an unsigned number: every bit of the GUID changes every bit of the hash.
 *
 * A GUID is four whole blocks, so the part of the algorithm that reads what is left over is not here.
 *
 * @param guid  Sixteen bytes; what is missing counts as zero.
 * @param seed  An integer from `0` to `2 ** 32 - 1`.
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function hashGuid(guid: Uint8Array, seed: number): number {
  let hash = seed | 0;
  for (let at = 0; at < 16; at += 4) {
    let block =
      (guid[at] ?? 0) | ((guid[at + 1] ?? 0) << 8) | ((guid[at + 2] ?? 0) << 16) | ((guid[at + 3] ?? 0) << 24);
    block = Math.imul(block, 0xcc9e2d51);
    block = (block << 15) | (block >>> 17);
    hash ^= Math.imul(block, 0x1b873593);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  hash ^= 16;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  // Unsigned, or half of all remainders would be negative.
  return (hash ^ (hash >>> 16)) >>> 0;
}
