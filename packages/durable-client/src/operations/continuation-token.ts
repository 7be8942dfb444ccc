import type { ApiResponse } from './api-request.ts';

/** The header that carries the token of a list, in both directions. */
const tokenHeader = 'x-ms-continuation-token';

/** The header that asks for the page at a token; none asks for the first. */
export function tokenHeaders(token: string | undefined): Readonly<Record<string, string>> {
  return token === undefined ? {} : { [tokenHeader]: token };
}

/** Where the next page begins. A token that is missing, empty or the word `null` ends the list. */
export function readToken({ headers }: ApiResponse): string | undefined {
  const token = headers.get(tokenHeader);
  return token === null || token === '' || token === 'null' ? undefined : token;
}
