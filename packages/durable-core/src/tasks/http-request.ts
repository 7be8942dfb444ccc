import type { HttpRetryOptions } from './http-retry.ts';

/** Where the host gets the bearer token for a call from: the managed identity it runs as. */
export interface TokenSource {
  /** Microsoft Entra ID, by managed identity. */
  readonly kind: 'AzureManagedIdentity';
  /** What the token is for, such as `https://management.core.windows.net/.default`. */
  readonly resource: string;
  /** Where tokens are issued. (default: as the host is configured) */
  readonly options?: {
    /** Authority that issues them, such as `https://login.microsoftonline.com/`. */
    readonly authorityHost?: string;
    /** Id of the tenant. */
    readonly tenantId?: string;
  };
}

/**
 * What `ctx.callHttp` sends.
 *
 * @see https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-http-features#consuming-http-apis
 */
export interface HttpCallOptions {
  /** Method, such as `POST`; upper and lower case mean the same. */
  readonly method: string;
  /** Absolute `http:` or `https:` address. */
  readonly url: string | URL;
  /** Body: a string as it is, anything else as JSON. State its type in the `Content-Type` header. (default: none) */
  readonly body?: unknown;
  /** Headers, as a record or a list of pairs. A header with several values has a list of them, or several pairs. (default: none) */
  readonly headers?: Readonly<Record<string, string | readonly string[]>> | readonly (readonly [string, string])[];
  /** Whether an answer 202 with a `Location` is followed, pause by pause, until another one comes. (default `true`) */
  readonly enablePolling?: boolean;
  /** Has the host add a bearer token. (default: none) */
  readonly tokenSource?: TokenSource;
  /** How long one request may take, in milliseconds; above 0. (default: as the host is configured) */
  readonly timeoutMs?: number;
  /** When and how often the request is sent again, each poll by itself. (default: never) */
  readonly retry?: HttpRetryOptions;
}

/** The answer to an HTTP call. Any status is an answer; only a request that got none fails its task. */
export interface HttpResponse {
  /** Status, such as `200`. */
  readonly status: number;
  /** Headers by their names in lower case; several values are joined by `, ` as RFC 9110 section 5.3 says. */
  readonly headers: Readonly<Record<string, string>>;
  /** Body as text; empty for none. */
  readonly content: string;
}

/** One request as data: what a host is asked to send. */
export interface HttpRequest {
  /** Method in upper case. */
  readonly method: string;
  /** Absolute address. */
  readonly uri: string;
  /** Body; absent for none. */
  readonly content?: string;
  /** Headers as the code wrote them; absent for none. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Where the bearer token comes from; absent for none. */
  readonly tokenSource?: TokenSource;
  /** How long the request may take, in milliseconds; absent: as the host likes. */
  readonly timeoutMs?: number;
}

/**
 * The name under which history records an HTTP call: that of an activity every host has.
 *
 * @see https://github.com/Azure/azure-functions-durable-extension/blob/dev/src/WebJobs.Extensions.DurableTask/HttpOptions.cs
 */
export const httpActivityName = 'BuiltIn::HttpActivity';
