import type { ApiCall } from './api-call.ts';
import { readQuery } from './query.ts';

/** Where the place in a list stands, in requests and answers alike. */
export const tokenHeader = 'x-ms-continuation-token';

/** What a page holds unless `top` says otherwise, as the Durable extension has it; and the most `top` may say. */
const defaultPageSize = 100;
const largestPageSize = 1_000;

/** Which page a request is for. */
export interface Paging<Position> {
  /** Where the page before it ended; `undefined` for the first page. */
  readonly after: Position | undefined;
  readonly pageSize: number;
}

/**
 * Reads which page a request is for.
 *
 * @param readToken  Reads a token back; `undefined` when it is none of ours.
 * @returns `undefined` when the request has a token that is none of ours.
 */
export function readPaging<Position>(
  { url, header }: ApiCall,
  readToken: (token: string) => Position | undefined,
): Paging<Position> | undefined {
  const pageSize = Math.min(Math.ceil(readQuery(url.searchParams).positive('top') ?? defaultPageSize), largestPageSize);
  const token = header(tokenHeader);
  if (token === undefined || token === '') return { after: undefined, pageSize };
  const after = readToken(token);
  return after === undefined ? undefined : { after, pageSize };
}
