import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import type { CosmosStatus } from './cosmos-status.ts';
import type { CosmosResponseHeaders } from './response-headers.ts';

/** What a response carries. */
export type CosmosResponseBody =
  /** Nothing: a delete, a write without `contentResponseOnWrite`, a 304. */
  | { readonly kind: 'none' }
  /** One resource, JSON in UTF-8 as it came. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** One page of a feed, parsed. */
  | { readonly kind: 'items'; readonly items: readonly unknown[] };

/** The answer to an operation. */
export interface CosmosResponse {
  /** What came back. */
  readonly body: CosmosResponseBody;
  /** The headers that have a type. */
  readonly headers: CosmosResponseHeaders;
  /** All headers as they came, names in lower case. */
  readonly rawHeaders: Readonly<Record<string, string>>;
  /** 2xx, or 304 after `ifNoneMatch`. */
  readonly status: CosmosStatus;
  /** Every attempt it took. */
  readonly diagnostics: CosmosDiagnostics;
  /** The region that answered, as the service spells it; `undefined` when the account's global endpoint did. */
  readonly servingRegion: string | undefined;
  /**
   * Pages of feeds: where the next page begins, for `withContinuation`, in this or another process; made when it is read.
   * `undefined` at the end of the feed, and on everything that is no page.
   *
   * @throws {CosmosError} `unsupported-query` on a page of a query whose state is too large for a token.
   */
  readonly continuationToken?: string | undefined;
  /**
   * Bulks: whether an attempt before may have been applied, so that what failed may have failed because of that. `readBulkResults`
   * tells it of each operation. (default `false`)
   */
  readonly isUnclear?: boolean | undefined;
}
