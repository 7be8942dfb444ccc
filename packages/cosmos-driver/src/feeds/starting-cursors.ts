import { isWithin } from '../partitioning/key-range.ts';
import type { FeedSource } from './feed-source.ts';
import type { FeedState } from './feed-state.ts';
import { rangesInScope } from './query-plan.ts';
import type { RangeCursor } from './range-cursor.ts';
import { resumeCursors } from './resume-cursors.ts';

/**
 * Where a feed begins, or goes on.
 *
 * @returns The stretches in order; what is wrong with the state, to follow "the continuation".
 */
export function startingCursors(
  { kind, plan, scope }: FeedSource,
  state: FeedState | undefined,
): readonly RangeCursor[] | string {
  const ranges = plan === undefined ? [scope] : rangesInScope(plan, scope);
  if (state === undefined) return ranges;
  if (state.kind !== kind || !('cursors' in state))
    return 'is of a feed that is carried out differently now; start it anew';
  if (state.kind === 'change-feed') {
    // Each change is of one key, and each key goes on by itself: what a token says of a part, it says of every part of that.
    if (!isWithin(scope, state.within)) return 'is of a part of the container that does not hold all of the scope';
    return resumeCursors(ranges, scope.min, state.cursors);
  }
  if (!state.cursors.every((cursor) => ranges.some((range) => isWithin(cursor, range)))) {
    return 'lies outside of what the feed is about';
  }
  if (state.kind === 'merge') return state.cursors;
  return resumeCursors(ranges, state.from, state.cursors);
}
