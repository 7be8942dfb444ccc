import type { Pipeline, PipelineResponse } from '@azure/core-rest-pipeline';

/**
 * What this package uses of a table's client. A `TableClient` of `@azure/data-tables` 13.3 or newer is one.
 *
 * It is structural so that the client's package stays the application's choice.
 */
export interface TableLike {
  /** The table's name. */
  readonly tableName: string;
  /** URL of the account's table service, possibly with a shared access signature as its query. */
  readonly url: string;
  /** The client's own request pipeline, which signs: batches of deletes are sent through it. */
  readonly pipeline?: Pipeline;
  /** Lists rows page by page. */
  listEntities(options?: ListRowsOptions): {
    byPage(settings?: { continuationToken?: string; maxPageSize?: number }): AsyncIterator<RowPage, unknown>;
  };
}

/** How rows are listed. */
export interface ListRowsOptions {
  /** The OData filter and the properties to return. */
  queryOptions?: { filter?: string; select?: string[] };
  /** Ends the listing when it aborts. */
  abortSignal?: AbortSignal;
  /** Is given the raw answer of every page. */
  onResponse?: (response: Pick<PipelineResponse, 'headers'>) => void;
}

/** One page of listed rows. A page may be empty and still have a token: only a missing token is the end. */
export interface RowPage extends Iterable<{ partitionKey?: string; rowKey?: string; etag?: string }> {
  /** Where the next page begins; `undefined` on the last page. */
  continuationToken?: string | undefined;
}
