import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { InvocationContext } from '@azure/functions';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { orchestration } from '@perdura/durable-core';
import { DurableHost, type DurableHostOptions, type ListenOptions } from '@perdura/durable-host';
import * as durableFunctions from 'durable-functions';

const greeter = orchestration<string, string>('greeter', async (ctx) => `Hello ${ctx.input}!`);
const code = 'a key / with signs & more=';

let host: DurableHost;
let sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await host.close();
});

async function open(options: Partial<DurableHostOptions> = {}): Promise<void> {
  host = await DurableHost.open({ database: ':memory:', functions: [greeter], ...options });
}

async function listen(listening: ListenOptions = {}): Promise<{ baseUrl: string; port: number }> {
  const { baseUrl } = await host.listen({ port: 0, ...listening });
  return { baseUrl, port: Number(new URL(baseUrl).port) };
}

const api = 'http://hub.example/runtime/webhooks/durabletask';
const ask = (path: string, init?: RequestInit) => host.fetch(new Request(`${api}${path}`, init));

describe('the option code', () => {
  it.each([
    ['without a key', '/instances/', {}],
    ['with a wrong key', '/instances/?code=another', {}],
    ['with the beginning of the key', `/instances/?code=${encodeURIComponent(code.slice(0, -1))}`, {}],
    ['with an empty key', '/instances/?code=', {}],
    ['with a wrong header', '/instances/', { 'x-functions-key': 'another' }],
    ['with a wrong key beside a right header', '/instances/?code=another', { 'x-functions-key': code }],
  ])('refuses a request %s with 401 and no body', async (_what, path, headers) => {
    await open({ code });
    const response = await ask(path, { headers });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['in the query', `/instances/?code=${encodeURIComponent(code)}`, {}],
    ['in the query, in capitals', `/instances/?CODE=${encodeURIComponent(code)}`, {}],
    ['as a header', '/instances/', { 'x-functions-key': code }],
  ])('takes the key %s', async (_what, path, headers) => {
    await open({ code });
    expect((await ask(path, { headers })).status).toBe(200);
  });

  it('guards the local endpoint too, and starts nothing for who has no key', async () => {
    await open({ code });
    const url = 'http://hub.example/durabletask/orchestrators/greeter/one';
    expect((await host.fetch(new Request(url, { method: 'POST' }))).status).toBe(401);
    expect((await ask('/instances/one', { headers: { 'x-functions-key': code } })).status).toBe(404);
  });

  it('is in every URL an answer has, so that whoever started an instance can go on', async () => {
    await open({ code });
    const { baseUrl } = await listen();
    const start = await fetch(`${baseUrl}/orchestrators/greeter?code=${encodeURIComponent(code)}`, {
      method: 'POST',
      body: '"Ada"',
    });
    const urls = (await start.json()) as Record<string, string>;
    for (const [name, url] of Object.entries(urls)) {
      if (name !== 'id') expect(new URL(url).searchParams.get('code')).toBe(code);
    }
    expect(start.headers.get('location')).toBe(urls.statusQueryGetUri);
    await host.whenIdle();
    expect(await (await fetch(String(urls.statusQueryGetUri))).json()).toMatchObject({ output: 'Hello Ada!' });
  });

  it('is in the binding, with which a client gets in', async () => {
    await open({ code });
    const { baseUrl } = await listen();
    const binding = host.clientBinding();
    expect(new URLSearchParams(binding.requiredQueryStringParameters).get('code')).toBe(code);
    const ours = new DurableClient(binding);
    const id = await ours.startNew('greeter', { input: 'Ada' });
    expect(await ours.waitForCompletion(id)).toMatchObject({ output: 'Hello Ada!' });
    const byAddress = new DurableClient({ baseUrl, code });
    expect(await byAddress.queryStatus(id)).toMatchObject({ output: 'Hello Ada!' });
    await expect(new DurableClient({ baseUrl }).queryStatus(id)).rejects.toMatchObject({ status: 401 });
  });
});

it('the DurableClient of durable-functions 3.5 carries the key of its binding', async () => {
  // Unless the process is told a host name, the peer sends every webhook request to port 7071.
  const previousHostName = process.env.WEBSITE_HOSTNAME;
  try {
    await open({ code });
    const { baseUrl } = await listen();
    process.env.WEBSITE_HOSTNAME = new URL(baseUrl).host;
    const input = durableFunctions.input.durableClient();
    const context = new InvocationContext({ functionName: 'http_start', options: { extraInputs: [input] } });
    context.extraInputs.set(input, host.clientBinding());
    const client = durableFunctions.getClient(context);
    const id = await client.startNew('greeter', { input: 'Ada' });
    await host.whenIdle();
    expect((await client.getStatus(id)).output).toBe('Hello Ada!');
  } finally {
    if (previousHostName === undefined) delete process.env.WEBSITE_HOSTNAME;
    else process.env.WEBSITE_HOSTNAME = previousHostName;
  }
});

describe('pages of other origins', () => {
  const page = 'https://app.example';
  const preflight = {
    method: 'OPTIONS',
    headers: {
      origin: page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  };

  it('are refused, and told nothing a browser would hand on', async () => {
    await open();
    for (const init of [{ headers: { origin: page } }, { headers: { origin: 'null' } }, preflight]) {
      const response = await ask('/instances/', init);
      expect(response.status).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('are let in when they are allowed, each by its whole origin', async () => {
    await open({ allowedOrigins: [page], code });
    const headers = { origin: page, 'x-functions-key': code };
    const response = await ask('/instances/', { headers });
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-expose-headers': 'location, retry-after, x-ms-continuation-token',
      vary: 'origin',
    });
    for (const origin of ['http://app.example', 'https://app.example:444', 'https://app.example.evil.example']) {
      expect((await ask('/instances/', { headers: { ...headers, origin } })).status).toBe(403);
    }
    expect((await ask('/instances/', { headers: { origin: page } })).status).toBe(401);
  });

  it('may ask first what they may send, without a key, as browsers do', async () => {
    await open({ allowedOrigins: [page], code });
    const response = await ask('/orchestrators/greeter', preflight);
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'access-control-allow-origin': page,
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': expect.stringContaining('content-type'),
    });
  });
});

describe('a host on the loopback interface', () => {
  const statusFor = (port: number, hostHeader: string) =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port, path: '/durabletask/instances/', headers: { host: hostHeader } };
      request(options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });

  it('refuses requests that a page has addressed to it under a name of its own', async () => {
    await open();
    const { port } = await listen({ allowedHosts: ['Hub.example'] });
    expect(await statusFor(port, `evil.example:${port}`)).toBe(403);
    expect(await statusFor(port, `localhost:${port}`)).toBe(200);
    expect(await statusFor(port, `hub.example:${port}`)).toBe(200);
  });

  it('refuses them by the name it listens on, not by its number', async () => {
    await open();
    const { port } = await listen({ host: 'localhost' });
    const url = `http://localhost:${port}/durabletask/instances/`;
    expect((await fetch(url)).status).toBe(200);
  });

  it('is asked by any name when it listens on all interfaces', async () => {
    await open();
    const { port } = await listen({ host: '0.0.0.0' });
    expect(await statusFor(port, 'hub.example')).toBe(200);
  });
});

describe('a connection', () => {
  const dial = async (port: number) => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += String(chunk);
    });
    const closed = once(socket, 'close').then(() => answer);
    // A reset is an end as well.
    socket.on('error', () => {});
    await once(socket, 'connect');
    return { socket, closed };
  };

  it('is cut when the body takes too long', async () => {
    await open();
    const { port } = await listen({ requestTimeoutMs: 50 });
    const { socket, closed } = await dial(port);
    socket.write('POST /durabletask/orchestrators/greeter HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n"A');
    expect(await closed).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('is cut when the headers are too large', async () => {
    await open();
    const { port } = await listen({ maxHeaderBytes: 1_000 });
    const { socket, closed } = await dial(port);
    socket.write(`GET /durabletask/instances/?${'x'.repeat(2_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`);
    expect(await closed).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('is closed when there are too many', async () => {
    await open();
    const { port } = await listen({ maxConnections: 1 });
    await dial(port);
    expect(await (await dial(port)).closed).toBe('');
  });
});

describe('options of access', () => {
  it.each([
    ['a blank code', { code: ' ' }, /code must be/],
    ['a code that is no text', { code: 7 }, /code must be/],
    ['every origin', { allowedOrigins: ['*'] }, /allowedOrigins must be/],
    ['an origin with a path', { allowedOrigins: ['https://app.example/'] }, /allowedOrigins must be/],
    ['an origin that is no list', { allowedOrigins: 'https://app.example' }, /allowedOrigins must be/],
  ])('refuse %s', async (_what, options, message) => {
    await open();
    const opening = DurableHost.open({ database: ':memory:', functions: [greeter], ...options } as never);
    await expect(opening).rejects.toThrow(message);
  });

  it.each([
    [{ allowedHosts: ['hub.example:80'] }, /allowedHosts must be/],
    [{ allowedHosts: 'hub' }, /allowedHosts must be/],
    [{ requestTimeoutMs: 0 }, /requestTimeoutMs must be/],
    [{ maxHeaderBytes: 1.5 }, /maxHeaderBytes must be/],
    [{ maxConnections: '9' }, /maxConnections must be/],
  ])('refuse %j for listen', async (options, message) => {
    await open();
    await expect(host.listen(options as never)).rejects.toThrow(message);
  });
});
