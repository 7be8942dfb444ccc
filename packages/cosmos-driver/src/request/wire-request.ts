/** An HTTP request, complete but for its signature. */
export interface WireRequest {
  /** HTTP method, upper case. */
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The whole URL. */
  readonly url: string;
  /** Headers, names in lower case. */
  readonly headers: Record<string, string>;
  /** The bytes to be sent, if any. */
  readonly body: Uint8Array | undefined;
}
