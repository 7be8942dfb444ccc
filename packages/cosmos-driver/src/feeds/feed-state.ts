import type { KeyRange } from '../partitioning/key-range.ts';
import type { RangeCursor } from './range-cursor.ts';

/** What the stages behind the partitions remember of the results so far. */
export interface StageState {
  /** Results still to be passed over. */
  readonly skip?: number | undefined;
  /** Results still to be given. */
  readonly take?: number | undefined;
  /** Fingerprint of the last result, for results that come in order and only once. */
  readonly last?: string | undefined;
}

/** How far a feed has got, as data: all that another process needs to go on. */
export type FeedState =
  /** It is at its end. */
  | { readonly kind: 'drained' }
  /** One request after the other, the service remembers everything. */
  | { readonly kind: 'request'; readonly continuation: string }
  /** Keys before `from` are done; stretches without a cursor have not begun. */
  | {
      readonly kind: 'drain';
      readonly from: string;
      readonly cursors: readonly RangeCursor[];
      readonly stages?: StageState | undefined;
    }
  /** Stretches without a cursor are done. */
  | { readonly kind: 'merge'; readonly cursors: readonly RangeCursor[]; readonly stages?: StageState | undefined }
  /** It is about `within`. Stretches of that without a continuation begin at `start`; the one at `next` is asked next. */
  | {
      readonly kind: 'change-feed';
      readonly within: KeyRange;
      readonly cursors: readonly RangeCursor[];
      readonly start: string;
      readonly next: string;
    };
