import { describe, expect, it } from '@jest/globals';
import { headerNames } from '@perdura/cosmos-protocol';
import fc from 'fast-check';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';

async function createFilledShop(partitionKey?: object): Promise<RawClient> {
  const client = createRawClient(createEmulator({ partitionsPerContainer: 3, seed: 1 }));
  await client.createShop(partitionKey);
  return client;
}

async function fill(client: RawClient, count = 30): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const customerId = `customer-${index % 6}`;
    const body = { id: String(index), customerId, total: index, tags: ['x', 'y', 'z'] };
    await client.send('POST', docs, { pk: [customerId], body });
  }
}

function query(client: RawClient, text: string, headers: Record<string, string> = {}, pk?: readonly unknown[]) {
  return client.send('POST', docs, {
    body: { query: text },
    headers: { 'content-type': 'application/query+json', [headerNames.isQuery]: 'True', ...headers },
    ...(pk && { pk }),
  });
}

const cross = { [headerNames.enableCrossPartitionQuery]: 'True' };

describe('a query request', () => {
  it('loses no result when partitions split and merge between its pages, and repeats none after a split', async () => {
    const account = createEmulator({ partitionsPerContainer: 1, seed: 1 });
    const client = createRawClient(account);
    await client.createShop();
    await fill(client);
    const container = { database: 'shop', container: 'orders' };
    const text = 'SELECT VALUE CONCAT(c.id, t) FROM c JOIN t IN c.tags';
    const ranges = async () => (await client.send('GET', '/dbs/shop/colls/orders/pkranges')).json.PartitionKeyRanges;

    const results: string[] = [];
    let continuation: string | undefined;
    for (let page = 0; page === 0 || continuation !== undefined; page += 1) {
      if (page === 1) await account.control.splitPartition({ ...container, partitionKeyRangeId: '0' });
      if (page === 4) {
        expect(new Set(results).size).toBe(results.length);
        const partitionKeyRangeIds = (await ranges()).map(({ id }: { id: string }) => id);
        await account.control.mergePartitions({ ...container, partitionKeyRangeIds });
      }
      const paging = { ...cross, [headerNames.maxItemCount]: '8' };
      const { headers, json } = await query(client, text, {
        ...paging,
        ...(continuation !== undefined && { [headerNames.continuation]: continuation }),
      });
      results.push(...json.Documents);
      continuation = headers[headerNames.continuation];
    }
    const all = Array.from({ length: 30 }, (_, id) => ['x', 'y', 'z'].map((tag) => `${id}${tag}`)).flat();
    expect([...new Set(results)].sort()).toEqual([...all].sort());
  });

  it('is refused over several partitions unless the client enables it', async () => {
    const client = await createFilledShop();
    const refused = await query(client, 'SELECT * FROM c');
    expect([refused.status, refused.json.code]).toEqual([400, 'BadRequest']);
    expect(refused.json.message).toContain('Cross partition query is required but disabled');
    expect((await query(client, "SELECT * FROM c WHERE c.customerId = 'customer-1'")).status).toBe(200);
    expect((await query(client, 'SELECT * FROM c', cross)).status).toBe(200);
  });

  it('gets the plan instead of results that one partition alone cannot know', async () => {
    const client = await createFilledShop();
    const { status, headers, json } = await query(client, 'SELECT TOP 2 * FROM c ORDER BY c.total', cross);
    expect([status, headers[headerNames.subStatus], json.code]).toEqual([400, '1004', 'BadRequest']);
    expect(json.message).toContain('can not be directly served by the gateway');
    expect(JSON.parse(json.additionalErrorInfo)).toMatchObject({ queryInfo: { top: 2, orderBy: ['Ascending'] } });
    const plan = await query(client, 'SELECT TOP 2 * FROM c ORDER BY c.total', {
      [headerNames.isQueryPlanRequest]: 'True',
    });
    expect(plan.json).toEqual(JSON.parse(json.additionalErrorInfo));
  });

  it('is refused a plan the client cannot carry out', async () => {
    const client = await createFilledShop();
    const headers = { [headerNames.isQueryPlanRequest]: 'True', [headerNames.supportedQueryFeatures]: 'OrderBy, Top' };
    expect((await query(client, 'SELECT TOP 1 * FROM c ORDER BY c.a', headers)).status).toBe(200);
    const { status, json } = await query(client, 'SELECT DISTINCT VALUE c.a FROM c', headers);
    expect(status).toBe(400);
    expect(json.message).toContain('Distinct');
  });

  it.each([
    ['SELECT COUNT(1) + 1 AS n FROM c', 'Compositions of aggregates'],
    ['SELECT VALUE {n: COUNT(1)} FROM c', 'Compositions of aggregates'],
    ['SELECT c.a, COUNT(1) AS n FROM c GROUP BY c.a ORDER BY c.a', 'not supported together'],
  ])('is refused over several partitions, not answered wrongly: %s', async (text, message) => {
    const client = await createFilledShop();
    for (const headers of [cross, { [headerNames.isQueryPlanRequest]: 'True' }]) {
      const { status, json } = await query(client, text, headers);
      expect(status).toBe(400);
      expect(json.message).toContain(message);
      expect(json.additionalErrorInfo).toBeUndefined();
    }
    expect((await query(client, text, {}, ['customer-1'])).status).toBe(200);
  });

  it('keeps to the partition key, its prefix, the range or the part of it that headers name', async () => {
    const client = await createFilledShop({ paths: ['/customerId', '/id'], kind: 'MultiHash', version: 2 });
    for (let index = 0; index < 12; index += 1) {
      const [customerId, id] = [`customer-${index % 3}`, String(index)];
      await client.send('POST', docs, { pk: [customerId, id], body: { id, customerId } });
    }
    const ids = async (headers: Record<string, string>, pk?: readonly unknown[]) =>
      (await query(client, 'SELECT VALUE c.id FROM c', headers, pk)).json.Documents.map(Number);
    expect(await ids({}, ['customer-1', '4'])).toEqual([4]);
    expect(await ids({}, ['customer-1'])).toEqual([1, 4, 7, 10]);
    expect(await ids({}, ['customer-9'])).toEqual([]);
    expect(await ids(cross)).toHaveLength(12);
    const ordered = await query(client, 'SELECT VALUE c.id FROM c ORDER BY c.id DESC', {}, ['customer-1']);
    expect(ordered.json.Documents).toEqual(['7', '4', '10', '1']);
    const filtered = await query(client, "SELECT VALUE COUNT(1) FROM c WHERE c.customerId = 'customer-1'", cross);
    expect(filtered.json.Documents).toEqual([4]);

    const ranges = (await client.send('GET', '/dbs/shop/colls/orders/pkranges')).json.PartitionKeyRanges;
    const perRange = [];
    for (const { id, minInclusive, maxExclusive } of ranges) {
      const named = await ids({ [headerNames.partitionKeyRangeId]: id });
      const part = {
        [headerNames.startEffectivePartitionKey]: minInclusive,
        [headerNames.endEffectivePartitionKey]: maxExclusive,
        [headerNames.readKeyType]: 'EffectivePartitionKeyRange',
      };
      expect(await ids(part)).toEqual(named);
      expect(await ids({ ...part, [headerNames.endEffectivePartitionKey]: minInclusive })).toEqual([]);
      perRange.push(...named);
    }
    expect(perRange.sort((a, b) => a - b)).toEqual([...Array(12).keys()]);
  });

  it.each([
    'SELECT VALUE c.id FROM c',
    'SELECT VALUE t FROM c JOIN t IN c.tags',
    'SELECT VALUE c.id FROM c OFFSET 1 LIMIT 3',
  ])('pages %s without losing or repeating a result', async (text) => {
    const client = await createFilledShop();
    await fill(client);
    const pk = text.includes('OFFSET') ? ['customer-2'] : undefined;
    const whole = (await query(client, text, { ...cross, [headerNames.maxItemCount]: '1000' }, pk)).json.Documents;
    const paged: unknown[] = [];
    let continuation: string | undefined;
    do {
      const headers = {
        ...cross,
        [headerNames.maxItemCount]: '2',
        ...(continuation && { [headerNames.continuation]: continuation }),
      };
      const page = await query(client, text, headers, pk);
      expect(page.json._count).toBe(page.json.Documents.length);
      expect(page.json._count).toBeLessThanOrEqual(2);
      paged.push(...page.json.Documents);
      continuation = page.headers[headerNames.continuation];
    } while (continuation !== undefined);
    expect(paged).toEqual(whole);
  });

  it('orders results without a sort key by resource id', async () => {
    const client = await createFilledShop();
    await fill(client, 12);
    await client.send('POST', docs, {
      pk: ['customer-1'],
      body: { id: '1', customerId: 'customer-1' },
      headers: { [headerNames.isUpsert]: 'true' },
    });
    expect((await query(client, 'SELECT VALUE c.id FROM c', {}, ['customer-1'])).json.Documents).toEqual(['1', '7']);
  });

  it('tells charge, count, session and partition', async () => {
    const client = await createFilledShop();
    await fill(client, 6);
    const { headers } = await query(client, 'SELECT * FROM c', {}, ['customer-1']);
    expect(Number(headers[headerNames.requestCharge])).toBeGreaterThan(2.8);
    expect(headers[headerNames.itemCount]).toBe('1');
    expect(headers[headerNames.sessionToken]).toMatch(/^\d+:/);
    expect(headers[headerNames.partitionKeyRangeId]).toMatch(/^\d+$/);
  });

  it('tells which indexes it used, in the form that the client asks for', async () => {
    const client = await createFilledShop();
    const text = "SELECT * FROM c WHERE c.address.city = 'Oslo' AND c.tags[0] != 'x' ORDER BY c.total";
    const older = await query(client, text, { [headerNames.populateIndexMetrics]: 'true' }, ['ada']);
    const metrics = JSON.parse(Buffer.from(older.headers[headerNames.indexUtilization] ?? '', 'base64').toString());
    const specs = metrics.UtilizedSingleIndexes.map(({ IndexSpec }: { IndexSpec: string }) => IndexSpec);
    expect(specs).toEqual(['/address/city/?', '/tags/[]/?', '/total/?']);
    expect(metrics.PotentialCompositeIndexes).toMatchObject([{ IndexSpecs: ['/address/city ASC', '/tags/[] ASC'] }]);

    const newer = await query(client, text, { 'x-ms-cosmos-populateindexmetrics-v2': 'true' }, ['ada']);
    expect(JSON.parse(decodeURIComponent(newer.headers[headerNames.indexUtilization] ?? ''))).toMatchObject({
      UtilizedIndexes: { SingleIndexes: specs.map((IndexSpec: string) => ({ IndexSpec })), CompositeIndexes: [] },
      PotentialIndexes: { CompositeIndexes: [{ IndexSpecs: ['/address/city ASC', '/tags/[] ASC'] }] },
    });
    expect((await query(client, text, {}, ['ada'])).headers[headerNames.indexUtilization]).toBeUndefined();
  });

  it('orders by several properties with a composite index alone, in its directions and in all the opposite ones', async () => {
    const client = createRawClient(createEmulator());
    await client.send('POST', '/dbs', { body: { id: 'shop' } });
    const [ascending, descending] = [
      { path: '/a', order: 'ascending' },
      { path: '/b', order: 'descending' },
    ];
    const indexingPolicy = { compositeIndexes: [[ascending, descending]] };
    const body = { id: 'orders', partitionKey: { paths: ['/pk'] }, indexingPolicy };
    await client.send('POST', '/dbs/shop/colls', { body });
    const used = async (order: string) => {
      const headers = { 'x-ms-cosmos-populateindexmetrics-v2': 'true' };
      const answer = await query(client, `SELECT * FROM c ORDER BY ${order}`, headers, ['x']);
      if (answer.status !== 200) return answer.json.message;
      const metrics = JSON.parse(decodeURIComponent(answer.headers[headerNames.indexUtilization] ?? ''));
      return metrics.UtilizedIndexes.CompositeIndexes.length;
    };
    expect(await Promise.all(['c.a ASC, c.b DESC', 'c.a DESC, c.b', 'c.a, c.b', 'c.b DESC, c.a'].map(used))).toEqual([
      1,
      1,
      expect.stringContaining('does not have a corresponding composite index'),
      expect.stringContaining('does not have a corresponding composite index'),
    ]);
  });

  it.each([
    ['c.a', 200],
    ['c.hidden', 400, 'specified order-by item is excluded'],
    ['c.hidden.shown', 200],
    ['c.hidden.shown.deeper', 400, 'specified order-by item is excluded'],
    ['c._etag', 400, 'specified order-by item is excluded'],
    ['c["odd name"]', 400, 'specified order-by item is excluded'],
    ['c._ts', 200],
    ['c.id DESC', 200],
    ['UPPER(c.a)', 400, 'could not be mapped to a document path'],
    ['c', 400, 'could not be mapped to a document path'],
    ['VectorDistance(c.v, [1])', 200],
  ])('orders by indexed properties alone: %s', async (order, status, message = '') => {
    const client = createRawClient(createEmulator());
    await client.send('POST', '/dbs', { body: { id: 'shop' } });
    const indexingPolicy = {
      includedPaths: [{ path: '/*' }, { path: '/hidden/shown/?' }],
      excludedPaths: [{ path: '/hidden/*' }, { path: '/"odd name"/?' }],
    };
    const body = { id: 'orders', partitionKey: { paths: ['/pk'] }, indexingPolicy };
    await client.send('POST', '/dbs/shop/colls', { body });
    const answer = await query(client, `SELECT * FROM c ORDER BY ${order}`, {}, ['x']);
    expect([answer.status, String(answer.json.message ?? '').includes(message)]).toEqual([status, true]);
  });

  it.each([
    ['SELECT * FROM c JOIN t IN c.tags ORDER BY t.n', 400],
    ['SELECT * FROM c.address ORDER BY address.zip', 200],
    ['SELECT * FROM c.address a ORDER BY a.zip', 200],
    ['SELECT * FROM c.address a ORDER BY c.zip', 400],
  ])('knows what an order is by: %s', async (text, status) => {
    const client = await createFilledShop();
    expect((await query(client, text, {}, ['x'])).status).toBe(status);
  });

  it.each(['nonsense', '{"token":"1:2"}', '{"token":"-1:0","range":{"min":""}}'])(
    'is refused with the continuation %s',
    async (continuation) => {
      const client = await createFilledShop();
      const headers = { ...cross, [headerNames.continuation]: continuation };
      expect((await query(client, 'SELECT * FROM c', headers)).status).toBe(400);
    },
  );

  it.each<[string, unknown]>([
    ['no query', {}],
    ['a number for a query', { query: 1 }],
    ['parameters that are no list', { query: 'SELECT 1', parameters: {} }],
    ['a parameter without a name', { query: 'SELECT 1', parameters: [{ value: 1 }] }],
    ['a parameter that is null', { query: 'SELECT 1', parameters: [null] }],
    ['a list', []],
    ['no JSON', new TextEncoder().encode('{')],
  ])('is refused with %s', async (_name, body) => {
    const client = await createFilledShop();
    const headers = { ...cross, [headerNames.isQuery]: 'True' };
    expect((await client.send('POST', docs, { body, headers })).status).toBe(400);
  });

  it('is told place and code of a mistake as the gateway words it', async () => {
    const client = await createFilledShop();
    const { status, json } = await query(client, 'SELECT * FROM c WHERE c.a = = 1', cross);
    expect([status, json.code]).toEqual([400, 'BadRequest']);
    const [, errors] = /^Message: (.*)\r\nActivityId: /.exec(json.message) ?? [];
    expect(JSON.parse(errors ?? '')).toEqual({
      errors: [
        {
          severity: 'Error',
          location: { start: 28, end: 29 },
          code: 'SC1001',
          message: "Syntax error, incorrect syntax near '='.",
        },
      ],
    });
  });

  it('is answered 404 where there is no container, and pages databases', async () => {
    const client = createRawClient(createEmulator());
    expect((await query(client, 'SELECT 1')).status).toBe(404);
    for (const id of ['a', 'b', 'c']) await client.send('POST', '/dbs', { body: { id } });
    const body = { query: "SELECT VALUE d.id FROM d WHERE d.id != 'b'" };
    const headers = { 'content-type': 'application/query+json', [headerNames.maxItemCount]: '1' };
    const first = await client.send('POST', '/dbs', { body, headers });
    const continuation = first.headers[headerNames.continuation] ?? '';
    const second = await client.send('POST', '/dbs', {
      body,
      headers: { ...headers, [headerNames.continuation]: continuation },
    });
    expect([first.json.Databases, second.json.Databases]).toEqual([['a'], ['c']]);
    expect(second.headers[headerNames.continuation]).toBeUndefined();
  });

  it('never breaks the emulator, whatever it asks', async () => {
    const client = await createFilledShop();
    await fill(client, 6);
    const words = fc.constantFrom(
      'SELECT',
      'VALUE',
      '*',
      'c.total',
      'FROM c',
      'WHERE',
      'ORDER BY',
      'GROUP BY',
      'COUNT(1)',
      'TOP 1',
      ',',
      '(',
      ')',
      '@p',
      "'x'",
      'DISTINCT',
      'OFFSET 0 LIMIT 1',
      '[0]',
      '-',
    );
    const text = fc.array(words, { maxLength: 10 }).map((each) => `SELECT ${each.join(' ')}`);
    const isPlan = fc.constantFrom('True', 'False');
    await fc.assert(
      fc.asyncProperty(text, isPlan, async (each, plan) => {
        const { status } = await query(client, each, { ...cross, [headerNames.isQueryPlanRequest]: plan });
        expect([200, 400, 501]).toContain(status);
      }),
      { numRuns: 500 },
    );
  });
});
