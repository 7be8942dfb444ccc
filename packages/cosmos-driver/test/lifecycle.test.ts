import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { nodePlatform } from '../src/effects/platform-node.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { openRuntime } from '../src/runtime.ts';
import { accountDocument, accountKey, fakeAccount, readOrder } from './fakes/fake-account.ts';

/** Runs a program of this folder in a process of its own, until it ends by itself; answers what it wrote. */
async function run(program: URL, ...args: readonly string[]): Promise<string> {
  const flags = ['--expose-gc', '--conditions=@perdura/source', '--disable-warning=ExperimentalWarning'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, fileURLToPath(program), ...args], {
    timeout: 50_000,
  });
  return stdout.trim();
}

describe('100,000 operations that share a signal, half of them throttled once', () => {
  it('leave no listener on it, no timer, and next to nothing on the heap', async () => {
    const left = JSON.parse(await run(new URL('./programs/many-operations.ts', import.meta.url))) as Record<
      string,
      number
    >;
    expect(left).toMatchObject({ collected: true, listeners: 0, timers: 0 });
    expect(left.grownBytes).toBeLessThan(2_000_000);
  });
});

describe('a driver that is left open', () => {
  it('keeps no process from ending', async () => {
    const account = createEmulator({ regions: ['East US'] });
    const { endpoint } = await account.listen();
    try {
      expect(await run(new URL('./programs/idle-driver.ts', import.meta.url), endpoint, account.key)).toBe('201');
    } finally {
      await account.close();
    }
  });
});

describe('a runtime that is closed', () => {
  it('leaves no connection open, whatever was under way', async () => {
    const [east] = accountDocument().writableLocations as Record<string, unknown>[];
    const held: unknown[] = [];
    const arrived = Promise.withResolvers<void>();
    const server = createServer((request, response) => {
      const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      const regions = [{ ...east, databaseAccountEndpoint: address }];
      if (request.url === '/') {
        response.end(JSON.stringify(accountDocument({ writableLocations: regions, readableLocations: regions })));
      } else if (held.push(request) === 10) arrived.resolve();
    });
    const allClosed = Promise.withResolvers<void>();
    let connections = 0;
    server.on('connection', (socket) => {
      connections++;
      socket.on('close', () => --connections === 0 && allClosed.resolve());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const runtime = openRuntime(nodePlatform());
    const driver = await runtime.createDriver({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      credential: { key: accountKey },
    });
    const reading = Array.from({ length: 10 }, () => driver.executeOperation(readOrder).catch((error) => error.code));
    await arrived.promise;
    await runtime.close();
    expect(await Promise.all(reading)).toEqual(Array(10).fill('closed'));
    await allClosed.promise;
    expect(connections).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('ten first operations of a fresh driver', () => {
  it('read the account once and the container once', async () => {
    const account = createEmulator({ regions: ['East US', 'West US'] });
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
    const inProcess = account.transport();
    const sent: string[] = [];
    const transport = {
      send: (request: Parameters<typeof inProcess.send>[0]) => {
        sent.push(`${request.method} ${new URL(request.url).pathname}`);
        return inProcess.send(request);
      },
    };
    const open = () =>
      openRuntime(nodePlatform(), { transport }).createDriver({
        endpoint: account.endpoint,
        credential: { key: account.key },
      });
    const shop = DatabaseReference.from('shop');
    const first = await open();
    await first.executeOperation(CosmosOperation.createDatabase(shop).withBody(bytes({ id: 'shop' })));
    const container = { id: 'orders', partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 } };
    await first.executeOperation(CosmosOperation.createContainer(shop, 'orders').withBody(bytes(container)));

    sent.length = 0;
    const driver = await open();
    await Promise.all(Array.from({ length: 10 }, () => driver.resolveContainer(shop, 'orders')));
    expect(sent).toEqual(['GET /', 'GET /dbs/shop/colls/orders']);
    await account.close();
  });
});

describe('a runtime that is closed while drivers wait for a token', () => {
  it('ends them with closed', async () => {
    const { createDriver, runtime, transport } = fakeAccount();
    const asked = Promise.withResolvers<void>();
    const token = Promise.withResolvers<{ token: string; expiresOnTimestamp: number }>();
    const getToken = () => {
      asked.resolve();
      return token.promise;
    };
    const making = createDriver({ credential: { tokenCredential: { getToken } } }).catch((error: unknown) => error);
    await asked.promise;
    await runtime.close();
    token.resolve({ token: 'late', expiresOnTimestamp: Date.UTC(2100, 0) });
    expect(await making).toMatchObject({ code: 'closed' });
    expect(transport.accountReads).toHaveLength(0);
  });
});
