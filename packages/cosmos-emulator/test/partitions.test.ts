import { CosmosClient } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount, type SplitPartitionOptions } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const orders = '/dbs/shop/colls/orders';
const name = { database: 'shop', container: 'orders' };

interface Shop {
  readonly account: EmulatedAccount;
  readonly client: RawClient;
  /** Moves the clock. */
  readonly pass: (durationMs: number) => void;
}

async function openShop(items = 0): Promise<Shop> {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({ clock: { nowMs: () => nowMs }, partitionsPerContainer: 1, seed: 1 });
  const client = createRawClient(account);
  await client.createShop();
  for (let index = 0; index < items; index++) await create(client, index);
  const pass = (durationMs: number) => {
    nowMs += durationMs;
  };
  return { account, client, pass };
}

function create(client: RawClient, index: number) {
  const customerId = `customer ${index}`;
  return client.send('POST', `${orders}/docs`, { body: { id: String(index), customerId }, pk: [customerId] });
}

function read(client: RawClient, index: number, headers: Record<string, string> = {}) {
  return client.send('GET', `${orders}/docs/${index}`, { pk: [`customer ${index}`], headers });
}

describe('splitPartition', () => {
  it('halves a partition by its items; both halves name it as their parent', async () => {
    const { account, client } = await openShop(9);
    expect(await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' })).toEqual(['1', '2']);
    const { json } = await client.send('GET', `${orders}/pkranges`);
    const ranges = json.PartitionKeyRanges;
    expect(ranges.map(({ id, parents }: { id: string; parents: string[] }) => [id, parents])).toEqual([
      ['1', ['0']],
      ['2', ['0']],
    ]);
    expect([ranges[0].minInclusive, ranges[1].maxExclusive]).toEqual(['', 'FF']);
    expect(ranges[0].maxExclusive).toBe(ranges[1].minInclusive);
    const counts = await Promise.all(
      ['1', '2'].map((id) =>
        client.send('GET', `${orders}/docs`, { headers: { 'x-ms-documentdb-partitionkeyrangeid': id } }),
      ),
    );
    expect(counts.map((page) => page.json._count)).toEqual([4, 5]);
  });

  it('splits where it is told, and an empty partition in the middle of its range', async () => {
    const { account, client } = await openShop();
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '1', at: '0ABC' });
    const { json } = await client.send('GET', `${orders}/pkranges`);
    const bounds = json.PartitionKeyRanges.map(({ minInclusive }: { minInclusive: string }) => minInclusive);
    expect(bounds).toEqual(['', '0ABC', '1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF']);
  });

  it('answers 410/1007 until it is done, then serves everything, and 410/1002 for the old id', async () => {
    const { account, client, pass } = await openShop(5);
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0', lockMs: 100 });
    const locked = [await read(client, 1), await create(client, 7), await client.send('GET', `${orders}/docs`)];
    expect(locked.map(({ status, headers }) => [status, headers['x-ms-substatus']])).toEqual(
      Array(3).fill([410, '1007']),
    );
    pass(100);
    expect((await read(client, 1)).status).toBe(200);
    const gone = await client.send('GET', `${orders}/docs`, {
      headers: { 'x-ms-documentdb-partitionkeyrangeid': '0' },
    });
    expect([gone.status, gone.headers['x-ms-substatus']]).toEqual([410, '1002']);
  });

  it('changes the ETag of the ranges when they change, not when they are locked', async () => {
    const { account, client, pass } = await openShop();
    const ranges = (etag: string) =>
      client.send('GET', `${orders}/pkranges`, { headers: { 'a-im': 'Incremental Feed', 'if-none-match': etag } });
    const etag = (await client.send('GET', `${orders}/pkranges`)).headers.etag ?? '';
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0', lockMs: 100 });
    expect((await ranges(etag)).status).toBe(304);
    pass(100);
    const changed = await ranges(etag);
    expect([changed.status, changed.json._count]).toEqual([200, 2]);
    expect((await ranges(changed.headers.etag ?? '')).status).toBe(304);
  });

  it('leaves session tokens of the parent valid', async () => {
    const { account, client } = await openShop(5);
    const token = (await read(client, 1)).headers['x-ms-session-token'] ?? '';
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    const { status, headers } = await read(client, 1, { 'x-ms-session-token': token });
    expect([status, headers['x-ms-session-token']]).toEqual([200, expect.stringMatching(/^[12]:-1#6$/)]);
  });

  it('goes on with a list of items where it was', async () => {
    const { account, client } = await openShop(9);
    const page = (continuation = '') =>
      client.send('GET', `${orders}/docs`, {
        headers: { 'x-ms-max-item-count': '4', 'x-ms-continuation': continuation },
      });
    const first = await page();
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    const second = await page(first.headers['x-ms-continuation']);
    const third = await page(second.headers['x-ms-continuation']);
    const ids = [first, second, third].flatMap(({ json }) => json.Documents.map(({ id }: { id: string }) => id));
    expect([...ids].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });

  it.each<[string, Partial<SplitPartitionOptions>]>([
    ['a container that does not exist', { container: 'invoices' }],
    ['a database that does not exist', { database: 'bank' }],
    ['a partition that does not exist', { partitionKeyRangeId: '5' }],
    ['a key at the start of the range', { at: '00' }],
    ['a key beyond it', { at: 'FF' }],
    ['a key that is not upper-case hex', { at: '0abc' }],
    ['a negative lock', { lockMs: -1 }],
    ['an unknown option', { middle: '' } as object],
  ])('refuses %s', async (_what, wrong) => {
    const { account } = await openShop();
    const options = { ...name, partitionKeyRangeId: '0', ...wrong };
    await expect(account.control.splitPartition(options)).rejects.toThrow(TypeError);
  });

  it('refuses a partition that is splitting already', async () => {
    const { account } = await openShop();
    const options = { ...name, partitionKeyRangeId: '0', lockMs: 5 };
    await account.control.splitPartition(options);
    await expect(account.control.splitPartition(options)).rejects.toThrow('already');
  });
});

describe('mergePartitions', () => {
  it('makes one partition of two, with a new version of session tokens', async () => {
    const { account, client, pass } = await openShop(9);
    const [lower, upper] = await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    const merge = { ...name, partitionKeyRangeIds: [upper, lower] as const, lockMs: 10 };
    expect(await account.control.mergePartitions(merge)).toBe('3');
    expect((await read(client, 1)).headers['x-ms-substatus']).toBe('1007');
    pass(10);
    const { json } = await client.send('GET', `${orders}/pkranges`);
    expect(json.PartitionKeyRanges).toEqual([
      expect.objectContaining({ id: '3', minInclusive: '', maxExclusive: 'FF', parents: ['0', '1', '2'] }),
    ]);
    const all = await client.send('GET', `${orders}/docs`);
    expect(all.json.Documents.map(({ id }: { id: string }) => id)).toEqual([...'012345678']);
    expect(all.headers['x-ms-session-token']).toMatch(/^3:0#/);
  });

  it('refuses partitions that do not lie side by side', async () => {
    const { account } = await openShop();
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '1' });
    for (const partitionKeyRangeIds of [['3', '2'], ['3', '3'], ['3', '1'], ['3']] as unknown as [string, string][]) {
      await expect(account.control.mergePartitions({ ...name, partitionKeyRangeIds })).rejects.toThrow(TypeError);
    }
  });
});

describe('@azure/cosmos while partitions change', () => {
  it('reads, writes and lists across a split and a merge', async () => {
    const account = createEmulator({ partitionsPerContainer: 1 });
    const server = await account.listen();
    const client = new CosmosClient({ endpoint: server.endpoint, key: account.key });
    const { database } = await client.databases.create({ id: 'shop' });
    const { container } = await database.containers.create({ id: 'orders', partitionKey: { paths: ['/customerId'] } });
    for (let index = 0; index < 10; index++) await container.items.create({ id: `${index}`, customerId: `${index}` });
    const [lower, upper] = await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    expect((await container.item('3', '3').read()).statusCode).toBe(200);
    expect((await container.item('3', '3').replace({ id: '3', customerId: '3', total: 1 })).statusCode).toBe(200);
    await account.control.mergePartitions({ ...name, partitionKeyRangeIds: [lower, upper] });
    expect((await container.item('3', '3').read()).resource.total).toBe(1);
    const { resources: ranges } = await container.readPartitionKeyRanges().fetchAll();
    expect(ranges.map(({ id }) => id)).toEqual(['3']);
    client.dispose();
    await account.close();
  });
});

describe('a container that is made anew', () => {
  it('has another resource id and none of the old items', async () => {
    const { client } = await openShop(3);
    const before = await client.send('GET', orders);
    await client.send('DELETE', orders);
    await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey: { paths: ['/customerId'] } } });
    const after = await client.send('GET', orders);
    expect(after.json._rid).not.toBe(before.json._rid);
    expect((await client.send('GET', `${orders}/docs`)).json._count).toBe(0);
    const byOldId = `/dbs/shop/colls/${encodeURIComponent(before.json._rid)}`;
    expect((await client.send('GET', byOldId)).status).toBe(404);
  });
});
