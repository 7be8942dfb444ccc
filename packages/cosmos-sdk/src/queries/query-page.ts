import type { CosmosDiagnostics, CosmosResponse, CosmosResponseHeaders, CosmosStatus } from '@perdura/cosmos-driver';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';

/** A page of rows. Charges, tokens and diagnostics are those of the page, whatever requests it took. */
export class QueryPage<Row> implements ResponseMetadata {
  /** The rows; may be none, also where more follow. */
  readonly items: readonly Row[];
  /** Pages have none. */
  readonly etag: string | undefined;
  /** What the page cost, in request units. */
  readonly requestCharge: number;
  /** What the session has seen now. */
  readonly sessionToken: string | undefined;
  /** Id of the operation, for support requests. */
  readonly activityId: string;
  /** The headers that have a type. */
  readonly headers: CosmosResponseHeaders;
  /** All headers that mean the page as a whole, names in lower case. */
  readonly rawHeaders: Readonly<Record<string, string>>;
  /** How it ended. */
  readonly status: CosmosStatus;
  /** Every attempt it took. */
  readonly diagnostics: CosmosDiagnostics;
  readonly #response: CosmosResponse;

  /** @param items  Its rows, where they are not simply those of the response. */
  constructor(response: CosmosResponse, items: readonly Row[] = rowsOf(response) as readonly Row[]) {
    const metadata = responseMetadata(response);
    this.items = items;
    this.etag = metadata.etag;
    this.requestCharge = metadata.requestCharge;
    this.sessionToken = metadata.sessionToken;
    this.activityId = metadata.activityId;
    this.headers = metadata.headers;
    this.rawHeaders = metadata.rawHeaders;
    this.status = metadata.status;
    this.diagnostics = metadata.diagnostics;
    this.#response = response;
  }

  /**
   * Where the next page begins, for the option of the same name, in this or another process; made when it is read. `undefined`
   * at the end.
   *
   * @throws {CosmosError} `unsupported-query` when the query holds more than fits into a token: GROUP BY, DISTINCT without a
   * matching ORDER BY, an order that partitions do not keep.
   */
  get continuationToken(): string | undefined {
    return this.#response.continuationToken;
  }
}

/** The rows in a response. */
export function rowsOf({ body }: CosmosResponse): readonly unknown[] {
  return body.kind === 'items' ? body.items : [];
}
