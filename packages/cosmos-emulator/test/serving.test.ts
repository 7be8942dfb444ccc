import { once } from 'node:events';
import { get, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect, createServer } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { type EmulatedAccount, isEmulatorError, type ListenOptions } from '../src/index.ts';
import { fetchTransport } from './support/fetch-transport.ts';
import { openAccount } from './support/open-account.ts';
import { createRawClient } from './support/raw-client.ts';

const regions = ['East US', 'West US'];

describe('transport', () => {
  it('answers at the hosts of the account and its regions, and nowhere else', async () => {
    const account = openAccount({ regions, accountName: 'shop' });
    expect(account.endpoint).toBe('https://shop.emulator.invalid/');
    const client = createRawClient(account);
    for (const host of ['shop.emulator.invalid', 'shop-eastus.emulator.invalid:443', 'SHOP-westus.emulator.invalid']) {
      expect((await client.send('GET', '/', { host })).status).toBe(200);
    }
    await expect(client.send('GET', '/', { host: 'shop-northeurope.emulator.invalid' })).rejects.toMatchObject({
      code: 'ENOTFOUND',
    });
  });

  it('refuses a relative URL', async () => {
    const transport = openAccount().transport();
    await expect(transport.send({ method: 'GET', url: '/dbs', headers: {} })).rejects.toThrow(TypeError);
  });

  it('gives up with the reason of its signal', async () => {
    const transport = openAccount().transport();
    const reason = new Error('enough');
    const signal = AbortSignal.abort(reason);
    const url = 'https://emulator.emulator.invalid/';
    await expect(transport.send({ method: 'GET', url, headers: {}, signal })).rejects.toBe(reason);
  });

  it('refuses connections once the account is closed', async () => {
    const account = openAccount();
    await account.close();
    await account.close();
    await expect(createRawClient(account).send('GET', '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('listen', () => {
  it('opens one port for every region, the write region first', async () => {
    const account = openAccount({ regions });
    const server = await account.listen();
    expect(Object.keys(server.regions)).toEqual(regions);
    expect(server.endpoint).toBe(server.regions['East US']);
    expect(new Set(Object.values(server.regions)).size).toBe(2);
  });

  it('answers over HTTP what it answers in process, 401 included', async () => {
    const account = openAccount();
    const server = await account.listen();
    const response = await fetch(`${server.endpoint}dbs`);
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'Unauthorized' });
    expect(response.headers.get('x-ms-activity-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('puts the host name that the caller used into the account document', async () => {
    const account = openAccount({ regions });
    const server = await account.listen();
    const port = Number(new URL(server.endpoint).port);
    for (const name of ['localhost', 'my-machine', '[::1]']) {
      const headers = { ...(await signedHeaders(account, 'GET', '/')), host: `${name}:${port}` };
      const document = await getJson({ host: '127.0.0.1', port, headers });
      expect(document).toMatchObject({
        writableLocations: [{ name: 'East US', databaseAccountEndpoint: `http://${name}:${port}/` }],
        readableLocations: [
          { name: 'East US' },
          { databaseAccountEndpoint: expect.stringContaining(`http://${name}:`) },
        ],
      });
    }
  });

  it('sends no content-length where there can be no content: 204 and 304', async () => {
    const account = openAccount();
    const server = await account.listen();
    const client = createRawClient({ ...account, endpoint: server.endpoint, transport: () => fetchTransport });
    await client.createShop();
    const item = { body: { id: '1', customerId: 'ada' }, pk: ['ada'] };
    const { headers } = await client.send('POST', '/dbs/shop/colls/orders/docs', item);
    const known = { pk: ['ada'], headers: { 'if-none-match': headers.etag ?? '' } };
    const answers = [
      await client.send('GET', '/dbs/shop/colls/orders/docs/1', known),
      await client.send('DELETE', '/dbs/shop/colls/orders/docs/1', { pk: ['ada'] }),
    ];
    expect(answers.map(({ status, headers }) => [status, headers['content-length']])).toEqual([
      [304, undefined],
      [204, undefined],
    ]);
  });

  it('gives the regions consecutive ports when told the first one', async () => {
    const account = openAccount({ regions });
    const port = await freePortPair();
    const server = await account.listen({ port });
    expect(server.regions).toEqual({
      'East US': `http://127.0.0.1:${port}/`,
      'West US': `http://127.0.0.1:${port + 1}/`,
    });
  });

  it('fails with port-unavailable when the port is taken, and frees what it had', async () => {
    const account = openAccount({ regions });
    const port = await freePortPair();
    const blocker = createServer().listen(port + 1, '127.0.0.1');
    await once(blocker, 'listening');
    const error: unknown = await account.listen({ port }).catch((reason: unknown) => reason);
    expect(isEmulatorError(error) && error.code).toBe('port-unavailable');
    expect(await canConnect(port)).toBe(false);
    blocker.close();
  });

  it('fails with closed after the account was closed', async () => {
    const account = openAccount();
    await account.close();
    const error: unknown = await account.listen().catch((reason: unknown) => reason);
    expect(isEmulatorError(error) && error.code).toBe('closed');
  });

  it('fails with closed when the account closes meanwhile', async () => {
    const account = openAccount({ regions });
    const listening = account.listen().catch((reason: unknown) => reason);
    await account.close();
    const error: unknown = await listening;
    expect(isEmulatorError(error) && error.code).toBe('closed');
  });

  it.each([
    ['an unknown option', { ports: 1 }],
    ['a port out of range', { port: 65_536 }],
    ['a port without room for the second region', { port: 65_535 }],
    ['a port that is no integer', { port: 1.5 }],
    ['a host that others can reach', { host: '0.0.0.0' }],
  ])('refuses %s', async (_name, options) => {
    const account = openAccount({ regions });
    await expect(account.listen(options as ListenOptions)).rejects.toThrow(TypeError);
  });

  it('ends kept-alive connections when it closes', async () => {
    const account = openAccount();
    const server = await account.listen();
    const socket = connect(Number(new URL(server.endpoint).port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: keep-alive\r\n\r\n');
    const [chunk] = await once(socket, 'data');
    expect(String(chunk)).toMatch(/^HTTP\/1\.1 401 /);
    const closed = once(socket, 'close');
    socket.on('error', () => undefined);
    await server.close();
    await closed;
    await server.close();
  });

  it('refuses connections of a region that is unreachable, and takes them again at the same port', async () => {
    const account = openAccount({ regions });
    await account.control.failRegion('West US', { kind: 'unreachable' });
    const server = await account.listen();
    const port = Number(new URL(server.regions['West US'] ?? '').port);
    expect(await canConnect(port)).toBe(false);
    await account.control.restoreRegion('West US');
    expect(await canConnect(port)).toBe(true);
    await account.control.failRegion('West US', { kind: 'unreachable' });
    expect(await canConnect(port)).toBe(false);
    await account.control.failRegion('West US', { kind: 'status', status: 503 });
    expect((await fetch(server.regions['West US'] ?? '')).status).toBe(503);
  });

  it('breaks connections of a region told to reset them', async () => {
    const account = openAccount();
    const server = await account.listen();
    await account.control.failRegion('East US', { kind: 'connection-reset' });
    const error = await fetch(server.endpoint).catch((reason: Error) => reason);
    expect((error as { cause?: { code?: string } }).cause?.code).toBe('ECONNRESET');
  });

  it('serves containers whose names a header cannot carry as they are', async () => {
    const account = openAccount();
    const { endpoint } = await account.listen();
    const client = createRawClient({ key: account.key, endpoint, transport: () => fetchTransport });
    await client.send('POST', '/dbs', { body: { id: 'läden' } });
    const partitionKey = { paths: ['/pk'], kind: 'Hash', version: 2 };
    await client.send('POST', '/dbs/l%C3%A4den/colls', { body: { id: '注文\n', partitionKey } });
    const path = `/dbs/l%C3%A4den/colls/${encodeURIComponent('注文\n')}/docs`;
    const { status, headers } = await client.send('POST', path, {
      body: { id: '1', pk: 'é' },
      headers: {
        'x-ms-documentdb-partitionkey': '["\\u00e9"]',
      },
    });
    expect(status).toBe(201);
    expect(headers['x-ms-alt-content-path']).toBe('dbs/l%C3%A4den/colls/%E6%B3%A8%E6%96%87%0A');
  });

  it('answers 413 to a body beyond 2 MB without keeping all of it', async () => {
    const account = openAccount();
    const server = await account.listen();
    const headers = await signedHeaders(account, 'POST', '/dbs');
    const response = await fetch(`${server.endpoint}dbs`, { method: 'POST', headers, body: 'x'.repeat(5_000_000) });
    expect(response.status).toBe(413);
  });
});

async function getJson(options: RequestOptions): Promise<unknown> {
  const [response] = (await once(get(options), 'response')) as [IncomingMessage];
  return json(response);
}

/** The headers a signed request has, taken from the raw client. */
async function signedHeaders(account: EmulatedAccount, method: string, path: string) {
  let headers: Readonly<Record<string, string>> = {};
  const recorder = createRawClient({
    ...account,
    transport: () => ({
      send: async (request) => {
        headers = request.headers;
        return { status: 200, headers: {}, body: new Uint8Array() };
      },
    }),
  });
  await recorder.send(method, path);
  return headers;
}

/**
 * The first of two free ports in a row, below the ports (32768 and up) that systems hand out by themselves: those come and
 * go with the connections of whatever else runs on the machine.
 */
async function freePortPair(): Promise<number> {
  for (let port = 10_000 + (process.pid % 20_000); port < 32_000; port += 2) {
    if ((await canListen(port)) && (await canListen(port + 1))) return port;
  }
  throw new Error('No two free ports in a row.');
}

async function canListen(port: number): Promise<boolean> {
  const probe = createServer();
  const isListening = new Promise<boolean>((resolve) => {
    probe.once('listening', () => resolve(true)).once('error', () => resolve(false));
  });
  probe.listen(port, '127.0.0.1');
  const isFree = await isListening;
  await new Promise((resolve) => probe.close(resolve));
  return isFree;
}

function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
