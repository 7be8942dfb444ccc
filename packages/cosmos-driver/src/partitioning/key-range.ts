import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';

/** A stretch of the space of effective partition keys. */
export interface KeyRange {
  /** Its first key, upper-case hex; `''` is the start of the space. */
  readonly min: string;
  /** The first key behind it; `FF` is the end of the space. */
  readonly max: string;
}

/** All of the space. */
export const wholeSpace: KeyRange = Object.freeze({ min: '', max: 'FF' });

/** Whether one range lies inside another. */
export function isWithin(inner: KeyRange, outer: KeyRange): boolean {
  return compareKeys(outer.min, inner.min) <= 0 && compareKeys(inner.max, outer.max) <= 0;
}

/** What two ranges have in common; `undefined` when it is nothing. */
export function intersect(left: KeyRange, right: KeyRange): KeyRange | undefined {
  const min = compareKeys(left.min, right.min) >= 0 ? left.min : right.min;
  const max = compareKeys(left.max, right.max) <= 0 ? left.max : right.max;
  return compareKeys(min, max) < 0 ? { min, max } : undefined;
}

/** Orders ranges by their first key. */
export function compareRanges(left: KeyRange, right: KeyRange): number {
  return compareKeys(left.min, right.min);
}

/** Whether ranges, in order, cover another without hole or overlap. */
export function areTiling(tiles: readonly KeyRange[], whole: KeyRange): boolean {
  let at = whole.min;
  for (const { min, max } of tiles) {
    if (compareKeys(min, at) !== 0 || compareKeys(min, max) >= 0) return false;
    at = max;
  }
  return tiles.length > 0 && compareKeys(at, whole.max) === 0;
}

const compareKeys = compareEffectivePartitionKeys;
