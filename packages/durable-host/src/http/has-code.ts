import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiCall } from './api-call.ts';
import { readQuery } from './query.ts';

/** Where Azure Functions looks for a key beside the query. */
const keyHeader = 'x-functions-key';

/**
 * Tells whether a request carries a key, as `code` of its query or as `x-functions-key` header.
 *
 * Takes the same time whatever is given: digests are compared, which have one length.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
 */
export function hasCode({ url, header }: ApiCall, code: string): boolean {
  const given = readQuery(url.searchParams).text('code') ?? header(keyHeader);
  return given !== undefined && timingSafeEqual(digest(given), digest(code));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
