import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { createCosmosRuntime as createOnFetch } from '../src/create-runtime-fetch.ts';
import { createCosmosRuntime as createOnNode } from '../src/create-runtime-node.ts';
import type { CosmosDriver } from '../src/driver.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { ifMatch } from '../src/operation/precondition.ts';
import type { CosmosRuntime } from '../src/runtime.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe.each<[string, (account: EmulatedAccount) => Promise<{ runtime: CosmosRuntime; endpoint: string }>]>([
  [
    'in process',
    async (account) => ({ runtime: createOnNode({ transport: account.transport() }), endpoint: account.endpoint }),
  ],
  [
    'over HTTP by undici',
    async (account) => ({ runtime: createOnNode(), endpoint: (await account.listen()).endpoint }),
  ],
  ['over HTTP by ky', async (account) => ({ runtime: createOnFetch(), endpoint: (await account.listen()).endpoint })],
])('a driver on the emulator, %s', (_, start) => {
  let account: EmulatedAccount;
  let runtime: CosmosRuntime;
  let driver: CosmosDriver;
  const database = DatabaseReference.from('shop');

  beforeEach(async () => {
    account = createEmulator({ regions: ['East US', 'West US'] });
    const started = await start(account);
    ({ runtime } = started);
    driver = await runtime.createDriver({ endpoint: started.endpoint, credential: { key: account.key } });
    await driver.executeOperation(CosmosOperation.createDatabase(database).withBody(json({ id: 'shop' })));
    const partitionKey = { paths: ['/customer'], kind: 'Hash', version: 2 };
    const create = CosmosOperation.createContainer(database, 'orders').withBody(json({ id: 'orders', partitionKey }));
    await driver.executeOperation(create);
  });
  afterEach(async () => {
    await runtime.close();
    await account.close();
  });

  it('creates, reads, replaces, upserts and deletes an item', async () => {
    const orders = await driver.resolveContainer('shop', 'orders');
    const item = ItemReference.from(orders, 'ada', '1');
    const body = json({ id: '1', customer: 'ada' });
    const created = await driver.executeOperation(CosmosOperation.createItem(item).withBody(body));
    expect([created.status.code, created.body.kind]).toEqual([201, 'none']);
    const read = await driver.executeOperation(CosmosOperation.readItem(item));
    expect(read.headers.etag).toBe(created.headers.etag);
    const stale = CosmosOperation.replaceItem(item).withBody(body).withPrecondition(ifMatch('"stale"'));
    await expect(driver.executeOperation(stale)).rejects.toMatchObject({ code: 'precondition-failed' });
    const upsert = CosmosOperation.upsertItem(item).withBody(body);
    const upserted = await driver.executeOperation(upsert, { contentResponseOnWrite: true });
    expect([upserted.status.code, upserted.body.kind]).toEqual([200, 'bytes']);
    expect((await driver.executeOperation(CosmosOperation.deleteItem(item))).status.code).toBe(204);
    await expect(driver.executeOperation(CosmosOperation.readItem(item))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/^read_item dbs\/shop\/colls\/orders\/docs\/1 failed with 404 \(NotFound\)\./),
    });
  });

  it('reads the partition key ranges of a container as items', async () => {
    const orders = await driver.resolveContainer('shop', 'orders');
    const { body } = await driver.executeOperation(CosmosOperation.readPartitionKeyRanges(orders));
    if (body.kind !== 'items') throw new Error('There are no items.');
    expect(body.items.length).toBeGreaterThanOrEqual(2);
    expect(body.items[0]).toMatchObject({ minInclusive: '' });
  });

  it('queries items of several partitions', async () => {
    const orders = await driver.resolveContainer('shop', 'orders');
    for (const [id, customer] of ['ada', 'grace', 'alan', 'kurt', 'emmy'].entries()) {
      const item = ItemReference.from(orders, customer, String(id));
      await driver.executeOperation(CosmosOperation.createItem(item).withBody(json({ id: String(id), customer })));
    }
    const query = CosmosOperation.queryItems(orders, 'SELECT VALUE c.customer FROM c ORDER BY c.customer DESC');
    const found: unknown[] = [];
    for await (const { body } of driver.pages(query.withMaxItemCount(2))) {
      if (body.kind === 'items') found.push(...body.items);
    }
    expect(found).toEqual(['kurt', 'grace', 'emmy', 'alan', 'ada']);
  });

  it('resolves a container once, and anew after it was deleted', async () => {
    const orders = await driver.resolveContainer('shop', 'orders');
    expect(orders.partitionKey).toEqual({ paths: ['/customer'], kind: 'Hash', version: 2 });
    expect(await driver.resolveContainer(database, 'orders')).toBe(orders);
    await driver.executeOperation(CosmosOperation.deleteContainer(database, 'orders'));
    await expect(driver.resolveContainer('shop', 'orders')).rejects.toMatchObject({ code: 'not-found' });
    await expect(driver.resolveContainer('', 'orders')).rejects.toThrow(TypeError);
  });

  it('reads in the next region while one cannot be reached', async () => {
    const orders = await driver.resolveContainer('shop', 'orders');
    const item = ItemReference.from(orders, 'ada', '1');
    await driver.executeOperation(CosmosOperation.createItem(item).withBody(json({ id: '1', customer: 'ada' })));
    await account.control.failRegion('East US', { kind: 'unreachable' });
    const { diagnostics, servingRegion } = await driver.executeOperation(CosmosOperation.readItem(item));
    expect(servingRegion).toBe('West US');
    expect(diagnostics.requests.map(({ region }) => region)).toEqual(['East US', 'West US']);
  });
});

describe('endpointDiscovery over HTTP', () => {
  it('stays at the given endpoint when it is off, and follows a function otherwise', async () => {
    const account = createEmulator({ regions: ['East US', 'West US'] });
    const { endpoint, regions } = await account.listen();
    const runtime = createOnNode();
    const options = { endpoint, credential: { key: account.key }, preferredRegions: ['West US'] };
    const asked = async (driver: CosmosDriver): Promise<unknown> => {
      const read = driver.executeOperation(CosmosOperation.readDatabase(DatabaseReference.from('none')));
      const error = await read.catch((caught: unknown) => caught);
      return (error as { diagnostics: { requests: unknown[] } }).diagnostics.requests.at(-1);
    };
    const off = await runtime.createDriver({ ...options, endpointDiscovery: 'off' });
    expect(await asked(off)).toMatchObject({ region: 'East US', endpoint: new URL(endpoint).origin });
    const mapped = await runtime.createDriver({ ...options, endpointDiscovery: ({ name }) => regions[name] ?? '' });
    const west = new URL(regions['West US'] ?? '').origin;
    expect(await asked(mapped)).toMatchObject({ region: 'West US', endpoint: west });
    await runtime.close();
    await account.close();
  });
});
