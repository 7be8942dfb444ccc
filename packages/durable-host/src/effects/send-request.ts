import { type ClientRequest, Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

/** A request, as data. */
export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; absent for none. */
  readonly body?: string | undefined;
  /** How long the exchange may take once it has a connection, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Whether the answer may be long in coming: such requests have connections of their own, so that no other waits for them. */
  readonly isLong: boolean;
}

/** The answer to a request, whatever its status. */
export interface IncomingAnswer {
  readonly status: number;
  readonly body: string;
  /** One header of the answer, by its lower-case name. */
  readonly header: (name: string) => string | undefined;
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

/** Ours: more than one process has use for, and fewer than a process may open by default (1,024). */
const mostConnections = { long: 512, short: 64 };

/**
 * Sends by `node:http`: `fetch` of Node gives up on an answer that takes more than five minutes to begin, as that of an activity may.
 *
 * @param most  Connections at a time, for requests that may be long and for others; what is more waits for one.
 */
export function requestSender(
  most: { readonly long: number; readonly short: number } = mostConnections,
): RequestSender {
  const lanes = { long: openLane(most.long), short: openLane(most.short) };
  return {
    send: (request) => sendOnce(request, request.isLong ? lanes.long : lanes.short),
    close() {
      for (const { http, https } of Object.values(lanes)) {
        http.destroy();
        https.destroy();
      }
    },
  };
}

interface Lane {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function openLane(maxSockets: number): Lane {
  const options = { keepAlive: true, maxSockets };
  return { http: new HttpAgent(options), https: new HttpsAgent(options) };
}

function sendOnce(
  { method, url, headers, body = '', timeoutMs, signal }: OutgoingRequest,
  lane: Lane,
): Promise<IncomingAnswer> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, signal };
    const request: ClientRequest =
      url.protocol === 'https:'
        ? httpsRequest(url, { ...options, agent: lane.https })
        : httpRequest(url, { ...options, agent: lane.http });
    let timeout: RequestTimeout | undefined;
    let timer: NodeJS.Timeout | undefined;
    // a body that breaks off because the time is up only says that it broke off
    const fail = (error: Error) => reject(timeout ?? error);
    request.once('socket', () => {
      timer = setTimeout(() => {
        timeout = new RequestTimeout(`No answer within ${timeoutMs} ms`);
        request.destroy(timeout);
      }, timeoutMs);
    });
    request.once('close', () => clearTimeout(timer));
    request.on('error', fail);
    request.once('response', (response) => {
      const { statusCode: status = 0, headers: given } = response;
      const header = (name: string) => [given[name]].flat()[0];
      readBody(response).then((text) => resolve({ status, body: text, header }), fail);
    });
    request.end(body);
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
