import { getEventListeners, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { kyTransport } from '../src/effects/ky-transport.ts';
import { isAnswerTooLarge, type Transport, type TransportRequest } from '../src/effects/transport.ts';
import { undiciTransport } from '../src/effects/undici-transport.ts';
import { classifyFailure } from '../src/response/classify-failure.ts';

/** What a server of the contract does, by path. */
const routes: Record<string, (request: IncomingMessage, response: ServerResponse, body: string) => void> = {
  '/echo': ({ method, headers }, response, body) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'X-Answer': 'yes' });
    response.end(JSON.stringify({ method, body, tenant: headers['x-tenant'], agent: headers['user-agent'] }));
  },
  '/missing': (_, response) => response.writeHead(404, { 'x-ms-substatus': '1003' }).end('{"code":"NotFound"}'),
  '/throttled': (_, response) => response.writeHead(429, { 'retry-after': '1' }).end(),
  '/broken': (_, response) => response.writeHead(503).end(),
  '/empty': (_, response) => response.writeHead(204).end(),
  '/elsewhere': (_, response) => response.writeHead(302, { location: '/echo' }).end(),
  '/a%20b%25': (_, response) => response.writeHead(200).end('encoded'),
  '/reset': (request) => request.socket.destroy(),
  '/half': (request, response) => {
    response.writeHead(200, { 'content-length': '10' }).write('half');
    setImmediate(() => request.socket.destroy());
  },
  '/silent': () => undefined,
  '/trickle': (request, response) => {
    response.writeHead(200);
    const drops = setInterval(() => response.write('.'), 10);
    request.socket.once('close', () => clearInterval(drops));
  },
  '/announced': (_, response) => response.writeHead(200, { 'content-length': '2000' }).end('x'.repeat(2000)),
  '/announced-only': (_, response) => response.writeHead(200, { 'content-length': '2000' }).flushHeaders(),
  '/chunked': (_, response) => {
    response.writeHead(200).write('x'.repeat(600));
    setImmediate(() => response.end('x'.repeat(600)));
  },
};

/**
 * Tries with more and more time, as long as the end is one of those that come too early: how soon a request leaves and an answer begins
 * is up to the machine.
 */
async function withEnoughTime(attempt: (timeoutMs: number) => Promise<string>, ...tooEarly: string[]): Promise<string> {
  for (let timeoutMs = 40; ; timeoutMs *= 2) {
    const end = await attempt(timeoutMs);
    if (!['not-sent', ...tooEarly].includes(end)) return end;
  }
}

describe.each<[string, () => Transport]>([
  ['undiciTransport', undiciTransport],
  ['kyTransport', kyTransport],
])('%s', (_, create) => {
  let server: Server;
  let url: string;
  const transport = create();
  const hits: string[] = [];

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      hits.push(request.url ?? '');
      routes[request.url ?? '']?.(request, response, body);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await transport.close?.();
    server.closeAllConnections();
    server.close();
  });

  const get = (path: string, more: Partial<TransportRequest> = {}) =>
    transport.send({ method: 'GET', url: url + path, headers: {}, ...more });
  const failureOf = async (sending: Promise<unknown>) => {
    const error: unknown = await sending.then(
      () => expect('an answer').toBe('a failure'),
      (caught) => caught,
    );
    return classifyFailure(error).requestSent;
  };

  it('sends method, headers and body, and reads status, headers and body', async () => {
    const response = await transport.send({
      method: 'POST',
      url: `${url}/echo`,
      headers: { 'x-tenant': 'a', 'user-agent': 'test/1', 'content-type': 'application/json' },
      body: new TextEncoder().encode('{"ü":1}'),
    });
    expect(response.status).toBe(200);
    expect(response.headers['x-answer']).toBe('yes');
    expect(JSON.parse(new TextDecoder().decode(response.body))).toEqual({
      method: 'POST',
      body: '{"ü":1}',
      tenant: 'a',
      agent: 'test/1',
    });
  });

  it('answers whatever the status is, once', async () => {
    hits.length = 0;
    expect(await get('/missing')).toMatchObject({ status: 404, headers: { 'x-ms-substatus': '1003' } });
    expect((await get('/throttled')).status).toBe(429);
    expect((await get('/broken')).status).toBe(503);
    expect(hits).toEqual(['/missing', '/throttled', '/broken']);
  });

  it('answers an empty body with no bytes', async () => {
    expect((await get('/empty')).body).toHaveLength(0);
  });

  it('follows no redirect, and so shows its credential to no other host', async () => {
    hits.length = 0;
    const headers = { authorization: 'secret' };
    expect(await get('/elsewhere', { headers })).toMatchObject({ status: 302, headers: { location: '/echo' } });
    expect(hits).toEqual(['/elsewhere']);
  });

  it('takes an answer of the longest length, in pieces or not, and refuses one that is longer', async () => {
    expect((await get('/announced', { maxResponseBytes: 2000 })).body).toHaveLength(2000);
    expect((await get('/chunked', { maxResponseBytes: 1200 })).body).toHaveLength(1200);
    for (const [path, maxResponseBytes] of [
      ['/announced', 1999],
      ['/chunked', 1199],
      ['/chunked', 500],
      // Its body never comes: it is refused by what its head says.
      ['/announced-only', 1999],
    ] as const) {
      const error: unknown = await get(path, { maxResponseBytes }).catch((caught: unknown) => caught);
      expect(isAnswerTooLarge(error)).toBe(true);
      expect(classifyFailure(error).requestSent).toBe('sent');
    }
  });

  it('leaves the path as it is', async () => {
    expect((await get('/a%20b%25')).status).toBe(200);
  });

  it('knows that a refused connection, or an unknown host, got nothing', async () => {
    const port = (server.address() as AddressInfo).port;
    const refused = transport.send({ method: 'GET', url: `http://[::1]:${port}/echo`, headers: {} });
    expect(await failureOf(refused)).toBe('not-sent');
    const unknown = transport.send({ method: 'GET', url: 'http://nowhere.invalid/', headers: {} });
    expect(await failureOf(unknown)).toBe('not-sent');
  });

  it('does not know what came of a connection that broke before the answer', async () => {
    expect(await failureOf(get('/reset'))).toBe('unknown');
  });

  it('knows that a request whose answer broke off was sent', async () => {
    expect(await failureOf(get('/half'))).toBe('sent');
  });

  it('gives up after the timeout, not knowing what came of the request', async () => {
    const giveUp = (timeoutMs: number) => failureOf(get('/silent', { timeoutMs }));
    expect(await withEnoughTime(giveUp)).toBe('unknown');
  });

  it('limits the time for the whole answer, not for each piece of it', async () => {
    const giveUp = (timeoutMs: number) => failureOf(get('/trickle', { timeoutMs }));
    expect(await withEnoughTime(giveUp, 'unknown')).toBe('sent');
  });

  it('keeps the reason of a signal that is aborted', async () => {
    const controller = new AbortController();
    const waiting = get('/silent', { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(waiting).rejects.toThrow('enough');
  });

  it('stops when the signal is aborted, before and during a request', async () => {
    await expect(get('/echo', { signal: AbortSignal.abort() })).rejects.toThrow();
    const controller = new AbortController();
    const waiting = get('/silent', { signal: controller.signal, timeoutMs: 5000 });
    setImmediate(() => controller.abort());
    await expect(waiting).rejects.toThrow();
  });

  it('leaves no listener on a signal that many requests share, and no timer', async () => {
    const { signal } = new AbortController();
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    const fresh = create();
    const request = { method: 'GET', url: `${url}/echo`, headers: {}, signal, timeoutMs: 5000 };
    for (let index = 0; index < 5; index++) await fresh.send(request);
    // A stream closes one turn after its last byte.
    await new Promise(setImmediate);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    expect(timers()).toBe(before);
    await fresh.close?.();
  });

  it('refuses options it does not have', () => {
    expect(() => (create as (options: unknown) => Transport)({ timeout: 3 })).toThrow('Unknown option "timeout"');
  });
});

describe('the emulator’s transport', () => {
  it('satisfies the port', async () => {
    const account = createEmulator({ regions: ['East US'] });
    const transport: Transport = account.transport();
    const { status } = await transport.send({ method: 'GET', url: account.endpoint, headers: {} });
    expect(status).toBe(401);
    await account.close();
    const afterwards: unknown = await transport
      .send({ method: 'GET', url: account.endpoint, headers: {} })
      .catch((error) => error);
    expect(classifyFailure(afterwards).requestSent).toBe('not-sent');
  });
});
