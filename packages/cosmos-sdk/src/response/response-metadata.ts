import type { CosmosDiagnostics, CosmosResponse, CosmosResponseHeaders, CosmosStatus } from '@perdura/cosmos-driver';

/** What every response tells besides its resource. */
export interface ResponseMetadata {
  /** Version of the resource, with its quotes, for `ifMatch` and `ifNoneMatch`; `undefined` when there is none, as after a delete. */
  readonly etag: string | undefined;
  /** What the request that answered cost, in request units; all attempts: `diagnostics.totalRequestCharge`. */
  readonly requestCharge: number;
  /** What the session has seen now. */
  readonly sessionToken: string | undefined;
  /** Id of the operation, for support requests. */
  readonly activityId: string;
  /** The headers that have a type. */
  readonly headers: CosmosResponseHeaders;
  /** All headers as they came, names in lower case. */
  readonly rawHeaders: Readonly<Record<string, string>>;
  /** How the operation ended. */
  readonly status: CosmosStatus;
  /** Every attempt it took, with its region and endpoint. */
  readonly diagnostics: CosmosDiagnostics;
}

/** Takes the metadata from a driver's response. */
export function responseMetadata({ headers, rawHeaders, status, diagnostics }: CosmosResponse): ResponseMetadata {
  return {
    etag: headers.etag,
    requestCharge: headers.requestCharge ?? 0,
    sessionToken: headers.sessionToken,
    activityId: headers.activityId ?? diagnostics.activityId,
    headers,
    rawHeaders,
    status,
    diagnostics,
  };
}
