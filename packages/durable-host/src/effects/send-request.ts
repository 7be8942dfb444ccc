import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** A request, as data. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; absent for none. */
  readonly body?: string | undefined;
  /** How long the whole exchange may take, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The answer to a request, whatever its status. */
export interface IncomingAnswer {
  readonly status: number;
  readonly body: string;
}

/** The request took longer than it may. */
export class RequestTimeout extends Error {
  override readonly name: string = 'RequestTimeout';
}

/** Sends requests over connections that are kept between them. */
export interface RequestSender {
  /**
   * Sends one request.
   *
   * @throws {RequestTimeout} when the time is up, and whatever keeps the answer from coming otherwise.
   */
  send(request: OutgoingRequest): Promise<IncomingAnswer>;
  /** Closes the connections. */
  close(): void;
}

/**
 * Sends by `node:http`: `fetch` of Node gives up on an answer that takes more than five minutes to begin, as that of an activity may.
 */
export function requestSender(): RequestSender {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  return {
    send: (request) => sendOnce(request, agents),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function sendOnce(
  { method, url, headers, body = '', timeoutMs, signal }: OutgoingRequest,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
): Promise<IncomingAnswer> {
  return new Promise((resolve, reject) => {
    const isSecure = url.protocol === 'https:';
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, signal };
    const request: ClientRequest = isSecure
      ? httpsRequest(url, { ...options, agent: agents.https })
      : httpRequest(url, { ...options, agent: agents.http });
    const timer = setTimeout(() => request.destroy(new RequestTimeout(`No answer within ${timeoutMs} ms`)), timeoutMs);
    request.once('close', () => clearTimeout(timer));
    request.once('error', reject);
    request.once('response', (response) => {
      readBody(response).then((text) => resolve({ status: response.statusCode ?? 0, body: text }), reject);
    });
    request.end(body);
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
