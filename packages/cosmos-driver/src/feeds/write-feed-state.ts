import type { KeyRange } from '../partitioning/key-range.ts';
import { cursorWithin } from './cursor-within.ts';
import type { FeedState, StageState } from './feed-state.ts';
import type { CompareRows, OrderedRow } from './ordered-row.ts';
import type { RangeCursor } from './range-cursor.ts';

/** How far a stretch has got: in a page, or behind the last one that was used up. */
export interface Place {
  /** The cursor that asked for the page, or with which the stretch goes on. */
  readonly from: RangeCursor;
  /** The page's rows; none behind a page. */
  readonly rows: readonly unknown[];
  /** How many of them were taken. */
  readonly index: number;
}

/** The state of a feed that reads one stretch after the other. Of stretches that have not begun there is nothing to say. */
export function drainState(places: readonly Place[], stages: StageState): FeedState {
  const cursors = places.map(({ from }) => from);
  return {
    kind: 'drain',
    from: cursors[0]?.min ?? 'FF',
    cursors: cursors.flatMap(withContinuation),
    stages,
  };
}

/** The state of a feed that merges its stretches. */
export function mergeState(places: readonly Place[], compare: CompareRows, stages: StageState): FeedState {
  const cursors = places.map(({ from, rows, index }) =>
    cursorWithin(from, rows as readonly OrderedRow[], index, compare),
  );
  return { kind: 'merge', cursors, stages };
}

/**
 * The state of a change feed.
 *
 * @param within  What the feed is about.
 * @param cursors  In the order in which they are asked.
 * @param start  Where those begin that have not been asked.
 */
export function changeFeedState({ min, max }: KeyRange, cursors: readonly RangeCursor[], start: string): FeedState {
  const begun = cursors.flatMap(withContinuation).sort((left, right) => (left.min < right.min ? -1 : 1));
  return { kind: 'change-feed', within: { min, max }, cursors: begun, start, next: cursors[0]?.min ?? '' };
}

function withContinuation({ min, max, continuation }: RangeCursor): readonly RangeCursor[] {
  return continuation === undefined ? [] : [{ min, max, continuation }];
}
