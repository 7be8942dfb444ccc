/** One HTTP request of the Durable Functions API, as data. */
export interface ApiRequest {
  /** HTTP method; only `GET` is ever repeated. */
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Absolute URL, everything in it percent-encoded. */
  readonly url: string;
  /** Headers to send. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; absent for an empty body. */
  readonly body?: string | undefined;
}

/** The answer to an {@link ApiRequest}, its body read. */
export interface ApiResponse {
  /** HTTP status. */
  readonly status: number;
  /** Response headers. */
  readonly headers: Headers;
  /** The body as text; empty when there was none. */
  readonly body: string;
}

/** A GET request. */
export function getRequest(url: string, headers: Readonly<Record<string, string>> = {}): ApiRequest {
  return { method: 'GET', url, headers: { accept: 'application/json', ...headers } };
}

/**
 * A POST request. Its content type is JSON even when the body is empty: the extension refuses to raise an event that
 * arrives as anything else.
 */
export function postRequest(
  url: string,
  body: string | undefined,
  more: Readonly<Record<string, string>> = {},
): ApiRequest {
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...more };
  return body === undefined ? { method: 'POST', url, headers } : { method: 'POST', url, headers, body };
}

/** A DELETE request. */
export function deleteRequest(url: string): ApiRequest {
  return { method: 'DELETE', url, headers: { accept: 'application/json' } };
}
