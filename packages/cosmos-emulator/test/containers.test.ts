import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };

async function clientWithDatabase(): Promise<RawClient> {
  const client = createRawClient(createEmulator({ seed: 1 }));
  await client.send('POST', '/dbs', { body: { id: 'shop' } });
  return client;
}

const lowerName = { name: 'lowerName', query: 'SELECT VALUE LOWER(c.name) FROM c' };
const computed = (...computedProperties: object[]) => ({ id: 'o', partitionKey, computedProperties });
const embedding = { path: '/v', dataType: 'float32', dimensions: 3, distanceFunction: 'cosine' };
const vectors = (vectorEmbeddings: unknown, vectorIndexes: object[] = []) => ({
  id: 'o',
  partitionKey,
  vectorEmbeddingPolicy: { vectorEmbeddings },
  indexingPolicy: { vectorIndexes },
});

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
    ['computed properties that are no list', { id: 'o', partitionKey, computedProperties: {} }],
    ['a computed property without a name', computed({ query: 'SELECT VALUE 1 FROM c' })],
    ['a computed property named as a system property', computed({ name: '_ts', query: 'SELECT VALUE c.a FROM c' })],
    [
      'two computed properties of one name',
      computed({ name: 'x', query: 'SELECT VALUE c.a FROM c' }, { name: 'x', query: 'SELECT VALUE c.b FROM c' }),
    ],
    [
      'more than 20 computed properties',
      computed(...Array.from({ length: 21 }, (_, n) => ({ name: `x${n}`, query: 'SELECT VALUE c.a FROM c' }))),
    ],
    ...[
      'SELECT VALUE',
      'SELECT c.a FROM c',
      'SELECT VALUE 1',
      'SELECT VALUE t FROM c JOIN t IN c.tags',
      'SELECT VALUE c.a FROM c WHERE true',
      'SELECT VALUE c.a FROM c ORDER BY c.a',
      'SELECT DISTINCT VALUE c.a FROM c',
      'SELECT TOP 1 VALUE c.a FROM c',
      'SELECT VALUE COUNT(1) FROM c',
      'SELECT VALUE (SELECT VALUE 1) FROM c',
      'SELECT VALUE GetCurrentTicks() FROM c',
      'SELECT VALUE RAND() FROM c',
      'SELECT VALUE ST_AREA(c.a) FROM c',
      'SELECT VALUE udf.f(c.a) FROM c',
      'SELECT VALUE NOPE(c.a) FROM c',
    ].map((query): [string, object] => [`the computed property ${query}`, computed({ name: 'x', query })]),
    ['a vector policy without embeddings', vectors(null)],
    ['a vector path without a slash', vectors([{ ...embedding, path: 'v' }])],
    ['a vector path with a wildcard', vectors([{ ...embedding, path: '/v/*' }])],
    ['an unknown type of vector', vectors([{ ...embedding, dataType: 'float128' }])],
    ['an unknown distance function', vectors([{ ...embedding, distanceFunction: 'taxi' }])],
    ['vectors without dimensions', vectors([{ ...embedding, dimensions: 0 }])],
    ['too many dimensions', vectors([{ ...embedding, dimensions: 4097 }])],
    ['a vector path twice', vectors([embedding, embedding])],
    ['a vector index without a policy', vectors([embedding], [{ path: '/w', type: 'flat' }])],
    ['an unknown type of vector index', vectors([embedding], [{ path: '/v', type: 'round' }])],
    [
      'a flat index of too many dimensions',
      vectors([{ ...embedding, dimensions: 506 }], [{ path: '/v', type: 'flat' }]),
    ],
  ])('are refused with 400 for %s', async (_name, body) => {
    const client = await clientWithDatabase();
    expect((await client.send('POST', '/dbs/shop/colls', { body })).status).toBe(400);
  });

  it('keep computed properties and vector policies as they were given', async () => {
    const client = await clientWithDatabase();
    const body = { ...vectors([embedding], [{ path: '/v', type: 'diskANN' }]), ...computed(lowerName) };
    const { status, json } = await client.send('POST', '/dbs/shop/colls', { body });
    expect(status).toBe(201);
    expect(json.computedProperties).toEqual([lowerName]);
    expect(json.vectorEmbeddingPolicy).toEqual({ vectorEmbeddings: [embedding] });
    expect(json.indexingPolicy.vectorIndexes).toEqual([{ path: '/v', type: 'diskANN' }]);
  });

  it.each([
    ['the analytical store', { analyticalStorageTtl: -1 }],
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
