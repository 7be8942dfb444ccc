import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };

async function clientWithDatabase(): Promise<RawClient> {
  const client = createRawClient(createEmulator({ seed: 1 }));
  await client.send('POST', '/dbs', { body: { id: 'shop' } });
  return client;
}

describe('containers', () => {
  it('are created with every default filled in', async () => {
    const client = await clientWithDatabase();
    const { status, json } = await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
    expect(status).toBe(201);
    expect(json).toEqual({
      id: 'orders',
      indexingPolicy: {
        indexingMode: 'consistent',
        automatic: true,
        includedPaths: [{ path: '/*' }],
        excludedPaths: [{ path: '/"_etag"/?' }],
      },
      partitionKey,
      uniqueKeyPolicy: { uniqueKeys: [] },
      conflictResolutionPolicy: {
        mode: 'LastWriterWins',
        conflictResolutionPath: '/_ts',
        conflictResolutionProcedure: '',
      },
      geospatialConfig: { type: 'Geography' },
      _rid: expect.any(String),
      _self: expect.stringMatching(/^dbs\/.{8}\/colls\/.{12}\/$/),
      _etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
      _ts: expect.any(Number),
      _docs: 'docs/',
      _sprocs: 'sprocs/',
      _triggers: 'triggers/',
      _udfs: 'udfs/',
      _conflicts: 'conflicts/',
    });
  });

  it('keep an indexing policy, and always leave out the ETag', async () => {
    const client = await clientWithDatabase();
    const indexingPolicy = { includedPaths: [{ path: '/a/?' }], excludedPaths: [{ path: '/*' }] };
    const { json } = await client.send('POST', '/dbs/shop/colls', { body: { id: 'o', partitionKey, indexingPolicy } });
    expect(json.indexingPolicy.includedPaths).toEqual([{ path: '/a/?' }]);
    expect(json.indexingPolicy.excludedPaths).toEqual([{ path: '/*' }, { path: '/"_etag"/?' }]);
  });

  it('are read by name and by resource id, listed, and deleted', async () => {
    const client = await clientWithDatabase();
    const { json: created } = await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
    expect((await client.send('GET', '/dbs/shop/colls/orders')).json).toEqual(created);
    expect((await client.send('GET', `/${created._self}`)).json).toEqual(created);
    expect((await client.send('GET', '/dbs/shop/colls')).json.DocumentCollections).toEqual([created]);
    expect((await client.send('DELETE', '/dbs/shop/colls/orders')).status).toBe(204);
    expect((await client.send('GET', '/dbs/shop/colls/orders')).status).toBe(404);
  });

  it('get another resource id when they are created again', async () => {
    const client = await clientWithDatabase();
    const body = { id: 'orders', partitionKey };
    const { json: first } = await client.send('POST', '/dbs/shop/colls', { body });
    await client.send('DELETE', '/dbs/shop/colls/orders');
    const { json: second } = await client.send('POST', '/dbs/shop/colls', { body });
    expect(second._rid).not.toBe(first._rid);
  });

  it('are deleted under if-match only in that version', async () => {
    const client = await clientWithDatabase();
    const { json } = await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
    const path = '/dbs/shop/colls/orders';
    expect((await client.send('DELETE', path, { headers: { 'if-match': '"other"' } })).status).toBe(412);
    expect((await client.send('DELETE', path, { headers: { 'if-match': json._etag } })).status).toBe(204);
  });

  it('conflict with one of the same name', async () => {
    const client = await clientWithDatabase();
    await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
    expect((await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } })).status).toBe(409);
  });

  it('answer 404/1003 for what would lie in a missing owner', async () => {
    const client = await clientWithDatabase();
    const inDatabase = await client.send('GET', '/dbs/none/colls/orders');
    const inContainer = await client.send('GET', '/dbs/shop/colls/none/docs/1', { pk: ['a'] });
    for (const { status, headers } of [inDatabase, inContainer]) {
      expect([status, headers['x-ms-substatus']]).toEqual([404, '1003']);
    }
    expect((await client.send('GET', '/dbs/none')).headers['x-ms-substatus']).toBeUndefined();
  });

  it.each([
    ['no partition key', { id: 'o' }],
    ['a partition key without paths', { id: 'o', partitionKey: { paths: [], kind: 'Hash' } }],
    ['a path without a slash', { id: 'o', partitionKey: { paths: ['pk'] } }],
    ['a path that names nothing', { id: 'o', partitionKey: { paths: ['//'] } }],
    ['a path that ends in a slash', { id: 'o', partitionKey: { paths: ['/pk/'] } }],
    ['a path with an open quote', { id: 'o', partitionKey: { paths: ['/"pk'] } }],
    ['two paths of kind Hash', { id: 'o', partitionKey: { paths: ['/a', '/b'], kind: 'Hash', version: 2 } }],
    ['MultiHash of version 1', { id: 'o', partitionKey: { paths: ['/a', '/b'], kind: 'MultiHash', version: 1 } }],
    ['an unknown indexing mode', { id: 'o', partitionKey, indexingPolicy: { indexingMode: 'often' } }],
    ['no id', { partitionKey }],
  ])('are refused with 400 for %s', async (_name, body) => {
    const client = await clientWithDatabase();
    expect((await client.send('POST', '/dbs/shop/colls', { body })).status).toBe(400);
  });

  it.each([
    ['the analytical store', { analyticalStorageTtl: -1 }],
    ['vector search', { vectorEmbeddingPolicy: { vectorEmbeddings: [] } }],
    ['custom conflict resolution', { conflictResolutionPolicy: { mode: 'Custom' } }],
  ])('are refused with 501 rather than created without %s', async (feature, properties) => {
    const client = await clientWithDatabase();
    const { status, json } = await client.send('POST', '/dbs/shop/colls', {
      body: { id: 'orders', partitionKey, ...properties },
    });
    expect(status).toBe(501);
    expect(json.message).toContain(feature);
  });

  it('refuse throughput that the service would refuse', async () => {
    const client = await clientWithDatabase();
    const create = (headers: Record<string, string>) =>
      client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey }, headers });
    expect((await create({ 'x-ms-offer-throughput': '100' })).status).toBe(400);
    expect((await create({ 'x-ms-offer-throughput': '450' })).status).toBe(400);
    expect((await create({ 'x-ms-offer-throughput': '1000100' })).status).toBe(400);
    expect((await create({ 'x-ms-offer-throughput': '1e15' })).status).toBe(400);
    expect((await create({ 'x-ms-offer-throughput': '4e2' })).status).toBe(400);
    expect((await create({ 'x-ms-offer-throughput': '' })).status).toBe(400);
    expect((await create({ 'x-ms-cosmos-offer-autopilot-settings': '{"maxThroughput":400}' })).status).toBe(400);
    expect((await create({ 'x-ms-cosmos-offer-autopilot-settings': 'x' })).status).toBe(400);
    expect((await create({ 'x-ms-offer-throughput': '400' })).status).toBe(201);
  });
});

describe('partition key ranges', () => {
  it('cover the hash space, two of them unless told otherwise', async () => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    const { json } = await client.send('GET', '/dbs/shop/colls/orders/pkranges');
    const middle = '1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF';
    expect(json.PartitionKeyRanges).toMatchObject([
      { id: '0', minInclusive: '', maxExclusive: middle, status: 'online', parents: [] },
      { id: '1', minInclusive: middle, maxExclusive: 'FF', status: 'online', parents: [] },
    ]);
  });

  it('are as many as the option says, and more for more throughput', async () => {
    const client = createRawClient(createEmulator({ partitionsPerContainer: 3 }));
    await client.createShop();
    const body = { id: 'big', partitionKey };
    await client.send('POST', '/dbs/shop/colls', { body, headers: { 'x-ms-offer-throughput': '45000' } });
    expect((await client.send('GET', '/dbs/shop/colls/orders/pkranges')).json._count).toBe(3);
    expect((await client.send('GET', '/dbs/shop/colls/big/pkranges')).json._count).toBe(5);
  });

  it('refuse to go on behind one that was split meanwhile', async () => {
    const account = createEmulator();
    const client = createRawClient(account);
    await client.createShop();
    const path = '/dbs/shop/colls/orders/pkranges';
    const first = await client.send('GET', path, { headers: { 'x-ms-max-item-count': '1' } });
    const continuation = { 'x-ms-continuation': first.headers['x-ms-continuation'] ?? '' };
    expect((await client.send('GET', path, { headers: continuation })).json._count).toBe(1);
    await account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    expect((await client.send('GET', path, { headers: continuation })).status).toBe(400);
  });

  it('answer 304 to an incremental read with the ETag of the last one', async () => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    const path = '/dbs/shop/colls/orders/pkranges';
    const first = await client.send('GET', path, {
      headers: { 'a-im': 'Incremental Feed', 'x-ms-max-item-count': '-1' },
    });
    const second = await client.send('GET', path, {
      headers: { 'a-im': 'Incremental Feed', 'if-none-match': first.headers.etag ?? '' },
    });
    expect([first.status, first.json._count]).toEqual([200, 2]);
    expect([second.status, second.json, second.headers.etag]).toEqual([304, undefined, first.headers.etag]);
  });
});
