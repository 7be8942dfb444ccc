/** Where a query goes on. */
export interface QueryPosition {
  /** Lower bound of the partition: earlier keys are done. */
  readonly minInclusive: string;
  /** Its upper bound: later keys have not been looked at. */
  readonly maxExclusive: string;
  /** Number of the item whose results were sent last; `0n` for queries that do not go item by item. */
  readonly itemNumber: bigint;
  /** How many results of that item, or of the whole query, were sent. */
  readonly sentCount: number;
}

/** The start of every query. */
export const queryStart: QueryPosition = { minInclusive: '', maxExclusive: '', itemNumber: 0n, sentCount: 0 };

/** A position as the text that goes to the client. */
export function encodeQueryContinuation(position: QueryPosition): string {
  const { minInclusive, maxExclusive, itemNumber, sentCount } = position;
  return JSON.stringify({ token: `${itemNumber}:${sentCount}`, range: { min: minInclusive, max: maxExclusive } });
}

/** The position a client sends back; the start when it sends none, `undefined` when it is not one of ours. */
export function decodeQueryContinuation(text: string | undefined): QueryPosition | undefined {
  if (text === undefined || text === '') return queryStart;
  const found = /^\{"token":"(\d{1,19}):(\d{1,9})","range":\{"min":"([0-9A-F]*)","max":"([0-9A-F]*)"\}\}$/.exec(text);
  const [, itemNumber, sentCount, minInclusive, maxExclusive] = found ?? [];
  if (itemNumber === undefined || minInclusive === undefined || maxExclusive === undefined) return undefined;
  return { minInclusive, maxExclusive, itemNumber: BigInt(itemNumber), sentCount: Number(sentCount) };
}
