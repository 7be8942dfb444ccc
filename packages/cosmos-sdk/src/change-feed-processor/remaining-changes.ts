/** What is known of a page of a change feed whose first change was not handled yet. */
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
  const newest = newestLsn(sessionToken);
  const unread = lsnOfChange(first);
  // Numbers of a partition that others were merged into say nothing of changes made before; what was seen is there.
  if (newest === undefined || unread === undefined) return items.length;
  return Math.max(newest - unread + 1, 1);
}

/** The partition that a session token of one answer is of. */
export function partitionOfToken(sessionToken: string | undefined): string {
  return sessionToken?.split(':', 1)[0] ?? '';
}

/** The global number of `{partition}:{version}#{number}#…`, or of the older form `{partition}:{number}`. */
function newestLsn(sessionToken: string | undefined): number | undefined {
  const text = /^[^:]*:(?:-?\d+#)?(?<lsn>-?\d+)/.exec(sessionToken ?? '')?.groups?.lsn;
  return text === undefined ? undefined : Number(text);
}

function lsnOfChange(change: unknown): number | undefined {
  const { _lsn, metadata } = (change ?? {}) as { readonly _lsn?: unknown; readonly metadata?: { lsn?: unknown } };
  const lsn = _lsn ?? metadata?.lsn;
  return typeof lsn === 'number' ? lsn : undefined;
}
