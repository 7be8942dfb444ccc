import type { StoredItem } from '../items/stored-item.ts';
import type { JsonObject } from '../requests/json-object.ts';
import { type Refusal, refuse } from '../responses/answer.ts';

/** The longest time to live, in seconds, and the one that never ends. @see https://learn.microsoft.com/azure/cosmos-db/nosql/time-to-live */
const maxTtlS = 2 ** 31 - 1;
const never = -1;

/** 400 for a time to live that is neither a number of seconds nor -1; `undefined` when it is, or there is none. */
export function refuseWrongTtl(ttl: unknown): Refusal | undefined {
  if (ttl === undefined || isTtl(ttl)) return undefined;
  return refuse(
    400,
    `The input ttl '${typeof ttl === 'string' ? ttl : JSON.stringify(ttl)}' is invalid. Ensure to provide a nonzero positive integer less than or equal to '${maxTtlS}', or '${never}' which means never expire.`,
  );
}

/**
 * How long the items of a container live unless they say otherwise, in seconds; -1 is for ever.
 *
 * @param container  The resource, its properties valid.
 * @returns `undefined` when items live for ever whatever they say.
 */
export function defaultTtlOf({ defaultTtl }: JsonObject): number | undefined {
  return isTtl(defaultTtl) ? defaultTtl : undefined;
}

/**
 * When an item expires, in seconds since the Unix epoch; infinity when it never does.
 *
 * @param defaultTtlS  Its container's default.
 */
export function expiryOf({ document: { ttl, _ts } }: StoredItem, defaultTtlS: number): number {
  const ttlS = isTtl(ttl) ? ttl : defaultTtlS;
  return ttlS === never ? Number.POSITIVE_INFINITY : Number(_ts) + ttlS;
}

function isTtl(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && (value === never || (value > 0 && value <= maxTtlS));
}
