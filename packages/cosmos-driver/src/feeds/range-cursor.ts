import type { KeyRange } from '../partitioning/key-range.ts';
import type { Boundary } from './boundary.ts';

/** How far a feed has got in one stretch of the key space; replaced, never changed. */
export interface RangeCursor extends KeyRange {
  /** The partition that gave the continuation. */
  readonly partitionId?: string | undefined;
  /** Where the service goes on; `undefined`: at the start. */
  readonly continuation?: string | undefined;
  /** The last row taken of an ordered query; `undefined` as long as there is none. */
  readonly boundary?: Boundary | undefined;
  /** Rows of the boundary's item still to be passed over, while a resumed query gets to where it was. */
  readonly toPass?: number | undefined;
  /**
   * First sort key, by itself in an array, before which the partition is asked for nothing. Its continuations are of that
   * narrower query and worth nothing to others.
   */
  readonly filteredFrom?: readonly [unknown] | undefined;
}
