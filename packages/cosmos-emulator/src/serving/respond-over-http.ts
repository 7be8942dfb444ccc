import type { IncomingMessage, ServerResponse } from 'node:http';
import type { WireRequest, WireResponse } from '../requests/wire-request.ts';
import { type Refusal, refuse } from '../responses/answer.ts';
import type { Connections } from './connections.ts';
import { readBody } from './read-body.ts';
import { readRequestTarget } from './request-target.ts';
import type { Served } from './served.ts';
import { wait } from './wait.ts';

/** What answers the requests of one port. */
export interface RequestServer {
  /** Answers a request that arrived at a host name. */
  serve(request: WireRequest, hostName: string): Served;
  /** The response to a request that cannot be served at all. */
  refuse(refusal: Refusal): WireResponse;
}

/** How long a client may go on sending a body that is too large, so that it gets to read the answer. */
const lingerMs = 2000;

/** Answers one HTTP request. */
export async function respondOverHttp(
  request: IncomingMessage,
  response: ServerResponse,
  { serve, refuse: refuseUnserved }: RequestServer,
  connections: Connections,
): Promise<void> {
  let end = connections.begin(request.socket);
  response.once('close', () => end());
  const target = readRequestTarget(request.url ?? '/', request.headers.host);
  if (target === undefined || hasAmbiguousHeaders(request)) {
    write(response, refuseUnserved(invalidHeaders), { isLast: true });
    return;
  }
  let received: Awaited<ReturnType<typeof readBody>>;
  try {
    received = await readBody(request);
  } catch {
    // The client went away in the middle of its request: there is nobody to answer.
    return;
  }
  const { method = 'GET' } = request;
  const headers = request.headers as Record<string, string | undefined>;
  let served = serve({ method, path: target.path, headers, body: received.body }, target.hostName);
  while (served.kind === 'delayed' || served.kind === 'pending') {
    if (served.kind === 'pending') {
      served = await served.served;
      continue;
    }
    // Held back on purpose: a port that closes does not wait for it.
    end();
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await wait(served.delayMs, [gone.signal]);
    end = connections.begin(request.socket);
    served = served.serve();
  }
  if (served.kind === 'disconnected') {
    connections.reset(request.socket);
    return;
  }
  if (served.kind === 'unanswered') {
    // The client waits until it, or the emulator, has enough.
    end();
    return;
  }
  write(response, served.response, { isLast: connections.isClosing, rest: received.isWhole ? undefined : request });
}

const invalidHeaders = refuse(400, 'The request is invalid: it needs one valid host, and at most one authorization.');

/** Node keeps the first of several; which one is meant is for nobody to guess. */
function hasAmbiguousHeaders({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0;
  let authorizations = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
    else if (name.length === 13 && name.toLowerCase() === 'authorization') authorizations++;
  }
  return hosts > 1 || authorizations > 1;
}

interface WriteOptions {
  /** Whether the connection ends with this response. */
  readonly isLast: boolean;
  /** The request whose body still arrives; it is discarded, and the connection ends with it. */
  readonly rest?: IncomingMessage | undefined;
}

function write(
  response: ServerResponse,
  { status, headers, body }: WireResponse,
  { isLast, rest }: WriteOptions,
): void {
  if (isLast || rest !== undefined) response.shouldKeepAlive = false;
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, hasBody ? { ...headers, 'content-length': body.length } : headers);
  if (rest === undefined) {
    response.end(hasBody ? body : undefined);
    return;
  }
  // The response is complete for the client; to end the connection while it still writes could lose it.
  response.write(body);
  const timer = setTimeout(() => response.end(), lingerMs);
  response.once('close', () => clearTimeout(timer));
  rest.once('end', () => response.end());
  rest.on('error', () => response.destroy());
  rest.resume();
}
