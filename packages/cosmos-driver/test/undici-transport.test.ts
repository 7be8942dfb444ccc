import { once } from 'node:events';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { kyTransport } from '../src/effects/ky-transport.ts';
import type { Transport } from '../src/effects/transport.ts';
import { undiciTransport } from '../src/effects/undici-transport.ts';
import type { UndiciTransportOptions } from '../src/options/undici-transport-options.ts';
import { classifyFailure } from '../src/response/classify-failure.ts';
import { selfSignedCertificate } from './fakes/certificate.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A transport that is closed after the test. */
function open(options?: UndiciTransportOptions): Transport {
  const transport = undiciTransport(options);
  cleanups.push(() => transport.close?.());
  return transport;
}

/** Starts a server on this machine, stopped after the test; answers its port. */
async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  for (const event of ['connection', 'secureConnection']) server.on(event, (socket: Socket) => sockets.add(socket));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  cleanups.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a server that says what it knows of a request's connection. */
async function listenPlain(): Promise<{ readonly url: string; readonly sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer(({ socket }, response) => {
    sockets.add(socket);
    response.end(socket.remoteAddress);
  });
  return { url: `http://127.0.0.1:${await listen(server)}/`, sockets };
}

/** Starts a TLS server that says which HTTP it spoke, with a certificate nobody knows. */
async function listenSecure(): Promise<{ readonly url: string; readonly cert: string }> {
  const certificate = await selfSignedCertificate();
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    response.end(request.httpVersion);
  });
  return { url: `https://127.0.0.1:${await listen(server)}/`, cert: certificate.cert };
}

const get = (transport: Transport, url: string) =>
  transport.send({ method: 'GET', url, headers: {}, timeoutMs: 5_000 });
const textOf = ({ body }: { readonly body: Uint8Array }) => new TextDecoder().decode(body);
const failureOf = (sending: Promise<unknown>) =>
  sending.then(
    () => 'an answer',
    (error: unknown) => classifyFailure(error).requestSent,
  );

describe('certificates', () => {
  it.each<[string, () => Transport]>([
    ['undiciTransport', open],
    ['kyTransport', kyTransport],
  ])('that nobody vouches for are refused by %s, before anything is sent', async (_, create) => {
    const { url } = await listenSecure();
    expect(await failureOf(get(create(), url))).toBe('not-sent');
  });

  it('are trusted when their authority is given', async () => {
    const { url, cert } = await listenSecure();
    expect((await get(open({ ca: cert }), url)).status).toBe(200);
    expect((await get(open({ ca: [cert] }), url)).status).toBe(200);
  });

  it('of an emulator on this machine are not looked at when told so', async () => {
    const { url } = await listenSecure();
    expect((await get(open({ emulatorCertificate: 'trust' }), url)).status).toBe(200);
    expect(await failureOf(get(open({ emulatorCertificate: 'verify' }), url))).toBe('not-sent');
  });

  it('of any other host are looked at nevertheless', async () => {
    const { url } = await listenSecure();
    // Another name of this machine, which is none of the three that count.
    const elsewhere = url.replace('127.0.0.1', '127.0.0.2');
    const server = createTcpServer((socket) => {
      const onward = connect(Number(new URL(url).port), '127.0.0.1');
      socket.pipe(onward).pipe(socket);
      for (const side of [socket, onward]) side.on('error', () => undefined);
    });
    await once(server.listen(Number(new URL(url).port), '127.0.0.2'), 'listening');
    cleanups.push(() => server.close());
    const transport = open({ emulatorCertificate: 'trust' });
    expect(await failureOf(get(transport, elsewhere))).toBe('not-sent');
    expect((await get(transport, url)).status).toBe(200);
  });
});

describe('undiciTransport', () => {
  it('speaks HTTP/1.1, and HTTP/2 when that is allowed', async () => {
    const { url, cert: ca } = await listenSecure();
    expect(textOf(await get(open({ ca }), url))).toBe('1.1');
    const transport = open({ ca, http2Allowed: true });
    const { origin } = new URL(url);
    expect(transport.httpVersion?.(origin)).toBeUndefined();
    expect(textOf(await get(transport, url))).toBe('2.0');
    expect(transport.httpVersion?.(origin)).toBe('http2');
  });

  it('keeps connections for the next requests', async () => {
    const { url, sockets } = await listenPlain();
    const transport = open();
    for (let count = 0; count < 9; count++) await get(transport, url);
    // A connection is free again one turn after its answer, so two take turns.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it('opens as many connections as it may', async () => {
    const { url, sockets } = await listenPlain();
    const transport = open({ maxConnectionsPerEndpoint: 2 });
    await Promise.all(Array.from({ length: 10 }, () => get(transport, url)));
    expect(sockets.size).toBe(2);
  });

  it('lets TCP ask after the time it is told, and of its own', async () => {
    const { url } = await listenPlain();
    const asked: unknown[] = [];
    const { setKeepAlive } = Socket.prototype;
    cleanups.push(() => {
      Socket.prototype.setKeepAlive = setKeepAlive;
    });
    Socket.prototype.setKeepAlive = function (this: Socket, ...args: Parameters<typeof setKeepAlive>) {
      asked.push(args);
      return setKeepAlive.apply(this, args);
    };
    await get(open(), url);
    await get(open({ tcpKeepaliveTimeMs: 7_000 }), url);
    expect(asked).toEqual([
      [true, 1_000],
      [true, 7_000],
    ]);
  });

  it('waits for a connection as long as it is told', async () => {
    // Takes connections, and never says a word of TLS.
    const port = await listen(createTcpServer(() => undefined));
    const error: unknown = await get(open({ connectTimeoutMs: 100 }), `https://127.0.0.1:${port}/`).catch(
      (caught: unknown) => caught,
    );
    expect(classifyFailure(error).requestSent).toBe('not-sent');
    expect(error).toMatchObject({ cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } });
  });

  it.each<[string, Record<string, string>]>([
    ['', {}],
    [', though the server would keep them longer', { 'keep-alive': 'timeout=600' }],
  ])('closes idle connections after the time it is told%s', async (_, headers) => {
    const closed: string[] = [];
    const closing = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      request.socket.once('close', () => {
        closed.push(request.url ?? '');
        closing.resolve();
      });
      response.writeHead(200, headers).end();
    });
    // So that it neither says how long it keeps connections, nor closes them.
    server.keepAliveTimeout = 0;
    const url = `http://127.0.0.1:${await listen(server)}`;
    await get(open({ idleConnectionTimeoutMs: 3_600_000 }), `${url}/long`);
    await get(open({ idleConnectionTimeoutMs: 1_000 }), `${url}/short`);
    await closing.promise;
    expect(closed).toEqual(['/short']);
  });

  it('keeps the certificate authorities it was given', async () => {
    const { url, cert } = await listenSecure();
    const ca = [cert];
    const transport = open({ ca });
    ca[0] = 'none';
    expect((await get(transport, url)).status).toBe(200);
  });

  it('goes out from the address it is told', async () => {
    const { url } = await listenPlain();
    expect(textOf(await get(open({ localAddress: '127.0.0.3' }), url))).toBe('127.0.0.3');
  });

  it('knows that a request that still waits for a connection was not sent', async () => {
    const server = createServer(() => undefined);
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const transport = open({ maxConnectionsPerEndpoint: 1 });
    const received = once(server, 'request');
    const stop = new AbortController();
    const first = failureOf(transport.send({ method: 'GET', url, headers: {}, signal: stop.signal }));
    await received;
    expect(await failureOf(transport.send({ method: 'GET', url, headers: {}, timeoutMs: 1 }))).toBe('not-sent');
    stop.abort();
    expect(await first).toBe('unknown');
  });

  it('fails what is under way when it is closed', async () => {
    const received = Promise.withResolvers<void>();
    const server = createServer(() => received.resolve());
    const url = `http://127.0.0.1:${await listen(server)}/`;
    const transport = undiciTransport();
    const sending = failureOf(get(transport, url));
    await received.promise;
    await transport.close?.();
    expect(await sending).toBe('unknown');
    expect(await failureOf(get(transport, url))).toBe('not-sent');
  });

  describe('with proxies in the environment', () => {
    async function listenProxy(): Promise<{ readonly seen: string[] }> {
      const seen: string[] = [];
      const proxy = createServer((request, response) => {
        seen.push(request.url ?? '');
        response.end('by proxy');
      });
      const { HTTP_PROXY, http_proxy } = process.env;
      process.env.HTTP_PROXY = `http://127.0.0.1:${await listen(proxy)}`;
      delete process.env.http_proxy;
      cleanups.push(() => {
        restore('HTTP_PROXY', HTTP_PROXY);
        restore('http_proxy', http_proxy);
      });
      return { seen };
    }

    it('leaves them alone', async () => {
      const { seen } = await listenProxy();
      expect(await failureOf(get(open(), 'http://shop.invalid/'))).toBe('not-sent');
      expect(seen).toEqual([]);
    });

    it('follows them when that is allowed, except for this machine', async () => {
      const { seen } = await listenProxy();
      const { url } = await listenPlain();
      const transport = open({ proxyAllowed: true });
      expect(textOf(await get(transport, 'http://shop.invalid/dbs'))).toBe('by proxy');
      expect(textOf(await get(transport, url))).toBe('127.0.0.1');
      expect(seen).toHaveLength(1);
    });
  });

  it.each<[UndiciTransportOptions, string]>([
    [{ connectTimeoutMs: 99 }, 'from 100 to 6000'],
    [{ connectTimeoutMs: 6_001 }, 'from 100 to 6000'],
    [{ idleConnectionTimeoutMs: 999 }, 'from 1000'],
    [{ tcpKeepaliveTimeMs: 999 }, 'from 1000'],
    [{ maxConnectionsPerEndpoint: 0 }, 'from 1 to 65535'],
    [{ localAddress: 'localhost' }, 'must be an IP address'],
    [{ ca: 'MIIB' }, 'must be PEM text'],
    [{ ca: [] }, 'must be PEM text'],
    [{ emulatorCertificate: 'ignore' as never }, 'must be one of verify, trust'],
  ])('refuses %j', (options, message) => {
    expect(() => undiciTransport(options)).toThrow(TypeError);
    expect(() => undiciTransport(options)).toThrow(message);
  });
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
