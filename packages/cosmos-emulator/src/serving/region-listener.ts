import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { EmulatorError } from '../errors/emulator-error.ts';
import { refuse } from '../responses/answer.ts';
import { type Connections, followConnections } from './connections.ts';
import type { TlsIdentity } from './listen-options.ts';
import { announcesTooLargeBody } from './read-body.ts';
import { endWithResponse, refusalOfMalformed } from './refuse-malformed.ts';
import { type RequestServer, respondOverHttp } from './respond-over-http.ts';

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
  /** Stops listening and breaks every connection. */
  shut(): Promise<void>;
  /** Stops listening, lets requests that have arrived be answered for a second, and ends every connection. */
  close(): Promise<void>;
}

/** What a port is opened with. */
export interface ListenerOptions {
  readonly host: string;
  /** `0` takes any free one. */
  readonly port: number;
  /** `undefined` serves plain HTTP. */
  readonly tls: TlsIdentity | undefined;
  readonly requests: RequestServer;
}

interface OpenServer {
  readonly server: Server;
  readonly connections: Connections;
}

/** Session tokens and partition keys of other clients may be long; Node's own limit is 16 kB. */
const maxHeaderBytes = 128 * 1024;

/** A client that opens a thousand connections at once waits a second for those that Node's own limit of 511 drops. */
const backlog = 4096;

/** How long requests that have arrived may take when a port closes. */
const closingMs = 1000;

/**
 * Listens on a port.
 *
 * @throws {EmulatorError} `port-unavailable`.
 */
export async function openRegionListener(options: ListenerOptions): Promise<RegionListener> {
  const first = await listen(options);
  const { port } = first.server.address() as AddressInfo;
  // Changes wait for each other, so that two of them never open the port twice.
  let current: Promise<OpenServer | undefined> = Promise.resolve(first);
  const change = async (next: (open: OpenServer | undefined) => Promise<OpenServer | undefined>): Promise<void> => {
    const changed = current.then(next);
    current = changed.catch(() => undefined);
    await changed;
  };
  const closeWithin = (graceMs: number) =>
    change(async (open) => {
      if (open !== undefined) await close(open, graceMs);
      return undefined;
    });
  return {
    port,
    open: () => change(async (open) => open ?? (await listen({ ...options, port }))),
    shut: () => closeWithin(0),
    close: () => closeWithin(closingMs),
  };
}

function listen({ host, port, tls, requests }: ListenerOptions): Promise<OpenServer> {
  // A request without a host is refused as any other bad request is, with a body.
  const shape = { keepAlive: true, maxHeaderSize: maxHeaderBytes, requireHostHeader: false };
  const server = tls === undefined ? createServer(shape) : createTlsServer({ ...shape, key: tls.key, cert: tls.cert });
  // Clients keep connections for as long as they like; a connection we end ourselves would race with their next request.
  server.keepAliveTimeout = 0;
  const connections = followConnections(server);
  answerRequests(server, requests, connections);
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      reject(
        new EmulatorError('port-unavailable', `Cannot listen on ${host}, port ${port}: ${cause.message}`, { cause }),
      );
    });
    server.listen({ port, host, backlog }, () => resolve({ server, connections }));
  });
}

function answerRequests(server: Server, requests: RequestServer, connections: Connections): void {
  server.on('request', (request, response) => {
    // Whatever cannot be written ends this connection, not the process.
    respondOverHttp(request, response, requests, connections).catch(() => response.destroy());
  });
  server.on('checkContinue', (request, response) => {
    if (!announcesTooLargeBody(request)) response.writeContinue();
    server.emit('request', request, response);
  });
  server.on('connect', (_request, socket) => {
    endWithResponse(socket, requests.refuse(refuse(405, 'The emulator is not a proxy.')));
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const refusal = refusalOfMalformed(error.code);
    if (refusal === undefined || !socket.writable) socket.destroy();
    else endWithResponse(socket, requests.refuse(refusal));
  });
}

function close({ server, connections }: OpenServer, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if (graceMs === 0) {
      connections.close(0);
      server.closeAllConnections();
    } else connections.close(graceMs);
  });
}
