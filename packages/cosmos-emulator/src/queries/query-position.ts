/** Where a query goes on. */
export interface QueryPosition {
  /** Lower bound of the partition: earlier keys are done. */
  readonly minInclusive: string;
  /** Its upper bound: later keys have not been looked at. */
  readonly maxExclusive: string;
  /** Number of the item whose results were sent last; `0n` for results of several items. */
  readonly itemNumber: bigint;
  /** How many results with these keys of that item, or of these keys alone, were sent. */
  readonly sentCount: number;
  /** How many results were sent in all, of a query that TOP or LIMIT can end; otherwise 0. */
  readonly takenCount: number;
  /** What the result that was sent last is ordered by; empty for queries without ORDER BY. */
  readonly keys: readonly unknown[];
}

/** The start of every query. */
export const queryStart: QueryPosition = {
  minInclusive: '',
  maxExclusive: '',
  itemNumber: 0n,
  sentCount: 0,
  takenCount: 0,
  keys: [],
};

/** A position as the text that goes to the client. */
export function encodeQueryContinuation(position: QueryPosition): string {
  const { minInclusive, maxExclusive, itemNumber, sentCount, takenCount, keys } = position;
  // JSON has no undefined, and headers no letters beyond ASCII.
  const listed = JSON.stringify(keys.map((key) => (key === undefined ? [] : [key])));
  const order = keys.length === 0 ? '' : Buffer.from(listed).toString('base64url');
  const token = [itemNumber, sentCount, takenCount, order].join(':');
  return JSON.stringify({ token, range: { min: minInclusive, max: maxExclusive } });
}

/** The position a client sends back; the start when it sends none, `undefined` when it is not one of ours. */
export function decodeQueryContinuation(text: string | undefined): QueryPosition | undefined {
  if (text === undefined || text === '') return queryStart;
  const found =
    /^\{"token":"(\d{1,19}):(\d{1,9}):(\d{1,9}):([\w-]*)","range":\{"min":"([0-9A-F]*)","max":"([0-9A-F]*)"\}\}$/.exec(
      text,
    );
  const [, itemNumber, sentCount, takenCount, order, minInclusive, maxExclusive] = found ?? [];
  const keys = decodeKeys(order ?? '');
  if (itemNumber === undefined || minInclusive === undefined || maxExclusive === undefined) return undefined;
  if (keys === undefined) return undefined;
  return {
    minInclusive,
    maxExclusive,
    itemNumber: BigInt(itemNumber),
    sentCount: Number(sentCount),
    takenCount: Number(takenCount),
    keys,
  };
}

function decodeKeys(order: string): readonly unknown[] | undefined {
  if (order === '') return [];
  try {
    const listed: unknown = JSON.parse(Buffer.from(order, 'base64url').toString());
    return Array.isArray(listed) && listed.every(Array.isArray) ? listed.map(([key]) => key) : undefined;
  } catch {
    return undefined;
  }
}
