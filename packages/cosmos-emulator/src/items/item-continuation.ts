import { isJsonObject } from '../requests/json-object.ts';

/** Where a feed of items goes on. */
export interface ItemFeedPosition {
  /** Lower bound of the partition: earlier ones are done. */
  readonly minInclusive: string;
  /** Number of the last item sent from it; `0n` when none was. */
  readonly afterNumber: bigint;
}

/** The start of every feed. */
export const feedStart: ItemFeedPosition = { minInclusive: '', afterNumber: 0n };

/** A position as the text that goes to the client, JSON as the service's own. */
export function encodeItemContinuation({ minInclusive, afterNumber }: ItemFeedPosition): string {
  return JSON.stringify({ token: String(afterNumber), range: { min: minInclusive } });
}

/** The position a client sends back; the start when it sends none, `undefined` when it is not one of ours. */
export function decodeItemContinuation(text: string | undefined): ItemFeedPosition | undefined {
  if (text === undefined || text === '') return feedStart;
  const parsed = parse(text);
  if (!isJsonObject(parsed) || !isJsonObject(parsed.range)) return undefined;
  const { token, range } = parsed;
  if (typeof token !== 'string' || !/^\d{1,19}$/.test(token)) return undefined;
  if (typeof range.min !== 'string' || !/^[0-9A-F]*$/.test(range.min)) return undefined;
  return { minInclusive: range.min, afterNumber: BigInt(token) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: not one of ours.
    return undefined;
  }
}
