import type { Transport } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';

/** What a token provider is told of a request. */
export interface RequestInfo {
  /** HTTP method, upper case. */
  verb: string;
  /** Path of the URL. */
  path: string;
  /** Link of the resource, or of its parent where something is created, listed or queried. */
  resourceId: string;
  /** Kind of the resource, such as `docs`. */
  resourceType: string;
  /** The headers of the request, with `x-ms-date`. */
  headers: CosmosHeaders;
}

/** Answers the token of a request, not encoded: `type=master&ver=1.0&sig=…`. */
export type TokenProvider = (requestInfo: RequestInfo) => Promise<string>;

/** What the driver signs with where a token provider does: nothing that means anything. */
export const placeholderToken = 'type=resource&ver=1.0&sig=token-provider';

/** A transport whose requests a token provider signs, each attempt anew. */
export function signedBy(tokenProvider: TokenProvider, transport: Transport): Transport {
  return {
    async send(request) {
      const headers = { 'x-ms-date': new Date().toUTCString(), ...request.headers };
      const info = { verb: request.method, ...describeResource(request.url), headers };
      const authorization = encodeURIComponent(await tokenProvider(info));
      return transport.send({ ...request, headers: { ...headers, authorization } });
    },
    async close() {
      await transport.close?.();
    },
  };
}

/**
 * What a URL is about, as it is signed.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/access-control-on-cosmosdb-resources#constructkeytoken
 */
export function describeResource(url: string): Pick<RequestInfo, 'path' | 'resourceId' | 'resourceType'> {
  const path = new URL(url).pathname;
  const segments = path.split('/').filter(Boolean).map(decodeURIComponent);
  // Deleting a partition key is signed as the container it is about.
  const named = segments.at(-2) === 'operations' ? segments.slice(0, -2) : segments;
  const isFeed = named.length % 2 === 1;
  const resourceType = (isFeed ? named.at(-1) : named.at(-2)) ?? '';
  return { path, resourceId: (isFeed ? named.slice(0, -1) : named).join('/'), resourceType };
}
