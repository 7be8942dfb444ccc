import type { PipelineResponse } from '@azure/core-rest-pipeline';

/** What a failed request tells, however it failed. */
export interface ServiceFailure {
  /** HTTP status; for a failed transaction the one inside it. `undefined` when no answer came. */
  readonly status: number | undefined;
  /** The service's error code, such as `ServerBusy`; of a request without an answer the system's, such as `ECONNRESET`. */
  readonly serviceCode: string | undefined;
  /** The service's message, first line. In a transaction it begins with the index of the operation that failed. */
  readonly message: string;
  /** How long the service asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

/** Headers of an answer. */
export interface ReadableHeaders {
  /** The value of a header, its name in any case; `undefined` when it is missing. */
  get(name: string): string | undefined;
}

/** The failure an error body describes: OData JSON, or the XML of the service's front end. */
export function readErrorBody(status: number, body: string, headers?: ReadableHeaders): ServiceFailure {
  const error = parseOData(body);
  return {
    status,
    serviceCode:
      nonEmpty(error?.code) ?? nonEmpty(headers?.get('x-ms-error-code')) ?? /<(?:\w+:)?code>([^<]+)</i.exec(body)?.[1],
    message: firstLine(error?.message ?? /<(?:\w+:)?message[^>]*>([^<]+)</i.exec(body)?.[1] ?? ''),
    retryAfterMs: headers === undefined ? undefined : readRetryAfter(headers),
  };
}

/**
 * The failure a client threw, or `undefined` when it is none of the service or the network.
 *
 * The client puts the service's code of a single operation in `details`, of a transaction in `code`; a `code` without a
 * status is the network's.
 */
export function readThrownFailure(thrown: unknown): ServiceFailure | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const { statusCode, code, details, response } = thrown as Error & {
    statusCode?: number;
    code?: unknown;
    details?: { errorCode?: string; odataError?: { code?: string; message?: { value?: string } } };
    response?: PipelineResponse;
  };
  const status = typeof statusCode === 'number' ? statusCode : undefined;
  // Node's own ERR_… codes are misuse, not the network.
  const systemCode = typeof code === 'string' && !code.startsWith('ERR_') ? nonEmpty(code) : undefined;
  if (status === undefined && systemCode === undefined) return undefined;
  const headers = response?.headers;
  return {
    status,
    serviceCode:
      nonEmpty(details?.odataError?.code) ??
      nonEmpty(details?.errorCode) ??
      nonEmpty(headers?.get('x-ms-error-code')) ??
      systemCode,
    message: firstLine(details?.odataError?.message?.value ?? thrown.message),
    retryAfterMs: headers === undefined ? undefined : readRetryAfter(headers),
  };
}

function parseOData(body: string): { code?: string; message?: string } | undefined {
  try {
    const error = JSON.parse(body)?.['odata.error'];
    return { code: error?.code, message: error?.message?.value };
  } catch {
    return undefined; // not JSON: an XML body, or none
  }
}

/** https://learn.microsoft.com/rest/api/cosmos-db/common-cosmosdb-rest-response-headers and RFC 9110 §10.2.3; dates are not used by the service. */
function readRetryAfter(headers: ReadableHeaders): number | undefined {
  for (const [name, factor] of [
    ['retry-after-ms', 1],
    ['x-ms-retry-after-ms', 1],
    ['retry-after', 1000],
  ] as const) {
    const value = Number.parseFloat(headers.get(name) ?? '');
    if (value >= 0) return value * factor;
  }
  return undefined;
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
const firstLine = (text: string): string => text.split('\n', 1)[0]?.trim() ?? '';
