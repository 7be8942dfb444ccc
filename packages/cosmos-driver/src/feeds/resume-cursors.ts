import { compareEffectivePartitionKeys } from '@perdura/cosmos-protocol';
import { intersect, type KeyRange } from '../partitioning/key-range.ts';
import type { RangeCursor } from './range-cursor.ts';

/**
 * The stretches of a feed that goes on: those that had begun, and between and behind them those that had not.
 *
 * @param ranges  What the feed is about, in order.
 * @param from  Keys before it are done.
 * @param begun  Stretches that had begun, in order.
 */
export function resumeCursors(
  ranges: readonly KeyRange[],
  from: string,
  begun: readonly RangeCursor[],
): readonly RangeCursor[] {
  const behind = { min: from, max: 'FF' };
  return ranges.flatMap((range): readonly RangeCursor[] => {
    const left = compareEffectivePartitionKeys(from, 'FF') < 0 ? intersect(range, behind) : undefined;
    if (left === undefined) return [];
    const cursors: RangeCursor[] = [];
    let at = left.min;
    for (const cursor of begun) {
      const part = intersect(cursor, left);
      if (part === undefined) continue;
      const gap = intersect({ min: at, max: part.min }, left);
      if (compareEffectivePartitionKeys(at, part.min) < 0 && gap !== undefined) cursors.push(gap);
      cursors.push({ ...cursor, ...part });
      at = part.max;
    }
    if (compareEffectivePartitionKeys(at, left.max) < 0) cursors.push({ min: at, max: left.max });
    return cursors;
  });
}
