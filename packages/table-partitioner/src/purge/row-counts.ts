/** What became of rows. When a purge is done, `matched` is the sum of the four below it; a dry run has only `matched`. */
export interface RowCounts {
  /** Rows listed: due before the cutoff. */
  readonly matched: number;
  /** Rows deleted. */
  readonly deleted: number;
  /**
   * Rows that had left the listing when their batch was sent: deleted by somebody else. When several of one batch had,
   * the rest of it is listed again, and a row refreshed in that moment counts here too.
   */
  readonly alreadyGone: number;
  /** Rows changed after they were listed, and therefore kept. */
  readonly touched: number;
  /** Rows the service refused to delete. */
  readonly failed: number;
  /** Requests sent: pages listed and batches, repeats included. */
  readonly requests: number;
  /** How many of those repeated one that had failed for the time being. */
  readonly retries: number;
}

/** Nothing yet. */
export const NO_ROWS: RowCounts = Object.freeze({
  matched: 0,
  deleted: 0,
  alreadyGone: 0,
  touched: 0,
  failed: 0,
  requests: 0,
  retries: 0,
});

/** The sum of two counts. */
export function addCounts(a: RowCounts, b: Partial<RowCounts>): RowCounts {
  return {
    matched: a.matched + (b.matched ?? 0),
    deleted: a.deleted + (b.deleted ?? 0),
    alreadyGone: a.alreadyGone + (b.alreadyGone ?? 0),
    touched: a.touched + (b.touched ?? 0),
    failed: a.failed + (b.failed ?? 0),
    requests: a.requests + (b.requests ?? 0),
    retries: a.retries + (b.retries ?? 0),
  };
}
