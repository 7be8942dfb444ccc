import type { HttpCall } from '../tasks/call.ts';
import type { HttpRequest, HttpResponse } from '../tasks/http-request.ts';

/** The latest point in time a `Date` can hold (ECMAScript, Time Values and Time Range). */
const latestDateMs = 8.64e15;

/** Headers that speak of a body; a poll has none. */
const ofBodies: ReadonlySet<string> = new Set(['content-type', 'content-length', 'content-encoding']);

/** Headers that prove who asks: for the address they were given for, and no other. */
const credentials: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** When to ask again, and what. */
export interface NextPoll {
  /** When the pause ends, in milliseconds since 1970. */
  readonly fireAtMs: number;
  /** The request to send then. */
  readonly call: HttpCall;
}

/** Reads what a host records of an answer: `{ statusCode, headers, content }`. `undefined` when it is none. */
export function readHttpResponse(recorded: unknown): HttpResponse | undefined {
  if (typeof recorded !== 'object' || recorded === null) return undefined;
  const { statusCode, headers, content } = recorded as Readonly<Record<string, unknown>>;
  if (typeof statusCode !== 'number' || !Number.isInteger(statusCode)) return undefined;
  if (headers != null && typeof headers !== 'object') return undefined;
  if (content != null && typeof content !== 'string') return undefined;
  const entries = Object.entries(headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    Array.isArray(value) ? value.join(', ') : String(value),
  ]);
  return Object.freeze({
    status: statusCode,
    headers: Object.freeze(Object.fromEntries(entries)),
    content: content ?? '',
  });
}

/**
 * Decides whether an answer is final or says where to look later: status 202 with a `Location`, as the extension takes it.
 *
 * The poll is a GET of that place, with the headers of the request less those of a body and the key of a function. Credentials
 * do not follow to another origin.
 *
 * @param pauseMs  The pause where the answer has no `Retry-After`.
 * @returns `undefined` when the answer is final.
 */
export function nextPoll(
  { request, ...call }: HttpCall,
  response: HttpResponse,
  nowMs: number,
  pauseMs: number,
): NextPoll | undefined {
  const { location, 'retry-after': retryAfter } = response.headers;
  if (call.polling === 'nobody' || response.status !== 202 || !location) return undefined;
  const target = URL.parse(location, request.uri);
  if (target === null || !/^https?:$/.test(target.protocol)) return undefined;
  const isSameOrigin = target.origin === new URL(request.uri).origin;
  const { tokenSource, timeoutMs } = request;
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => {
    const key = name.toLowerCase();
    return key !== 'x-functions-key' && !ofBodies.has(key) && (isSameOrigin || !credentials.has(key));
  });
  const poll: HttpRequest = Object.freeze({
    method: 'GET',
    uri: target.href,
    ...(headers.length > 0 && { headers: Object.freeze(Object.fromEntries(headers)) }),
    ...(tokenSource !== undefined && isSameOrigin && { tokenSource }),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
  const fireAtMs = Math.min(nowMs + (pauseOf(retryAfter, nowMs) ?? pauseMs), latestDateMs);
  return { fireAtMs, call: { ...call, request: poll, attempt: { number: 1, firstAtMs: fireAtMs } } };
}

/** Milliseconds that a `Retry-After` asks for: seconds, or a date (RFC 9110 section 10.2.3). */
function pauseOf(retryAfter: string | undefined, nowMs: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const atMs = Date.parse(retryAfter);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
