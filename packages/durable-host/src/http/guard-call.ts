import type { AccessRules } from './access-rules.ts';
import { type ApiAnswer, type ApiCall, emptyAnswer, errorAnswer } from './api-call.ts';
import { hasCode } from './has-code.ts';

/** What a page of an allowed origin may send, and may read of an answer; beside what every page may. */
const preflightHeaders = {
  'access-control-allow-methods': 'GET, POST, DELETE',
  'access-control-allow-headers': 'content-type, x-functions-key, x-ms-continuation-token, traceparent, tracestate',
  'access-control-max-age': '600',
};
const readableHeaders = 'location, retry-after, x-ms-continuation-token';

/**
 * Answers a request if whoever sent it may use the API.
 *
 * A page of another host can make a browser post to this machine without asking first, so the loopback interface alone
 * is no protection from it: what a browser sends for a page of another origin is refused unless that origin is allowed.
 */
export async function guardCall(
  call: ApiCall,
  { code, allowedOrigins }: AccessRules,
  answer: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  const origin = call.header('origin');
  const isFromElsewhere = origin !== undefined && !isOriginOf(call.url, origin);
  if (isFromElsewhere && !allowedOrigins.includes(origin)) {
    return errorAnswer(403, 'Pages of other origins may not use this host.');
  }
  if (!isFromElsewhere) return checkCode(call, code, answer);
  if (call.method === 'OPTIONS' && call.header('access-control-request-method') !== undefined) {
    return shareWith(origin, { ...emptyAnswer(204), headers: preflightHeaders });
  }
  return shareWith(origin, await checkCode(call, code, answer));
}

async function checkCode(
  call: ApiCall,
  code: string | undefined,
  answer: () => Promise<ApiAnswer>,
): Promise<ApiAnswer> {
  if (code === undefined || hasCode(call, code)) return answer();
  // Without a body, as Azure Functions answers a missing or wrong key.
  return emptyAnswer(401);
}

function isOriginOf(url: URL, origin: string): boolean {
  return URL.canParse(origin) && new URL(origin).host === url.host;
}

/** @see https://fetch.spec.whatwg.org/#http-responses */
function shareWith(origin: string, answer: ApiAnswer): ApiAnswer {
  const shared = {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': readableHeaders,
    vary: 'origin',
  };
  return { ...answer, headers: { ...answer.headers, ...shared } };
}
