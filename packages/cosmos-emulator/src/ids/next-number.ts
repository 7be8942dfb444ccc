import type { IdSource } from './id-source.ts';

/**
 * A number for a new resource, higher than every one before it: resource ids sort by creation and never come back.
 *
 * The first one and the gaps are random, so that a resource id of one account means nothing in another. A million
 * resources fit, less a quarter.
 *
 * @param last  The number given out last; `undefined` when there is none.
 * @param bits  How many bits a number has, 21 to 32.
 */
export function nextNumber(ids: IdSource, last: number | undefined, bits: number): number {
  const random = ids.nextUint32();
  return last === undefined ? random >>> (32 - bits + 2) : last + 1 + (random % 2 ** (bits - 20));
}
