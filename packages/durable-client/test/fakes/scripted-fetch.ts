import type { FetchFunction } from '@perdura/durable-client';

/** An answer the script gives. */
export interface ScriptedReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request the script received. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A `fetch` that answers from a list, in order, and keeps what it was asked. An `Error` in the list is thrown. */
export function scriptedFetch(replies: readonly (ScriptedReply | Error)[]): {
  readonly fetch: FetchFunction;
  readonly requests: readonly RecordedRequest[];
} {
  const requests: RecordedRequest[] = [];
  const fetch: FetchFunction = async (request) => {
    const { method, url, headers } = request;
    const reply = replies[requests.length];
    requests.push({ method, url, headers, body: await request.text() });
    if (reply === undefined)
      throw new Error(`The script has no answer for request ${requests.length}: ${method} ${url}`);
    if (reply instanceof Error) throw reply;
    return new Response(reply.body === undefined || reply.body === '' ? null : reply.body, {
      status: reply.status,
      headers: reply.headers ?? {},
    });
  };
  return { fetch, requests };
}
