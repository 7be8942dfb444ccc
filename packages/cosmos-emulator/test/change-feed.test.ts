import {
  type ChangeFeedIteratorOptions,
  ChangeFeedPolicy,
  ChangeFeedRetentionTimeSpan,
  ChangeFeedStartFrom,
  type Container,
  CosmosClient,
  StatusCodes,
} from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';
const name = { database: 'shop', container: 'orders' };

async function openShop(partitionsPerContainer = 1) {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({ clock: { nowMs: () => nowMs }, seed: 1, partitionsPerContainer });
  const client = createRawClient(account);
  await client.createShop();
  return {
    control: account.control,
    client,
    pass: (durationMs: number) => {
      nowMs += durationMs;
    },
  };
}

function write(client: RawClient, id: number, total: number) {
  return client.send('POST', docs, {
    pk: [`customer ${id}`],
    body: { id: String(id), customerId: `customer ${id}`, total },
    headers: { 'x-ms-documentdb-is-upsert': 'true' },
  });
}

function remove(client: RawClient, id: number) {
  return client.send('DELETE', `${docs}/${id}`, { pk: [`customer ${id}`] });
}

async function feed(client: RawClient, headers: Record<string, string> = {}, pk?: unknown[]) {
  const response = await client.send('GET', docs, {
    headers: { 'a-im': 'Incremental Feed', ...headers },
    ...(pk && { pk }),
  });
  const documents: { id: string; total: number }[] = response.json?.Documents ?? [];
  return { ...response, etag: response.headers.etag ?? '', totals: documents.map(({ id, total }) => `${id}:${total}`) };
}

describe('the change feed of latest versions', () => {
  it('starts at the beginning, shows every item once in the order of its last write, and answers 304 when drained', async () => {
    const { client } = await openShop();
    await write(client, 1, 1);
    await write(client, 2, 2);
    await write(client, 1, 3);
    await write(client, 3, 4);
    await remove(client, 3);
    const first = await feed(client);
    expect([first.status, first.totals, first.etag]).toEqual([200, ['2:2', '1:3'], '"5"']);
    expect(first.json.Documents[0]._lsn).toBe(2);
    expect(first.headers['x-ms-item-count']).toBe('2');
    const drained = await feed(client, { 'if-none-match': first.etag });
    expect([drained.status, drained.json, drained.etag]).toEqual([304, undefined, '"5"']);
    await write(client, 2, 5);
    expect((await feed(client, { 'if-none-match': drained.etag })).totals).toEqual(['2:5']);
  });

  it('starts now, or at a time', async () => {
    const { client, pass } = await openShop();
    await write(client, 1, 1);
    pass(10_000);
    const now = await feed(client, { 'if-none-match': '*' });
    expect([now.status, now.etag]).toEqual([304, '"1"']);
    await write(client, 2, 2);
    expect((await feed(client, { 'if-none-match': now.etag })).totals).toEqual(['2:2']);
    const since = { 'if-modified-since': new Date(Date.UTC(2026, 0, 1, 0, 0, 10)).toUTCString() };
    expect((await feed(client, since)).totals).toEqual(['2:2']);
    pass(10_000);
    const later = { 'if-modified-since': new Date(Date.UTC(2026, 0, 1, 0, 0, 20)).toUTCString() };
    expect(await feed(client, later)).toMatchObject({ status: 304, etag: '"2"' });
  });

  it('comes in pages, over all partitions or one', async () => {
    const { client } = await openShop(3);
    for (let id = 0; id < 10; id++) await write(client, id, id);
    const ids: string[] = [];
    let etag = '';
    for (;;) {
      const page = await feed(client, { 'x-ms-max-item-count': '3', ...(etag && { 'if-none-match': etag }) });
      etag = page.etag;
      if (page.status === 304) break;
      expect(page.totals.length).toBeLessThanOrEqual(3);
      ids.push(...page.totals);
    }
    expect(ids.sort()).toEqual(Array.from({ length: 10 }, (_, id) => `${id}:${id}`));
    const range = await feed(client, { 'x-ms-documentdb-partitionkeyrangeid': '1' });
    expect(range.totals.length).toBeGreaterThan(0);
    expect(range.etag).toBe(`"${range.totals.length}"`);
  });

  it('shows one partition key, or a part of a partition', async () => {
    const { client } = await openShop();
    for (let id = 0; id < 4; id++) await write(client, id, id);
    expect((await feed(client, {}, ['customer 2'])).totals).toEqual(['2:2']);
    const lower = await feed(client, { 'x-ms-start-epk': '', 'x-ms-end-epk': '20' });
    const upper = await feed(client, { 'x-ms-start-epk': '20', 'x-ms-end-epk': 'FF' });
    expect([...lower.totals, ...upper.totals].sort()).toEqual(['0:0', '1:1', '2:2', '3:3']);
    expect(upper.totals.length).toBeLessThan(4);
  });

  it('goes on in the children of a split', async () => {
    const { client, control } = await openShop();
    for (let id = 0; id < 6; id++) await write(client, id, id);
    const first = await feed(client, { 'x-ms-max-item-count': '3', 'x-ms-documentdb-partitionkeyrangeid': '0' });
    const children = await control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    const gone = await feed(client, { 'x-ms-documentdb-partitionkeyrangeid': '0' });
    expect([gone.status, gone.headers['x-ms-substatus']]).toEqual([410, '1002']);
    const rest = await Promise.all(
      children.map((id) => feed(client, { 'if-none-match': first.etag, 'x-ms-documentdb-partitionkeyrangeid': id })),
    );
    expect(rest.flatMap(({ totals }) => totals).sort()).toEqual(['3:3', '4:4', '5:5']);
  });

  it.each([
    { 'if-none-match': '"not ours"' },
    { 'if-modified-since': 'yesterday' },
    { 'a-im': 'Feed' },
    { 'x-ms-start-epk': 'xyz' },
    { 'x-ms-max-item-count': '0' },
  ])('refuses %p', async (headers) => {
    const { client } = await openShop();
    expect((await feed(client, headers)).status).toBe(400);
  });
});

describe('the change feed of all versions and deletes', () => {
  const all = { 'a-im': 'Full-Fidelity Feed' };

  it('shows every write, and what was deleted', async () => {
    const { client } = await openShop();
    const { etag } = await feed(client, { ...all, 'if-none-match': '*' });
    await write(client, 1, 1);
    await write(client, 1, 2);
    await remove(client, 1);
    const { json } = await feed(client, { ...all, 'if-none-match': etag });
    const crts = Date.UTC(2026, 0, 1) / 1000;
    expect(json.Documents).toEqual([
      {
        current: expect.objectContaining({ total: 1 }),
        metadata: { operationType: 'create', lsn: 1, crts, previousImageLSN: 0 },
      },
      {
        current: expect.objectContaining({ total: 2 }),
        metadata: { operationType: 'replace', lsn: 2, crts, previousImageLSN: 1 },
      },
      {
        current: {},
        previous: expect.objectContaining({ total: 2 }),
        metadata: {
          operationType: 'delete',
          lsn: 3,
          crts,
          previousImageLSN: 2,
          timeToLiveExpired: false,
          id: '1',
          partitionKey: { customerId: 'customer 1' },
        },
      },
    ]);
  });

  it('cannot be read from the beginning or a time', async () => {
    const { client } = await openShop();
    expect((await feed(client, all)).status).toBe(400);
    expect((await feed(client, { ...all, 'if-modified-since': new Date(0).toUTCString() })).status).toBe(400);
  });

  it('refuses a continuation whose versions are gone, unless the container keeps them', async () => {
    const { client } = await openShop();
    const kept = { id: 'kept', partitionKey: { paths: ['/customerId'] }, changeFeedPolicy: { retentionDuration: 5 } };
    await client.send('POST', '/dbs/shop/colls', { body: kept });
    for (const container of ['orders', 'kept']) {
      const path = `/dbs/shop/colls/${container}/docs`;
      const headers = { 'x-ms-documentdb-is-upsert': 'true' };
      const body = { id: '1', customerId: 'ada' };
      for (let count = 0; count < 4200; count++) await client.send('POST', path, { pk: ['ada'], body, headers });
      const { status, json } = await client.send('GET', path, { headers: { ...all, 'if-none-match': '"1"' } });
      expect([container, status]).toEqual([container, container === 'kept' ? 200 : 400]);
      if (status === 400) expect(json.message).toContain('retentionDuration');
    }
  });

  it('refuses a policy that is none', async () => {
    const { client } = await openShop();
    for (const changeFeedPolicy of ['5', { retentionDuration: -1 }, { retentionDuration: 'long' }]) {
      const body = { id: 'x', partitionKey: { paths: ['/a'] }, changeFeedPolicy };
      expect((await client.send('POST', '/dbs/shop/colls', { body })).status).toBe(400);
    }
  });
});

describe('the change feed iterator of @azure/cosmos', () => {
  const account = createEmulator({ regions: ['East US', 'West US'] });
  let client: CosmosClient;
  let container: Container;

  beforeAll(async () => {
    const server = await account.listen();
    client = new CosmosClient({ endpoint: server.endpoint, key: account.key });
    const { database } = await client.databases.create({ id: 'shop' });
    ({ container } = await database.containers.create({
      id: 'orders',
      partitionKey: { paths: ['/customerId'] },
      changeFeedPolicy: new ChangeFeedPolicy(ChangeFeedRetentionTimeSpan.fromMinutes(5)),
    }));
  });

  afterAll(async () => {
    client.dispose();
    await account.close();
  });

  /** Reads until there is nothing new; the results and where to go on. */
  async function drain(options: ChangeFeedIteratorOptions) {
    const results: { id: string }[] = [];
    const iterator = container.items.getChangeFeedIterator(options);
    for await (const page of iterator.getAsyncIterator()) {
      if (page.statusCode === StatusCodes.NotModified) return { results, token: page.continuationToken };
      results.push(...page.result);
    }
    throw new Error('A change feed never ends by itself.');
  }

  it('reads a container in pages, goes on from its token, also after a split and a merge', async () => {
    for (let id = 0; id < 20; id++) await container.items.create({ id: `${id}`, customerId: `c${id}` });
    const first = await drain({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning(), maxItemCount: 3 });
    expect(first.results.map(({ id }) => Number(id)).sort((one, other) => one - other)).toEqual([...Array(20).keys()]);

    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    await container.items.upsert({ id: '3', customerId: 'c3', total: 2 });
    const second = await drain({ changeFeedStartFrom: ChangeFeedStartFrom.Continuation(first.token) });
    expect(second.results).toEqual([expect.objectContaining({ id: '3', total: 2 })]);

    await account.control.mergePartitions({ ...name, partitionKeyRangeIds: ['2', '3'] });
    await container.items.upsert({ id: '4', customerId: 'c4', total: 2 });
    const third = await drain({ changeFeedStartFrom: ChangeFeedStartFrom.Continuation(second.token) });
    expect(third.results).toEqual([expect.objectContaining({ id: '4', total: 2 })]);
  });

  it('goes on while partitions split under it', async () => {
    const iterator = container.items.getChangeFeedIterator({
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning(),
      maxItemCount: 2,
    });
    const ids = [];
    let pages = 0;
    for await (const page of iterator.getAsyncIterator()) {
      if (page.statusCode === StatusCodes.NotModified) break;
      ids.push(...page.result.map(({ id }: { id: string }) => id));
      if (++pages === 2) await account.control.splitPartition({ ...name, partitionKeyRangeId: '1' });
    }
    expect(new Set(ids).size).toBe(20);
    expect(ids).toHaveLength(20);
  });

  it('reads one partition key, and from a time on', async () => {
    const one = await drain({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning('c7') });
    expect(one.results.map(({ id }) => id)).toEqual(['7']);
    const later = await drain({ changeFeedStartFrom: ChangeFeedStartFrom.Time(new Date(Date.now() + 5000)) });
    expect(later.results).toEqual([]);
  });

  it('reads all versions and deletes from now on', async () => {
    interface Change {
      readonly metadata: { readonly operationType: string };
      readonly previous?: { readonly id: string };
    }
    const iterator = container.items.getChangeFeedIterator<Change>({
      changeFeedMode: 'Full-Fidelity Feed' as never,
      changeFeedStartFrom: ChangeFeedStartFrom.Now(),
    });
    expect((await iterator.readNext()).statusCode).toBe(StatusCodes.NotModified);
    await container.items.create({ id: 'x', customerId: 'cx' });
    await container.item('x', 'cx').delete();
    const changes: Change[] = [];
    for (let page = await iterator.readNext(); page.statusCode === StatusCodes.Ok; page = await iterator.readNext()) {
      changes.push(...page.result);
    }
    expect(changes.map(({ metadata }) => metadata.operationType)).toEqual(['create', 'delete']);
    expect(changes[1]?.previous?.id).toBe('x');
  });
});
