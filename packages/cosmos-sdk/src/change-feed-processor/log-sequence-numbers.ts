/**
 * The newest write of each partition that a session token tells of: the global number of `{partition}:{version}#{number}#…`, or of the
 * older form `{partition}:{number}`. What cannot be read is left out.
 */
export function newestLsns(sessionToken: string | undefined): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const segment of (sessionToken ?? '').split(',')) {
    const { partition, lsn } = /^(?<partition>[^:]+):(?:-?\d+#)?(?<lsn>-?\d+)(?:#|$)/.exec(segment)?.groups ?? {};
    if (partition !== undefined) numbers.set(partition, Number(lsn));
  }
  return numbers;
}

/** The number of the write that a change was, in either mode of change feeds. */
export function lsnOfChange(change: unknown): number | undefined {
  const { _lsn, metadata } = (change ?? {}) as { readonly _lsn?: unknown; readonly metadata?: { lsn?: unknown } };
  const lsn = _lsn ?? metadata?.lsn;
  return typeof lsn === 'number' ? lsn : undefined;
}
