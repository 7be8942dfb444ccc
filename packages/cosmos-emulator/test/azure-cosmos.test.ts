import { type Container, CosmosClient, type Database } from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorServer } from '../src/index.ts';

interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly total: number;
}

describe('@azure/cosmos over HTTP', () => {
  const account = createEmulator({ regions: ['East US', 'West US'] });
  let server: EmulatorServer;
  let client: CosmosClient;
  let database: Database;
  let container: Container;

  beforeAll(async () => {
    server = await account.listen();
    client = new CosmosClient({
      endpoint: server.endpoint,
      key: account.key,
      connectionPolicy: { preferredLocations: ['East US', 'West US'] },
    });
    ({ database } = await client.databases.createIfNotExists({ id: 'shop' }));
    ({ container } = await database.containers.createIfNotExists({
      id: 'orders',
      partitionKey: { paths: ['/customerId'], version: 2 },
      throughput: 400,
    }));
  });

  afterAll(async () => {
    client.dispose();
    await account.close();
  });

  it('creates, reads, replaces, upserts and deletes an item', async () => {
    const created = await container.items.create<Order>({ id: '1', customerId: 'Ädä', total: 5 });
    expect([created.statusCode, created.requestCharge]).toEqual([201, 6.7]);

    const read = await container.item('1', 'Ädä').read<Order>();
    expect([read.statusCode, read.resource?.total, read.etag]).toEqual([200, 5, created.etag]);

    const replaced = await container
      .item('1', 'Ädä')
      .replace(
        { id: '1', customerId: 'Ädä', total: 6 },
        { accessCondition: { type: 'IfMatch', condition: read.etag } },
      );
    expect([replaced.statusCode, replaced.resource?.total]).toEqual([200, 6]);

    const upserted = await container.items.upsert({ id: '2', customerId: 'Ädä', total: 1 });
    const again = await container.items.upsert({ id: '2', customerId: 'Ädä', total: 2 });
    expect([upserted.statusCode, again.statusCode]).toEqual([201, 200]);

    expect((await container.item('1', 'Ädä').delete()).statusCode).toBe(204);
    expect((await container.item('1', 'Ädä').read()).statusCode).toBe(404);
  });

  it('gets 409 for an item that exists, 412 for a version that is gone, 304 for one it has', async () => {
    const order = { id: '3', customerId: 'bob', total: 5 };
    const { etag } = await container.items.create(order);
    await expect(container.items.create(order)).rejects.toMatchObject({ code: 409 });
    const notModified = await container
      .item('3', 'bob')
      .read({ accessCondition: { type: 'IfNoneMatch', condition: etag } });
    expect(notModified.statusCode).toBe(304);
    await container.item('3', 'bob').replace(order);
    const stale = { accessCondition: { type: 'IfMatch', condition: etag } };
    await expect(container.item('3', 'bob').replace(order, stale)).rejects.toMatchObject({ code: 412 });
  });

  it('reads databases, containers and partition key ranges', async () => {
    expect((await client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['shop']);
    expect((await database.read()).resource?.id).toBe('shop');
    expect((await database.containers.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(['orders']);
    expect((await container.read()).resource?.indexingPolicy?.indexingMode).toBe('consistent');
    const { resources: ranges } = await container.readPartitionKeyRanges().fetchAll();
    expect(ranges.map(({ minInclusive, maxExclusive }) => [minInclusive, maxExclusive])).toEqual([
      ['', '1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'],
      ['1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF', 'FF'],
    ]);
  });

  it('keeps hierarchical and missing partition keys apart', async () => {
    const { container: visits } = await database.containers.create({
      id: 'visits',
      partitionKey: { paths: ['/tenant', '/user'], version: 2, kind: 'MultiHash' as never },
    });
    await visits.items.create({ id: '1', tenant: 't', user: 'u' });
    expect((await visits.item('1', ['t', 'u']).read()).statusCode).toBe(200);
    expect((await visits.item('1', ['t', 'v']).read()).statusCode).toBe(404);
    await container.items.create({ id: 'none' });
    expect((await container.item('none', {} as never).read()).statusCode).toBe(200);
    expect((await visits.delete()).statusCode).toBe(204);
  });

  it('addresses everything by resource id', async () => {
    const { resource: shop } = await database.read();
    const { resource: orders } = await container.read();
    const byId = client.database(String(shop?._rid)).container(String(orders?._rid));
    expect((await byId.read()).resource?.id).toBe('orders');
    const { resource: order } = await container.items.upsert({ id: '4', customerId: 'eve' });
    expect((await byId.item(String(order?._rid), 'eve').read()).resource).toEqual(order);
  });

  it('gets 401 with a wrong key', async () => {
    const key = Buffer.from('a wrong key').toString('base64');
    const stranger = new CosmosClient({ endpoint: server.endpoint, key });
    await expect(stranger.database('shop').read()).rejects.toMatchObject({ code: 401 });
    stranger.dispose();
  });

  it('reads on from the second region while the first one fails, and comes back', async () => {
    await container.items.upsert({ id: '5', customerId: 'fay' });
    await account.control.failRegion('East US', { kind: 'status', status: 503 });
    const { statusCode, diagnostics } = await container.item('5', 'fay').read();
    expect(statusCode).toBe(200);
    const { locationEndpointsContacted } = diagnostics.clientSideRequestStatistics;
    expect(locationEndpointsContacted).toEqual([server.regions['East US'], server.regions['West US']]);
    await expect(container.items.upsert({ id: '6', customerId: 'fay' })).rejects.toMatchObject({ code: 503 });
    await account.control.restoreRegion('East US');
    expect((await container.items.upsert({ id: '6', customerId: 'fay' })).statusCode).toBe(201);
  });

  it('is told by name what the emulator does not implement', async () => {
    await expect(container.scripts.storedProcedures.readAll().fetchAll()).rejects.toMatchObject({
      code: 501,
      message: expect.stringContaining('stored procedures'),
    });
  });

  it('deletes container and database', async () => {
    expect((await container.delete()).statusCode).toBe(204);
    expect((await database.delete()).statusCode).toBe(204);
    await expect(database.read()).rejects.toMatchObject({ code: 404 });
  });
});
