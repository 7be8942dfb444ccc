/**
 * MurmurHash3 (x86, 32 bits) of sixteen bytes: every bit of the GUID changes every bit of the hash.
 *
 * A GUID is four whole blocks, so the part of the algorithm that reads what is left over is not here.
 *
 * @param guid  Sixteen bytes; what is missing counts as zero.
 * @param seed  An integer from `0` to `2 ** 32 - 1`.
 * @returns the 32 bits as a signed number, which costs no memory; `>>> 0` makes it the unsigned one to divide.
 * @see https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
 */
export function hashGuid(guid: Uint8Array, seed: number): number {
  let hash = seed;
  for (let at = 0; at < 16; at += 4) {
    const block = Math.imul(wordAt(guid, at), 0xcc9e2d51);
    const mixed = hash ^ Math.imul((block << 15) | (block >>> 17), 0x1b873593);
    hash = (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
  }
  hash ^= 16;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function wordAt(guid: Uint8Array, at: number): number {
  return (guid[at] ?? 0) | ((guid[at + 1] ?? 0) << 8) | ((guid[at + 2] ?? 0) << 16) | ((guid[at + 3] ?? 0) << 24);
}
