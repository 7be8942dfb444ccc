import type { LeaseStart } from './lease.ts';
import { lsnOfChange, newestLsns } from './log-sequence-numbers.ts';

/**
 * A lease whose part lies in several partitions, and is about to be replaced by one for each.
 *
 * The lease's continuation is of all of the part, so each piece begins at a place of its own. The pieces replace the lease when
 * everything before those places was handled.
 */
export interface LeaseSplit {
  /** What replaces the lease. */
  readonly pieces: readonly LeaseStart[];
  /** Partitions in which something before their place may be left to handle, with the number of the last write before it. */
  readonly open: ReadonlyMap<string, number>;
}

/** What pages say of where they come from. */
export interface SplitPage {
  /** The page's changes, of one partition. */
  readonly items: readonly unknown[];
  /** The answers it took, in their order. */
  readonly diagnostics: {
    readonly requests: readonly { readonly status: number | undefined; readonly sessionToken: string | undefined }[];
  };
}

/**
 * A split that begins.
 *
 * @param heads  For each piece its start, and the session token it was told with.
 */
export function beginSplit(
  heads: readonly { readonly start: LeaseStart; readonly sessionToken: string | undefined }[],
): LeaseSplit {
  const open = new Map(heads.flatMap(({ sessionToken }) => [...newestLsns(sessionToken)]));
  // Without a number only a page without changes tells that nothing is left.
  if (heads.some(({ sessionToken }) => newestLsns(sessionToken).size === 0)) open.set('', Number.POSITIVE_INFINITY);
  return { pieces: heads.map(({ start }) => start), open };
}

/**
 * What is left of a split after a page was handled that was asked for later than the split began: a partition is done with when it
 * had nothing new, or the page ends at its place or behind it.
 */
export function passPage(split: LeaseSplit, { items, diagnostics }: SplitPage): LeaseSplit {
  if (items.length === 0) return { ...split, open: new Map() };
  const open = new Map(split.open);
  const reached = lsnOfChange(items.at(-1)) ?? Number.NEGATIVE_INFINITY;
  for (const { status, sessionToken } of diagnostics.requests) {
    for (const partition of newestLsns(sessionToken).keys()) {
      const place = open.get(partition);
      if (place === undefined) continue;
      if (status === 304 || (status === 200 && reached >= place)) open.delete(partition);
    }
  }
  return { ...split, open };
}
