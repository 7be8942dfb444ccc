import { lsnOfChange, newestLsns } from './log-sequence-numbers.ts';

/** A page of a change feed whose first change was not handled yet. */
export interface UnreadPage {
  /** Session token of the answer that the page came by. */
  readonly sessionToken: string | undefined;
  /** The page's changes. */
  readonly items: readonly unknown[];
}

/**
 * How many changes wait, as far as log sequence numbers tell: from the first one of the page to the partition's newest, both included.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/how-to-use-change-feed-estimator
 */
export function remainingChanges({ sessionToken, items }: UnreadPage): number {
  const [first] = items;
  if (first === undefined) return 0;
  const [newest] = newestLsns(sessionToken).values();
  const unread = lsnOfChange(first);
  if (newest === undefined || unread === undefined) return items.length;
  return Math.max(newest - unread + 1, 1);
}
