import { isJsonObject } from '../requests/json-object.ts';

/** Where a feed of items goes on. */
export interface ItemFeedPosition {
  /** Lower bound of the partition: earlier keys are done. */
  readonly minInclusive: string;
  /** Its upper bound: later keys have not been looked at. */
  readonly maxExclusive: string;
  /** Number of the last item sent from it; `0n` when none was. */
  readonly afterNumber: bigint;
}

/** The start of every feed. */
export const feedStart: ItemFeedPosition = { minInclusive: '', maxExclusive: '', afterNumber: 0n };

/** A position as the text that goes to the client, JSON as the service's own. */
export function encodeItemContinuation({ minInclusive, maxExclusive, afterNumber }: ItemFeedPosition): string {
  return JSON.stringify({ token: String(afterNumber), range: { min: minInclusive, max: maxExclusive } });
}

/** The position a client sends back; the start when it sends none, `undefined` when it is not one of ours. */
export function decodeItemContinuation(text: string | undefined): ItemFeedPosition | undefined {
  if (text === undefined || text === '') return feedStart;
  const parsed = parse(text);
  if (!isJsonObject(parsed) || !isJsonObject(parsed.range)) return undefined;
  const { token, range } = parsed;
  if (typeof token !== 'string' || !/^\d{1,19}$/.test(token)) return undefined;
  if (!isKey(range.min) || !isKey(range.max)) return undefined;
  return { minInclusive: range.min, maxExclusive: range.max, afterNumber: BigInt(token) };
}

function isKey(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-F]*$/.test(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: not one of ours.
    return undefined;
  }
}
