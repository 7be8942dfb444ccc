import type { Pipeline, PipelineResponse } from '@azure/core-rest-pipeline';

/**
 * What this package uses of a table's client. A `TableClient` of `@azure/data-tables` 13.3 or newer is one.
 *
 * It is structural so that the client's package stays the application's choice. What is optional here is needed only by
 * some functions; they say so when it is missing, before anything is sent.
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
  /** Reads a row. Rejects with status 404 and the code `ResourceNotFound` when there is none. */
  getEntity?(partitionKey: string, rowKey: string, options?: ReadRowOptions): Promise<Record<string, unknown>>;
  /** Writes a row that is new. Rejects with status 409 and the code `EntityAlreadyExists` when it is not. */
  createEntity?(entity: TableRow, options?: RequestOptions): Promise<{ etag?: string }>;
  /** Changes a row that has this ETag. Rejects with status 412 when it has another, 404 when there is none. */
  updateEntity?(
    entity: TableRow,
    mode?: 'Merge' | 'Replace',
    options?: ConditionalRequestOptions,
  ): Promise<{ etag?: string }>;
  /** Deletes a row that has this ETag; the ETag `*` is any. Rejects as `updateEntity` does. */
  deleteEntity?(partitionKey: string, rowKey: string, options?: ConditionalRequestOptions): Promise<unknown>;
  /** Carries out all changes or none, of rows of one partition. */
  submitTransaction?(actions: RowAction[], options?: RequestOptions): Promise<unknown>;
  /** Creates the table unless it exists. */
  createTable?(options?: RequestOptions): Promise<unknown>;
  /** Deletes the table if it exists. */
  deleteTable?(options?: RequestOptions): Promise<unknown>;
}

/** How any request is made. */
export interface RequestOptions {
  /** Ends the request when it aborts. */
  abortSignal?: AbortSignal;
}

/** How a request is made that needs the row to be what it was. */
export interface ConditionalRequestOptions extends RequestOptions {
  /** The ETag the row is to have; `*` for any. */
  etag?: string;
}

/** How a row is read. */
export interface ReadRowOptions extends RequestOptions {
  /** Answer values as `{ value, type }`, so that none loses its type or precision. */
  disableTypeConversion?: boolean;
}

/** A row as it is written. */
export interface TableRow extends Record<string, unknown> {
  /** The key of its partition. */
  partitionKey: string;
  /** Its key. */
  rowKey: string;
}

/** One change of a transaction. */
export type RowAction = ['create', TableRow] | ['update', TableRow, 'Merge' | 'Replace', { etag?: string }];

/** How rows are listed. */
export interface ListRowsOptions extends RequestOptions {
  /** The OData filter and the properties to return. */
  queryOptions?: { filter?: string; select?: string[] };
  /** Answer values as `{ value, type }`. */
  disableTypeConversion?: boolean;
  /** Is given the raw answer of every page. */
  onResponse?: (response: Pick<PipelineResponse, 'headers'>) => void;
}

/** A row of a page: its system properties, and its own by their names. */
export interface ListedEntity extends Record<string, unknown> {
  /** The key of its partition, if it was asked for. */
  partitionKey?: string;
  /** Its key, if it was asked for. */
  rowKey?: string;
  /** What it is conditionally changed or deleted with. */
  etag?: string;
  /** When it was last changed, by the service's clock, to 100 ns. */
  timestamp?: string;
}

/** One page of listed rows. A page may be empty and still have a token: only a missing token is the end. */
export interface RowPage extends Iterable<ListedEntity> {
  /** Where the next page begins; `undefined` on the last page. */
  continuationToken?: string | undefined;
}
