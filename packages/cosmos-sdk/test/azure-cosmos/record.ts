/** What a scenario saw, as JSON. */
export type Seen = Record<string, unknown>;

const changing = new Set(['_rid', '_ts', '_self', '_etag', '_lsn', 'offerResourceId', 'resource']);

/** A resource without what differs from run to run; what was there is said. */
export function stable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stable);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, changing.has(name) ? typeof each : stable(each)]);
  return Object.fromEntries(entries);
}

interface AnyResponse {
  readonly resource?: unknown;
  readonly statusCode: number;
  readonly substatus?: number;
  readonly etag?: string;
  readonly headers: object;
  readonly requestCharge: number;
  readonly activityId: string;
}

/** What a response says, without what differs from run to run. */
export function responseOf(response: AnyResponse): Seen {
  const { resource, statusCode, substatus, etag, headers, requestCharge, activityId } = response;
  return {
    class: response.constructor.name,
    statusCode,
    substatus,
    resource: stable(resource),
    etag: typeof etag,
    charged: requestCharge > 0,
    activityId: typeof activityId,
    sessionToken: typeof (headers as Record<string, unknown>)['x-ms-session-token'],
  };
}

/** What an error says: its class and codes, not its words; nor ids of requests, which what is refused here has none of. */
export function errorOf(error: unknown): Seen {
  const { code, substatus, body, retryAfterInMs, cause } = error as Record<string, unknown>;
  return {
    class: (error as object).constructor.name,
    isError: error instanceof Error,
    name: (error as Error).name,
    hasMessage: typeof (error as Error).message === 'string' && (error as Error).message !== '',
    code,
    substatus,
    bodyCode: (body as { readonly code?: string } | undefined)?.code,
    retryAfter: typeof retryAfterInMs,
    cause: isServiceError(cause) ? errorOf(cause) : undefined,
  };
}

/** Causes of our own are none of theirs: only those that both have are compared. */
function isServiceError(cause: unknown): boolean {
  return cause instanceof Error && cause.constructor.name === 'ErrorResponse';
}

/** What became of a call: its answer as `read` sees it, or its error. */
export async function outcome<T>(call: () => Promise<T> | T, read: (answer: T) => unknown): Promise<unknown> {
  try {
    return read(await call());
  } catch (error) {
    return { threw: errorOf(error) };
  }
}
