import type { DurableHost } from '@perdura/durable-host';

/** An answer of the HTTP API with its body parsed. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  readonly body: any;
}

/** Sends one request to the HTTP API of a host, in process. */
export async function callApi(host: DurableHost, method: string, path: string, body?: unknown): Promise<ApiResponse> {
  const init = { method, headers: { 'content-type': 'application/json' } };
  const request = new Request(
    `http://hub.example/runtime/webhooks/durabletask${path}`,
    body === undefined ? init : { ...init, body: JSON.stringify(body) },
  );
  const { status, headers, ...response } = await answerOf(host, request);
  return { status, headers, body: response.text === '' ? undefined : JSON.parse(response.text) };
}

async function answerOf(host: DurableHost, request: Request) {
  const response = await host.fetch(request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}
