import { CosmosClient, type Database, PartitionKeyKind } from '@azure/cosmos';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorServer } from '../src/index.ts';

describe('the control plane through @azure/cosmos over HTTP', () => {
  const account = createEmulator({ regions: ['East US', 'West US'] });
  let server: EmulatorServer;
  let client: CosmosClient;
  let database: Database;
  let databasesMade = 0;

  beforeAll(async () => {
    server = await account.listen();
    client = new CosmosClient({ endpoint: server.endpoint, key: account.key });
  });

  beforeEach(async () => {
    ({ database } = await client.databases.create({ id: `shop-${++databasesMade}` }));
  });

  afterAll(async () => {
    client.dispose();
    await account.close();
  });

  const partitionKey = { paths: ['/customerId'], version: 2 };

  describe('offers', () => {
    it('reads and replaces the offer of a container', async () => {
      const { container } = await database.containers.create({ id: 'orders', partitionKey, throughput: 500 });
      const { resource, offer } = await container.readOffer();
      expect(resource?.content?.offerThroughput).toBe(500);
      const content = { offerThroughput: 700, offerIsRUPerMinuteThroughputEnabled: false };
      const replaced = await offer?.replace({ ...resource, content });
      expect([replaced?.statusCode, replaced?.resource?.content?.offerThroughput]).toEqual([200, 700]);
      const read = await offer?.read();
      expect(read?.resource).toEqual(replaced?.resource);
      expect(read?.headers['x-ms-cosmos-min-throughput']).toBe('400');
      const wrong = { ...content, offerThroughput: 450 };
      await expect(offer?.replace({ ...resource, content: wrong })).rejects.toMatchObject({ code: 400 });
    });

    it('reads the offer of a database, and none of a container that shares it', async () => {
      const { database: shared } = await client.databases.create({ id: 'shared', throughput: 800 });
      const { container } = await shared.containers.create({ id: 'orders', partitionKey });
      expect((await shared.readOffer()).resource?.content?.offerThroughput).toBe(800);
      expect((await container.readOffer()).resource).toBeUndefined();
      expect((await database.readOffer()).resource).toBeUndefined();
      await shared.delete();
    });

    it('shows autoscale throughput, and replaces its maximum', async () => {
      const { container } = await database.containers.create({
        id: 'orders',
        partitionKey,
        maxThroughput: 4000,
        autoUpgradePolicy: { throughputPolicy: { incrementPercent: 10 } },
      });
      const { resource, offer } = await container.readOffer();
      expect(resource?.content).toMatchObject({
        offerThroughput: 400,
        offerAutopilotSettings: {
          maxThroughput: 4000,
          autoUpgradePolicy: { throughputPolicy: { incrementPercent: 10 } },
        },
      });
      const content = { ...resource?.content, offerAutopilotSettings: { maxThroughput: 25_000 } };
      const replaced = await offer?.replace({ ...resource, content } as never);
      expect(replaced?.resource?.content?.offerAutopilotSettings?.maxThroughput).toBe(25_000);
      expect((await container.readPartitionKeyRanges().fetchAll()).resources).toHaveLength(4);
    });

    it('lists and queries all offers', async () => {
      const { resource } = await database.containers.create({ id: 'orders', partitionKey });
      const { resources: all } = await client.offers.readAll().fetchAll();
      const own = all.filter(({ offerResourceId }) => offerResourceId === resource?._rid);
      expect(own).toHaveLength(1);
      const query = {
        query: 'SELECT * FROM c WHERE c.offerResourceId = @rid',
        parameters: [{ name: '@rid', value: String(resource?._rid) }],
      };
      expect((await client.offers.query(query).fetchAll()).resources).toEqual(own);
      const ids = (await client.offers.query({ query: 'SELECT VALUE c.id FROM c' }).fetchAll()).resources;
      expect(ids).toEqual(all.map(({ id }) => id));
    });
  });

  describe('containers', () => {
    it('replaces the indexing policy, not the partition key', async () => {
      const { container } = await database.containers.create({ id: 'orders', partitionKey });
      const { resource: before } = await container.read();
      const indexingPolicy = { includedPaths: [{ path: '/total/?' }], excludedPaths: [{ path: '/*' }] };
      const { resource } = await container.replace({ id: 'orders', partitionKey, indexingPolicy });
      expect(resource?.indexingPolicy?.includedPaths).toEqual([{ path: '/total/?' }]);
      expect([resource?._rid, resource?._etag === before?._etag]).toEqual([before?._rid, false]);
      expect((await container.read()).resource).toEqual(resource);
      const other = { id: 'orders', partitionKey: { paths: ['/tenantId'] } };
      await expect(container.replace(other)).rejects.toMatchObject({ code: 400 });
    });

    it('is told what is wrong with an indexing policy', async () => {
      const indexingPolicy = { includedPaths: [{ path: '/total' }] };
      await expect(database.containers.create({ id: 'orders', partitionKey, indexingPolicy })).rejects.toMatchObject({
        code: 400,
        message: expect.stringContaining("The indexing path '/total' could not be accepted"),
      });
    });

    it('come in pages and by query', async () => {
      for (const id of ['a', 'b', 'c']) await database.containers.create({ id, partitionKey });
      const iterator = database.containers.readAll({ maxItemCount: 2 });
      const pages: (string | undefined)[][] = [];
      while (iterator.hasMoreResults()) {
        const { resources } = await iterator.fetchNext();
        if (resources !== undefined) pages.push(resources.map(({ id }) => id));
      }
      expect(pages.filter(({ length }) => length > 0)).toEqual([['a', 'b'], ['c']]);
      const query = { query: 'SELECT * FROM c WHERE c.id > @id', parameters: [{ name: '@id', value: 'a' }] };
      const { resources } = await database.containers.query(query, { maxItemCount: 1 }).fetchAll();
      expect(resources.map(({ id }) => id)).toEqual(['b', 'c']);
    });

    it('tells quota and usage on request', async () => {
      const { container } = await database.containers.create({ id: 'orders', partitionKey });
      await container.items.create({ id: '1', customerId: 'ada' });
      const { headers } = await container.read({ populateQuotaInfo: true });
      expect(headers['x-ms-resource-usage']).toContain('documentsCount=1;');
    });

    it('refuses what is meant for one of the same name that was deleted', async () => {
      const { container, resource: old } = await database.containers.create({ id: 'orders', partitionKey });
      await container.items.create({ id: '1', customerId: 'ada' });
      await container.delete();
      const { resource } = await database.containers.create({ id: 'orders', partitionKey });
      expect((await container.item('1', 'ada').read()).statusCode).toBe(404);
      const create = (rid: unknown) => {
        const initialHeaders = { 'x-ms-cosmos-intended-collection-rid': String(rid) };
        return container.items.create({ id: '2', customerId: 'ada' }, { initialHeaders });
      };
      await expect(create(old?._rid)).rejects.toMatchObject({ code: 400, substatus: 1024 });
      expect((await create(resource?._rid)).statusCode).toBe(201);
    });

    it('keep items apart by every kind of partition key', async () => {
      const { container } = await database.containers.create({
        id: 'kinds',
        partitionKey: { paths: ['/a/b'], version: 2 },
      });
      const values = ['1', '', 1, -0.5, true, false, null, undefined];
      for (const [index, b] of values.entries()) await container.items.create({ id: 'same', index, a: { b } });
      for (const [index, value] of values.entries()) {
        const { resource } = await container.item('same', value === undefined ? ({} as never) : value).read();
        expect([value, resource?.index]).toEqual([value, index]);
      }
      const { resources } = await container.items.readAll({ maxItemCount: 3 }).fetchAll();
      expect(resources).toHaveLength(values.length);
    });

    it('keep items apart by hierarchical partition keys with missing parts', async () => {
      const { container } = await database.containers.create({
        id: 'visits',
        partitionKey: { paths: ['/tenant', '/user', '/day'], version: 2, kind: PartitionKeyKind.MultiHash },
      });
      await container.items.create({ id: '1', tenant: 't', user: null, day: 5 });
      await container.items.create({ id: '1', tenant: 't', day: true });
      expect((await container.item('1', ['t', null, 5]).read()).resource?.day).toBe(5);
      expect((await container.item('1', ['t', {} as never, true]).read()).resource?.day).toBe(true);
      const byPrefix = container.items.query('SELECT VALUE c.day FROM c', { partitionKey: ['t'] });
      expect(new Set((await byPrefix.fetchAll()).resources)).toEqual(new Set([5, true]));
    });
  });

  it('goes on listing databases while they are being deleted', async () => {
    for (const id of ['x1', 'x2', 'x3', 'x4', 'x5']) await client.databases.create({ id });
    const iterator = client.databases.readAll({ maxItemCount: 2 });
    while (iterator.hasMoreResults()) {
      const { resources = [] } = await iterator.fetchNext();
      for (const { id } of resources) if (id.startsWith('x')) await client.database(id).delete();
    }
    const { resources } = await client.databases.readAll().fetchAll();
    expect(resources.filter(({ id }) => id.startsWith('x'))).toEqual([]);
    const query = {
      query: 'SELECT VALUE c.id FROM c WHERE c.id = @id',
      parameters: [{ name: '@id', value: database.id }],
    };
    expect((await client.databases.query(query).fetchAll()).resources).toEqual([database.id]);
  });

  it('is told by name what the emulator does not implement', async () => {
    const { container } = await database.containers.create({ id: 'orders', partitionKey });
    const body = 'function () {}';
    const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['stored procedures', () => container.scripts.storedProcedures.create({ id: 'x', body })],
      ['stored procedures', () => container.scripts.storedProcedure('x').execute('ada', [])],
      ['stored procedures', () => container.scripts.storedProcedures.query({ query: 'SELECT * FROM c' }).fetchAll()],
      ['triggers', () => container.scripts.triggers.readAll().fetchAll()],
      ['user-defined functions', () => container.scripts.userDefinedFunction('x').read()],
      ['the conflict feed', () => container.conflicts.readAll().fetchAll()],
      ['the conflict feed', () => container.conflict('x', 'ada').delete()],
      ['users', () => database.users.create({ id: 'ada' })],
      ['permissions', () => database.user('ada').permissions.readAll().fetchAll()],
    ];
    for (const [feature, call] of calls) {
      await expect(call()).rejects.toMatchObject({
        code: 501,
        message: expect.stringContaining(`does not implement ${feature}`),
      });
    }
  });
});
