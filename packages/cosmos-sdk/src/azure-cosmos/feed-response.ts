import type { CosmosDiagnostics, CosmosResponse } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';

/** A page of results. */
export class FeedResponse<TResource> {
  /** The results. */
  readonly resources: TResource[];
  /** Whether more may follow. */
  readonly hasMoreResults: boolean;
  /** Every attempt it took, as this library tells it. */
  readonly diagnostics: CosmosDiagnostics;
  private readonly headers: CosmosHeaders;

  constructor(resources: TResource[], headers: CosmosHeaders, hasMoreResults: boolean, diagnostics: CosmosDiagnostics) {
    this.resources = resources;
    this.headers = headers;
    this.hasMoreResults = hasMoreResults;
    this.diagnostics = diagnostics;
  }

  /** The same as `continuationToken`. */
  get continuation(): string {
    return this.continuationToken;
  }

  /** Where the next page begins, for the option of the same name. */
  get continuationToken(): string {
    return this.headers['x-ms-continuation'] as string;
  }

  /** How much work it was, with `populateQueryMetrics`. */
  get queryMetrics(): string {
    return this.headers['x-ms-documentdb-query-metrics'] as string;
  }

  /** What it cost, in request units. */
  get requestCharge(): number {
    return Number(this.headers['x-ms-request-charge']) || 0;
  }

  /** Id of the request. */
  get activityId(): string {
    return this.headers['x-ms-activity-id'] as string;
  }

  /** Id of the whole query. */
  get correlatedActivityId(): string {
    return this.headers['x-ms-cosmos-correlated-activityid'] as string;
  }

  /** Which indexes were used, and which could be, with `populateIndexMetrics`. */
  get indexMetrics(): string {
    const text = this.headers['x-ms-cosmos-index-utilization'];
    return text === undefined ? '' : String(text);
  }
}

/** The headers of a page. Its token is made when it is read; queries that hold too much for one have none. */
export function pageHeaders(response: CosmosResponse): CosmosHeaders {
  const headers: CosmosHeaders = {
    ...response.rawHeaders,
    'x-ms-request-charge': response.headers.requestCharge ?? 0,
  };
  delete headers['x-ms-continuation'];
  return Object.defineProperty(headers, 'x-ms-continuation', {
    configurable: true,
    enumerable: true,
    get: () => continuationOf(response),
  });
}

/** Whether more may follow a page. */
export function hasMore(response: CosmosResponse): boolean {
  try {
    return response.continuationToken !== undefined;
  } catch {
    // A state that is too large for a token is not the end.
    return true;
  }
}

function continuationOf(response: CosmosResponse): string | undefined {
  try {
    return response.continuationToken;
  } catch {
    // Others have no token for such queries, and programs look for that.
    return undefined;
  }
}
