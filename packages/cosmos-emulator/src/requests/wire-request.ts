/** A request as it arrives at one region, whatever carried it. */
export interface WireRequest {
  /** HTTP method in upper case. */
  readonly method: string;
  /** Path as sent, percent-encoding and all, without the query string. */
  readonly path: string;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Body; empty when there is none. */
  readonly body: Uint8Array;
}

/** A response as it leaves a region. */
export interface WireResponse {
  /** HTTP status. */
  readonly status: number;
  /** Headers by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body; empty when there is none. */
  readonly body: Uint8Array;
}

/** No body. */
export const noBody: Uint8Array = new Uint8Array(0);
