import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { NetworkTimings } from '../src/diagnostics/network-timings.ts';
import type { Transport } from '../src/effects/transport.ts';
import { undiciTransport } from '../src/effects/undici-transport.ts';
import { selfSignedCertificate } from './fakes/certificate.ts';
import { fakeAccount, readOrder } from './fakes/fake-account.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

async function listen(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  for (const event of ['connection', 'secureConnection']) server.on(event, (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, 'localhost'), 'listening');
  cleanups.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return `localhost:${(server.address() as AddressInfo).port}`;
}

function open(transport: Transport): Transport {
  cleanups.push(() => transport.close?.());
  return transport;
}

async function timed(transport: Transport, url: string): Promise<NetworkTimings> {
  const timings: NetworkTimings = {};
  await transport.send({ method: 'GET', url, headers: {}, timeoutMs: 5_000, timings });
  return timings;
}

const answer: RequestListener = (_, response) => void response.end('all of it');
const aTime = expect.any(Number);

describe('the timings of undiciTransport', () => {
  it('tell of name, connection, encryption, wait and body, and next time that the connection was there', async () => {
    const certificate = await selfSignedCertificate();
    const url = `https://${await listen(createHttpsServer(certificate, answer))}/`;
    const transport = open(undiciTransport({ emulatorCertificate: 'trust', maxConnectionsPerEndpoint: 1 }));
    const first = await timed(transport, url);
    expect(first).toEqual({
      connectionWaitMs: aTime,
      isConnectionReused: false,
      dnsMs: aTime,
      connectMs: aTime,
      tlsMs: aTime,
      firstByteMs: aTime,
      bodyMs: aTime,
    });
    const { connectionWaitMs = 0, dnsMs = 0, connectMs = 0, tlsMs = 0 } = first;
    for (const partMs of Object.values(first)) expect(Number(partMs)).toBeGreaterThanOrEqual(0);
    expect(connectionWaitMs).toBeGreaterThanOrEqual(dnsMs + connectMs + tlsMs);
    expect(await timed(transport, url)).toEqual({
      connectionWaitMs: aTime,
      isConnectionReused: true,
      firstByteMs: aTime,
      bodyMs: aTime,
    });
  });

  it('have no encryption over http, and no name for an address', async () => {
    const url = `http://${await listen(createHttpServer(answer))}/`;
    const timings = await timed(open(undiciTransport()), url);
    expect(timings).not.toHaveProperty('tlsMs');
    expect(timings.isConnectionReused).toBe(false);
    const server = createHttpServer(answer);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    cleanups.push(() => server.close());
    const direct = await timed(open(undiciTransport()), `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(Object.keys(direct).sort()).toEqual([
      'bodyMs',
      'connectMs',
      'connectionWaitMs',
      'firstByteMs',
      'isConnectionReused',
    ]);
  });

  it('are each request’s own, when many run at once', async () => {
    const url = `http://${await listen(createHttpServer(answer))}/`;
    const transport = open(undiciTransport({ maxConnectionsPerEndpoint: 3 }));
    const untimed = transport.send({ method: 'GET', url, headers: {} });
    const all = await Promise.all(Array.from({ length: 20 }, () => timed(transport, url)));
    await untimed;
    // The first request of one of the three connections is the one that asks for nothing.
    expect(all.filter(({ isConnectionReused }) => isConnectionReused === false)).toHaveLength(2);
    expect(all.every(({ firstByteMs }) => firstByteMs !== undefined)).toBe(true);
  });

  it('go as far as the request went', async () => {
    const url = `http://${await listen(createHttpServer(({ socket }) => void socket.destroy()))}/`;
    const timings: NetworkTimings = {};
    const sending = open(undiciTransport()).send({ method: 'GET', url, headers: {}, timings });
    await expect(sending).rejects.toMatchObject({ requestSent: 'unknown' });
    expect(timings).toMatchObject({ connectionWaitMs: aTime, connectMs: aTime, isConnectionReused: false });
    expect(timings).not.toHaveProperty('firstByteMs');
  });
});

describe('diagnostics.networkTimings', () => {
  it('has the timings of every attempt, also of those that failed', async () => {
    const { createDriver, transport } = fakeAccount({ runtime: { diagnostics: { networkTimings: true } } });
    const { send } = transport;
    transport.send = (request) => {
      Object.assign(request.timings ?? {}, { connectionWaitMs: 1, isConnectionReused: true, firstByteMs: 7 });
      return send(request);
    };
    const driver = await createDriver();
    transport.next({ status: 503 }, { status: 200 });
    const { diagnostics } = await driver.executeOperation(readOrder);
    const timings = { connectionWaitMs: 1, isConnectionReused: true, firstByteMs: 7 };
    expect(diagnostics.requests.map(({ networkTimings }) => networkTimings)).toEqual([timings, timings]);
    expect(JSON.parse(diagnostics.render('detailed')).requests[1].network_timings).toEqual({
      connection_wait_ms: 1,
      is_connection_reused: true,
      first_byte_ms: 7,
    });
  });

  it('asks for nothing by default', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 200 });
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(transport.requests[0]?.timings).toBeUndefined();
    expect(diagnostics.requests[0]?.networkTimings).toBeUndefined();
    expect(JSON.parse(diagnostics.render('detailed')).requests[0]).not.toHaveProperty('network_timings');
  });
});
