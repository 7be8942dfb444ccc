import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EmulatorError } from '../errors/emulator-error.ts';
import { maxBodyBytes } from '../requests/read-json-body.ts';
import type { WireRequest } from '../requests/wire-request.ts';
import type { Served } from './serve-request.ts';
import { wait } from './wait.ts';

/** Answers a request that arrived at a host name. */
export type Serve = (request: WireRequest, hostName: string) => Served;

/**
 * One region's port.
 *
 * Owns a server that may be shut and opened again on the same port; while it is shut, connecting is refused.
 */
export interface RegionListener {
  /** The port; stays the same for good. */
  readonly port: number;
  /** Listens again; nothing happens when it does already. */
  open(): Promise<void>;
  /** Stops listening and ends every connection. */
  shut(): Promise<void>;
}

/** Session tokens and partition keys of other clients may be long; Node's own limit is 16 kB. */
const maxHeaderBytes = 128 * 1024;

/** A client that opens a thousand connections at once waits a second for those that Node's own limit of 511 drops. */
const backlog = 4096;

/**
 * Listens on a port.
 *
 * @param port  `0` takes any free one.
 * @throws {EmulatorError} `port-unavailable`.
 */
export async function openRegionListener(host: string, port: number, serve: Serve): Promise<RegionListener> {
  const first = await listen(host, port, serve);
  const { port: actualPort } = first.address() as AddressInfo;
  // Changes wait for each other, so that two of them never open the port twice.
  let current: Promise<Server | undefined> = Promise.resolve(first);
  const change = async (next: (server: Server | undefined) => Promise<Server | undefined>): Promise<void> => {
    const changed = current.then(next);
    current = changed.catch(() => undefined);
    await changed;
  };
  return {
    port: actualPort,
    open: () => change(async (server) => server ?? (await listen(host, actualPort, serve))),
    shut: () =>
      change(async (server) => {
        if (server !== undefined) await close(server);
        return undefined;
      }),
  };
}

function listen(host: string, port: number, serve: Serve): Promise<Server> {
  const server = createServer({ keepAlive: true, maxHeaderSize: maxHeaderBytes }, (request, response) => {
    // Whatever cannot be written ends this connection, not the process.
    respond(request, response, serve).catch(() => response.destroy());
  });
  // Clients keep connections for as long as they like; a connection we end ourselves would race with their next request.
  server.keepAliveTimeout = 0;
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new EmulatorError('port-unavailable', `Cannot listen on ${host}, port ${port}: ${cause.message}`, { cause }),
      );
    });
    server.listen({ port, host, backlog }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function respond(request: IncomingMessage, response: ServerResponse, serve: Serve): Promise<void> {
  let body: Uint8Array;
  try {
    body = await readBody(request);
  } catch {
    // The client went away in the middle of its request: there is nobody to answer.
    return;
  }
  const { method = 'GET', url = '/' } = request;
  const path = url.split('?', 1)[0] ?? '/';
  const headers = request.headers as Record<string, string | undefined>;
  let served = serve({ method, path, headers, body }, hostNameOf(headers.host));
  if (served.kind === 'delayed') {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    await wait(served.delayMs, [gone.signal]);
    served = served.serve();
  }
  // The client waits until it, or the emulator, has enough.
  if (served.kind !== 'response' && served.kind !== 'disconnected') return;
  if (served.kind === 'disconnected') {
    request.socket.resetAndDestroy();
    return;
  }
  const { status, headers: responseHeaders, body: responseBody } = served.response;
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, hasBody ? { ...responseHeaders, 'content-length': responseBody.length } : responseHeaders);
  response.end(hasBody ? responseBody : undefined);
}

/** The body; of one that is too large, no more than it takes to tell that. */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    if (length <= maxBodyBytes) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** `127.0.0.1:8081` and `[::1]:8081` without the port. */
function hostNameOf(host: string | undefined): string {
  return host?.replace(/:\d+$/, '') || 'localhost';
}
