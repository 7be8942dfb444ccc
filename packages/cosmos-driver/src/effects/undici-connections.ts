/**
 * How the connections of undici came about, for requests that want to know.
 *
 * 1. Nothing is measured, and no channel listened to, before somebody asks for the first time.
 * 2. undici tells a request when it begins, and right after that, in the same step, a channel which connection it goes over.
 * 3. What making a connection took belongs to the first request that goes over it.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import type { NetworkTimings } from '../diagnostics/network-timings.ts';

type Connector = ReturnType<typeof buildConnector>;
type ConnectionTimings = Pick<NetworkTimings, 'dnsMs' | 'connectMs' | 'tlsMs'>;

let isAsked = false;
const made = new WeakMap<object, ConnectionTimings>();
let beginning: NetworkTimings | undefined;

/** Begins to measure, if that has not begun. */
export function measureConnections(): void {
  if (isAsked) return;
  isAsked = true;
  subscribe('undici:client:sendHeaders', (message) => {
    const timings = beginning;
    beginning = undefined;
    const { socket } = message as { readonly socket: object };
    const connection = made.get(socket);
    made.delete(socket);
    if (timings !== undefined) Object.assign(timings, connection, { isConnectionReused: connection === undefined });
  });
}

/** Tells which request undici begins now. */
export function beginOnConnection(timings: NetworkTimings): void {
  beginning = timings;
  // A request that is given up at this moment goes over none.
  queueMicrotask(() => {
    if (beginning === timings) beginning = undefined;
  });
}

/** The same connector, which notes what its connections took once somebody has asked. */
export function measuredConnector(connect: Connector): Connector {
  return (options, callback) => {
    const startedAtMs = performance.now();
    // Its type says nothing of the socket, which all of undici's connectors answer.
    const socket: unknown = connect(options, callback);
    if (isAsked) watch(socket as Socket, startedAtMs);
    return socket as ReturnType<Connector>;
  };
}

/** Before undici hears of it, which then begins to send at once. */
function watch(socket: Socket, startedAtMs: number): void {
  const timings: ConnectionTimings = {};
  made.set(socket, timings);
  let lastMs = startedAtMs;
  const lap = (): number => {
    const nowMs = performance.now();
    const tookMs = nowMs - lastMs;
    lastMs = nowMs;
    return tookMs;
  };
  socket.prependOnceListener('lookup', () => {
    timings.dnsMs = lap();
  });
  socket.prependOnceListener('connect', () => {
    timings.connectMs = lap();
  });
  socket.prependOnceListener('secureConnect', () => {
    timings.tlsMs = lap();
  });
}
