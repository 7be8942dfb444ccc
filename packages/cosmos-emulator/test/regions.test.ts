import { CosmosClient } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount, type EmulatorControl, type EmulatorOptions } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const east = 'emulator-eastus.emulator.invalid';
const west = 'emulator-westus.emulator.invalid';
const north = 'emulator-northeurope.emulator.invalid';
const docs = '/dbs/shop/colls/orders/docs';

/** What clients of accounts with several write regions send with every write. */
const tentative = { 'x-ms-cosmos-allow-tentative-writes': 'true' };

interface Shop {
  readonly account: EmulatedAccount;
  readonly control: EmulatorControl;
  readonly client: RawClient;
  /** Moves the clock. */
  readonly pass: (durationMs: number) => void;
  /** Writes item 1; what is answered. */
  readonly write: (host: string, total: number) => ReturnType<RawClient['send']>;
  /** Reads item 1. */
  readonly read: (host: string, headers?: Record<string, string>) => ReturnType<RawClient['send']>;
}

async function openShop(options: EmulatorOptions = {}): Promise<Shop> {
  let nowMs = Date.UTC(2026, 0, 1) + 500;
  const clock = { nowMs: () => nowMs };
  const account = createEmulator({
    regions: ['East US', 'West US'],
    clock,
    seed: 1,
    partitionsPerContainer: 1,
    ...options,
  });
  const client = createRawClient(account);
  await client.createShop();
  return {
    account,
    control: account.control,
    client,
    pass: (durationMs) => {
      nowMs += durationMs;
    },
    write: (host, total) =>
      client.send('POST', docs, {
        host,
        pk: ['ada'],
        body: { id: '1', customerId: 'ada', total },
        headers: { ...tentative, 'x-ms-documentdb-is-upsert': 'true' },
      }),
    read: (host, headers = {}) => client.send('GET', `${docs}/1`, { host, pk: ['ada'], headers }),
  };
}

function answer({ status, headers, json }: Awaited<ReturnType<RawClient['send']>>): unknown[] {
  return [status, headers['x-ms-substatus'] ?? json?.total];
}

/** The headers of a client that has seen an answer. */
function session({ headers }: Awaited<ReturnType<RawClient['send']>>): Record<string, string> {
  return { 'x-ms-session-token': headers['x-ms-session-token'] ?? '' };
}

async function regionsOf({ client }: Shop): Promise<{ write: string[]; read: string[] }> {
  const { json } = await client.send('GET', '/');
  const names = (locations: { name: string }[]) => locations.map(({ name }) => name);
  return { write: names(json.writableLocations), read: names(json.readableLocations) };
}

describe('replication', () => {
  it("takes as long as it is told, by the account's clock", async () => {
    const { read, write, pass } = await openShop({ replication: { delayMs: 100 } });
    await write(east, 1);
    expect(answer(await read(east))).toEqual([200, 1]);
    pass(99);
    expect(answer(await read(west))).toEqual([404, undefined]);
    pass(1);
    expect(answer(await read(west))).toEqual([200, 1]);
  });

  it('takes a time between its bounds, and keeps the order of the writes', async () => {
    const { read, write, pass } = await openShop({ replication: { minDelayMs: 20, maxDelayMs: 50 } });
    for (let total = 0; total < 20; total++) await write(east, total);
    pass(19);
    expect((await read(west)).status).toBe(404);
    let last = -1;
    for (let step = 0; step < 31; step++) {
      pass(1);
      const { json } = await read(west);
      expect(json.total ?? -1).toBeGreaterThanOrEqual(last);
      last = json.total ?? -1;
    }
    expect(last).toBe(19);
  });

  it('answers 404/1002 to a session token that is ahead of the region, and the lag to eventual reads', async () => {
    const { read, write, pass } = await openShop({ replication: { delayMs: 100 } });
    await write(east, 1);
    pass(100);
    const token = (await write(east, 2)).headers['x-ms-session-token'] ?? '';
    expect(token).toBe('0:-1#2');
    expect(answer(await read(west, { 'x-ms-session-token': token }))).toEqual([404, '1002']);
    const eventual = { 'x-ms-session-token': token, 'x-ms-consistency-level': 'Eventual' };
    expect(answer(await read(west, eventual))).toEqual([200, 1]);
    pass(100);
    expect(answer(await read(west, { 'x-ms-session-token': token }))).toEqual([200, 2]);
  });

  it('stops for a region while it is paused, and can be drained', async () => {
    const { control, read, write } = await openShop();
    await control.pauseReplication('West US');
    await write(east, 1);
    expect((await read(west)).status).toBe(404);
    await control.drainReplication('West US');
    expect(answer(await read(west))).toEqual([200, 1]);
    await write(east, 2);
    expect(answer(await read(west))).toEqual([200, 1]);
    await control.resumeReplication();
    expect(answer(await read(west))).toEqual([200, 2]);
    await write(east, 3);
    expect(answer(await read(west))).toEqual([200, 3]);
  });

  it('lags behind a token from before a split by the one write that is missing', async () => {
    const { control, read, write } = await openShop();
    await write(east, 1);
    await control.pauseReplication();
    const token = (await write(east, 2)).headers['x-ms-session-token'] ?? '';
    const shop = { database: 'shop', container: 'orders' };
    const children = await control.splitPartition({ ...shop, partitionKeyRangeId: '0' });
    for (const child of children) await control.splitPartition({ ...shop, partitionKeyRangeId: child });
    expect(answer(await read(west, { 'x-ms-session-token': token }))).toEqual([404, '1002']);
    await control.resumeReplication();
    expect(answer(await read(west, { 'x-ms-session-token': token }))).toEqual([200, 2]);
  });

  it('reaches the children of a partition that split meanwhile', async () => {
    const { control, client, read, write } = await openShop();
    await control.pauseReplication();
    for (let total = 3; total > 1; total--) await write(east, total);
    const token = (await write(east, 1)).headers['x-ms-session-token'] ?? '';
    await control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0', at: '20' });
    const after = (await read(east)).headers['x-ms-session-token'] ?? '';
    for (const seen of [`${token},5:0#9`, after]) {
      expect(answer(await read(west, { 'x-ms-session-token': seen }))).toEqual([404, '1002']);
    }
    await control.resumeReplication();
    for (const seen of [token, after])
      expect(answer(await read(west, { 'x-ms-session-token': seen }))).toEqual([200, 1]);
    expect((await client.send('GET', docs, { host: west })).json._count).toBe(1);
  });

  it('comes to the same session token when the partition has split and merged meanwhile', async () => {
    const { client, control, read, write } = await openShop();
    const ranges = () => client.send('GET', '/dbs/shop/colls/orders/pkranges');
    const shop = { database: 'shop', container: 'orders' };
    await control.pauseReplication();
    await write(east, 1);
    for (let time = 0; time < 2; time++) {
      const { json } = await ranges();
      const [{ id }] = json.PartitionKeyRanges;
      const partitionKeyRangeIds = await control.splitPartition({ ...shop, partitionKeyRangeId: id });
      await control.mergePartitions({ ...shop, partitionKeyRangeIds });
    }
    const token = (await read(east)).headers['x-ms-session-token'] ?? '';
    expect(answer(await read(west, { 'x-ms-session-token': token }))).toEqual([404, '1002']);
    await control.resumeReplication();
    const caughtUp = await read(west, { 'x-ms-session-token': token });
    expect([...answer(caughtUp), caughtUp.headers['x-ms-session-token']]).toEqual([200, 1, token]);
  });

  it('is at once where consistency is Strong', () => {
    expect(() => createEmulator({ consistency: 'Strong', replication: { delayMs: 1 } })).toThrow(TypeError);
  });
});

describe('several write regions', () => {
  it('let the last writer win, and come to the same result', async () => {
    const { read, write, pass } = await openShop({ writeMode: 'multi', replication: { delayMs: 1000 } });
    await write(west, 1);
    pass(999);
    await write(east, 2);
    pass(1000);
    const [inEast, inWest] = [await read(east), await read(west)];
    expect(inEast.json).toEqual(inWest.json);
    expect(inEast.json.total).toBe(2);
    expect((await write(west, 3)).status).toBe(200);
  });

  it('take writes of clients that know of it only, apart from the first region', async () => {
    const { client } = await openShop({ writeMode: 'multi' });
    const create = (host: string) =>
      client.send('POST', docs, { host, pk: ['ada'], body: { id: '1', customerId: 'ada' } });
    expect(answer(await create(west))).toEqual([403, '3']);
    expect((await create(east)).status).toBe(201);
  });

  it('have session tokens with the progress of every region', async () => {
    const { read, write, pass } = await openShop({ writeMode: 'multi', replication: { delayMs: 10 } });
    await write(west, 1);
    pass(10);
    const token = (await write(east, 2)).headers['x-ms-session-token'] ?? '';
    expect(token).toBe('0:-1#2#1=1#2=1');
    await write(west, 3);
    expect(answer(await read(west, { 'x-ms-session-token': token }))).toEqual([404, '1002']);
    pass(10);
    expect((await read(west, { 'x-ms-session-token': token })).status).toBe(200);
  });

  it('list items in the order of their creation, whatever the order of their arrival', async () => {
    const { client, pass } = await openShop({ writeMode: 'multi', replication: { delayMs: 10 } });
    const create = (host: string, id: string) =>
      client.send('POST', docs, { host, pk: ['ada'], body: { id, customerId: 'ada' }, headers: tentative });
    await create(west, '1');
    await create(east, '2');
    await create(west, '3');
    pass(10);
    for (const host of [east, west]) {
      const page = (continuation = '') =>
        client.send('GET', docs, {
          host,
          headers: { 'x-ms-max-item-count': '2', 'x-ms-continuation': continuation },
        });
      const first = await page();
      const second = await page(first.headers['x-ms-continuation']);
      const ids = [first, second].flatMap(({ json }) => json.Documents.map(({ id }: { id: string }) => id));
      expect(ids).toEqual(['1', '2', '3']);
    }
  });
});

describe('a change of regions', () => {
  it('fails over without losing a write', async () => {
    const shop = await openShop({ replication: { delayMs: 1000 } });
    await shop.write(east, 1);
    expect(answer(await shop.write(west, 2))).toEqual([403, '3']);
    await shop.control.setWriteRegion('West US');
    expect(answer(await shop.write(east, 3))).toEqual([403, '3']);
    expect(answer(await shop.read(west))).toEqual([200, 1]);
    expect((await shop.write(west, 4)).status).toBe(200);
    expect(await regionsOf(shop)).toEqual({ write: ['West US'], read: ['West US', 'East US'] });
  });

  it('fails over at once, and tells which writes are lost', async () => {
    const shop = await openShop({ replication: { delayMs: 1000 } });
    await shop.write(east, 1);
    shop.pass(1000);
    const seen = session(await shop.read(east));
    await shop.write(east, 2);
    await shop.write(east, 3);
    const lost = await shop.control.forceFailover('West US');
    expect(lost).toMatchObject([2, 3].map((total) => ({ database: 'shop', kind: 'replace', resource: { total } })));
    expect(await regionsOf(shop)).toEqual({ write: ['West US'], read: ['West US', 'East US'] });
    for (const region of [east, west]) expect(answer(await shop.read(region, seen))).toEqual([200, 1]);
    shop.pass(10_000);
    expect(answer(await shop.read(east))).toEqual([200, 1]);
    expect((await shop.write(west, 4)).status).toBe(200);
    shop.pass(1000);
    expect(answer(await shop.read(east))).toEqual([200, 4]);
  });

  it('keeps from a session that it has lost what that has seen, until it goes on', async () => {
    const shop = await openShop({ replication: { delayMs: 1000 } });
    await shop.write(east, 1);
    shop.pass(1000);
    const seen = session(await shop.write(east, 2));
    await shop.control.forceFailover('West US');
    let later = {};
    // However many writes follow, none is the one that was lost.
    for (const total of [3, 4, 5]) later = session(await shop.write(west, total));
    for (const region of [east, west]) expect(answer(await shop.read(region, seen))).toEqual([404, '1002']);
    expect(answer(await shop.read(west, later))).toEqual([200, 5]);
    await shop.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0', at: '80' });
    expect(answer(await shop.read(west, seen))).toEqual([404, '1002']);
    expect(answer(await shop.read(west, later))).toEqual([200, 5]);
  });

  it('answers 403/3 in a read region to whoever asks for the write region', async () => {
    const { read, write } = await openShop();
    await write(east, 1);
    const hub = { 'x-ms-cosmos-hub-region-processing-only': 'True' };
    expect(answer(await read(west, hub))).toEqual([403, '3']);
    expect(answer(await read(east, hub))).toEqual([200, 1]);
  });

  it('adds a region with all there is, shown once it is full', async () => {
    const shop = await openShop({ replication: { delayMs: 10 } });
    await shop.write(east, 1);
    await shop.control.addRegion('North Europe', { seedingMs: 100 });
    await shop.write(east, 2);
    expect((await regionsOf(shop)).read).toEqual(['East US', 'West US']);
    expect(answer(await shop.read(north))).toEqual([403, '1008']);
    shop.pass(100);
    expect((await regionsOf(shop)).read).toEqual(['East US', 'West US', 'North Europe']);
    expect(answer(await shop.read(north))).toEqual([200, 2]);
  });

  it('adds a region that lags by itself, and gets what was on its way to the region it was filled from', async () => {
    const { control, read, write, pass } = await openShop({ writeMode: 'multi', replication: { delayMs: 100 } });
    await write(west, 1);
    await control.addRegion('North Europe');
    expect((await read(north)).status).toBe(404);
    pass(100);
    expect(answer(await read(north))).toEqual([200, 1]);
    await control.pauseReplication('North Europe');
    pass(1000);
    await write(east, 2);
    pass(100);
    expect(answer(await read(west))).toEqual([200, 2]);
    expect(answer(await read(north))).toEqual([200, 1]);
  });

  it('gives session tokens a new version', async () => {
    const { control, read, write } = await openShop();
    const token = (await write(east, 1)).headers['x-ms-session-token'] ?? '';
    await control.addRegion('North Europe');
    expect((await read(east, { 'x-ms-session-token': token })).headers['x-ms-session-token']).toBe('0:0#1');
    await control.removeRegion('North Europe');
    expect((await read(east)).headers['x-ms-session-token']).toBe('0:1#1');
  });

  it('drains a region with 403/1008 while it is still shown, then removes it', async () => {
    const shop = await openShop();
    await shop.write(east, 1);
    await shop.control.beginRegionRemoval('West US');
    expect(answer(await shop.read(west))).toEqual([403, '1008']);
    expect((await regionsOf(shop)).read).toEqual(['East US', 'West US']);
    await shop.control.removeRegion('West US');
    expect(answer(await shop.read(west))).toEqual([403, '1008']);
    expect((await regionsOf(shop)).read).toEqual(['East US']);
    await shop.control.addRegion('West US');
    expect(answer(await shop.read(west))).toEqual([200, 1]);
  });

  it('lets a region serve again whose removal is cancelled, with all that was written meanwhile', async () => {
    const shop = await openShop({ replication: { delayMs: 10 } });
    await shop.control.beginRegionRemoval('West US');
    await shop.write(east, 1);
    await shop.control.cancelRegionRemoval('westus');
    shop.pass(10);
    expect(answer(await shop.read(west))).toEqual([200, 1]);
    await expect(shop.control.cancelRegionRemoval('West US')).rejects.toThrow(TypeError);
    await expect(shop.control.cancelRegionRemoval('North Europe')).rejects.toThrow(TypeError);
    await shop.control.beginRegionRemoval('West US');
    await shop.control.removeRegion('West US');
    await expect(shop.control.cancelRegionRemoval('West US')).rejects.toThrow(TypeError);
  });

  it('removes the first of several write regions, whose writes still arrive', async () => {
    const shop = await openShop({ writeMode: 'multi', replication: { delayMs: 10 } });
    await shop.write(east, 1);
    await shop.control.removeRegion('East US');
    shop.pass(10);
    expect(answer(await shop.read(west))).toEqual([200, 1]);
    expect((await regionsOf(shop)).write).toEqual(['West US']);
  });

  it.each<[string, (control: EmulatorControl) => Promise<unknown>]>([
    ['adding a region that is there', (control) => control.addRegion('westus')],
    ['adding a region without a proper name', (control) => control.addRegion('West-US')],
    ['filling for a negative time', (control) => control.addRegion('North Europe', { seedingMs: -1 })],
    ['an unknown option', (control) => control.addRegion('North Europe', { seeding: 1 } as object)],
    ['removing a region that is not there', (control) => control.removeRegion('North Europe')],
    ['removing the write region', (control) => control.removeRegion('East US')],
    ['draining the write region', (control) => control.beginRegionRemoval('East US')],
    ['writing in a region that is not there', (control) => control.setWriteRegion('North Europe')],
    ['failing over to a region that is not there', (control) => control.forceFailover('North Europe')],
    ['failing over to the write region', (control) => control.forceFailover('East US')],
    ['pausing a region that is not there', (control) => control.pauseReplication('North Europe')],
  ])('refuses %s', async (_what, act) => {
    const { control } = await openShop();
    await expect(act(control)).rejects.toThrow(TypeError);
  });

  it('refuses to remove the last region that serves, or to write in one that drains', async () => {
    const { control } = await openShop({ writeMode: 'multi' });
    await control.beginRegionRemoval('East US');
    await expect(control.removeRegion('West US')).rejects.toThrow('last');
    await expect(control.setWriteRegion('East US')).rejects.toThrow('serve');
    await expect(control.forceFailover('East US')).rejects.toThrow('serve');
    await expect(control.forceFailover('West US')).rejects.toThrow('All regions');
  });
});

describe('@azure/cosmos while regions change', () => {
  async function open(options: EmulatorOptions) {
    const account = createEmulator({ regions: ['East US', 'West US'], ...options });
    const server = await account.listen();
    const client = new CosmosClient({
      endpoint: server.endpoint,
      key: account.key,
      connectionPolicy: { preferredLocations: ['West US', 'North Europe', 'East US'] },
    });
    const { database } = await client.databases.create({ id: 'shop' });
    const { container } = await database.containers.create({ id: 'orders', partitionKey: { paths: ['/customerId'] } });
    const close = async () => {
      client.dispose();
      await account.close();
    };
    return { account, server, client, container, close };
  }

  it('is told that the region it prefers lags behind its session', async () => {
    const { account, container, close } = await open({});
    await account.control.pauseReplication('West US');
    const { headers } = await container.items.create({ id: '1', customerId: 'ada' });
    const sessionToken = String(headers['x-ms-session-token']);
    const lagging = await container.item('1', 'ada').read({ sessionToken });
    // Of 404s, this client repeats 404/1002 only.
    const { failedAttempts } = lagging.diagnostics.clientSideRequestStatistics.retryDiagnostics;
    expect(failedAttempts.map(({ statusCode }) => statusCode)).toEqual([404]);
    await account.control.resumeReplication('West US');
    expect((await container.item('1', 'ada').read({ sessionToken })).statusCode).toBe(200);
    await close();
  });

  it('writes on after a failover, and reads from a region that was added', async () => {
    const { account, server, client, container, close } = await open({});
    await container.items.create({ id: '1', customerId: 'ada' });
    await account.control.setWriteRegion('West US');
    expect((await container.item('1', 'ada').replace({ id: '1', customerId: 'ada', total: 2 })).statusCode).toBe(200);
    await account.control.addRegion('North Europe');
    expect(Object.keys(server.regions)).toEqual(['West US', 'East US', 'North Europe']);
    const { resource } = await client.getDatabaseAccount();
    const added = resource?.readableLocations.find(({ name }) => name === 'North Europe');
    expect(added?.databaseAccountEndpoint).toBe(server.regions['North Europe']);
    const raw = await fetch(`${server.regions['North Europe']}dbs`);
    expect(raw.status).toBe(401);
    await close();
  });

  it('finds regions that are added at the same time on ports of their own', async () => {
    const account = createEmulator();
    const [server] = await Promise.all([account.listen(), account.control.addRegion('West US')]);
    await Promise.all([account.control.addRegion('North Europe'), account.control.addRegion('Japan East')]);
    expect(Object.keys(server.regions)).toEqual(['East US', 'West US', 'North Europe', 'Japan East']);
    expect(new Set(Object.values(server.regions)).size).toBe(4);
    for (const url of Object.values(server.regions)) expect((await fetch(`${url}dbs`)).status).toBe(401);
    await account.close();
  });

  it('writes in the region it prefers where several write', async () => {
    const { account, server, close } = await open({ writeMode: 'multi' });
    const client = new CosmosClient({
      endpoint: server.endpoint,
      key: account.key,
      connectionPolicy: { preferredLocations: ['West US'], useMultipleWriteLocations: true },
    });
    const container = client.database('shop').container('orders');
    const { headers, diagnostics } = await container.items.create({ id: '1', customerId: 'ada' });
    expect(headers['x-ms-session-token']).toMatch(/#2=1$/);
    expect(diagnostics.clientSideRequestStatistics.locationEndpointsContacted).toContain(server.regions['West US']);
    expect((await container.item('1', 'ada').read()).statusCode).toBe(200);
    client.dispose();
    await close();
  });
});
