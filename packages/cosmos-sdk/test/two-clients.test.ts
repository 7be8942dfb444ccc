import {
  CosmosClient as AzureClient,
  type Container as AzureContainer,
  ChangeFeedStartFrom,
  PartitionKeyKind,
} from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount, type EmulatorServer } from '@perdura/cosmos-emulator';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';

// What one client writes the other reads, over HTTP: ours, and the one of Microsoft for Node.

let account: EmulatedAccount;
/** How far the account's clock is ahead. */
let aheadMs = 0;
let server: EmulatorServer;
let ours: CosmosClient;
let theirs: AzureClient;

beforeAll(async () => {
  account = createEmulator({ regions: ['East US', 'West US'], clock: { nowMs: () => Date.now() + aheadMs } });
  server = await account.listen();
  const { endpoint } = server;
  ours = await CosmosClient.create({ endpoint, key: account.key, preferredRegions: ['East US', 'West US'] });
  theirs = new AzureClient({ endpoint, key: account.key });
  await ours.createDatabase('shop');
});
afterAll(async () => {
  theirs.dispose();
  await ours.close();
  await account.close();
});

/** One container, through both clients. */
interface Both {
  readonly mine: ContainerClient;
  readonly yours: AzureContainer;
}

let containers = 0;

async function openBoth(partitionKey: string | readonly string[] = '/pk', more: object = {}): Promise<Both> {
  const id = `container-${++containers}`;
  const { container: mine } = await ours.database('shop').createContainer({ id, partitionKey, ...more });
  return { mine, yours: theirs.database('shop').container(id) };
}

/** An item without what the service adds. */
function bare(item: object | undefined): object {
  return Object.fromEntries(Object.entries(item ?? {}).filter(([name]) => !name.startsWith('_')));
}

describe('databases and containers', () => {
  it('made by one are used by the other', async () => {
    await theirs.databases.create({ id: 'yours' });
    const partitionKey = { paths: ['/a', '/b'], kind: PartitionKeyKind.MultiHash, version: 2 };
    await theirs.database('yours').containers.create({ id: 'deep', partitionKey });
    const deep = await ours.database('yours').container('deep', { partitionKey: ['/a', '/b'] });
    expect(deep.reference.partitionKey).toMatchObject({ kind: 'MultiHash', version: 2 });

    const { mine, yours } = await openBoth('/pk', { defaultTtl: 60 });
    const { resource } = await yours.read();
    expect(resource).toMatchObject({ id: mine.id, defaultTtl: 60, partitionKey: { paths: ['/pk'], version: 2 } });
  });

  it('are found, and their throughput, by both', async () => {
    const throughput = { kind: 'manual', requestUnitsPerSecond: 700 } as const;
    await ours.database('shop').createContainer({ id: 'paid', partitionKey: '/pk' }, { throughput });
    const { resource } = await theirs.database('shop').container('paid').readOffer();
    expect(resource?.content).toMatchObject({ offerThroughput: 700 });
    const { resources } = await theirs.database('shop').containers.readAll().fetchAll();
    const found = await ours.database('shop').queryContainers().toArray();
    expect(found.map(({ id }) => id).sort()).toEqual(resources.map(({ id }) => id).sort());
  });
});

describe('items', () => {
  const items: readonly (readonly [what: string, item: { readonly id: string } & Record<string, unknown>])[] = [
    ['letters of all kinds', { id: 'l', pk: 'käufer', text: 'ß\u{1f600}\u2028\u0000"\\', ключ: 1 }],
    ['numbers of all kinds', { id: 'n', pk: 1.5, list: [0, -1, 1e21, 5e-324, 1.7976931348623157e308, 2 ** 53] }],
    ['nested lists and objects', { id: 'd', pk: true, a: { b: [{ c: [[], {}, null, false] }] } }],
    ['a null key', { id: 'z', pk: null }],
    ['no key', { id: 'u' }],
    ['a key of zero', { id: 'zero', pk: 0 }],
    ['an empty key', { id: 'empty', pk: '' }],
    ['an id with odd letters', { id: 'a b%20+:@&=;,\'"ü\u{1f600}', pk: 'odd' }],
  ];
  let both: Both;
  beforeAll(async () => {
    both = await openBoth();
  });

  it.each(items)('with %s that ours writes theirs reads, changes and deletes', async (_, item) => {
    const { mine, yours } = both;
    const key = item.pk === undefined ? {} : item.pk;
    await mine.createItem(item);
    const { resource } = await yours.item(item.id, key as never).read();
    expect(bare(resource)).toEqual(item);
    await yours.item(item.id, key as never).replace({ ...item, by: 'them' });
    expect(bare((await mine.readItem([item.pk as string], item.id)).resource)).toEqual({ ...item, by: 'them' });
    await yours.item(item.id, key as never).delete();
    expect(await mine.findItem([item.pk as string], item.id)).toBeUndefined();
  });

  it.each(items)('with %s that theirs writes ours reads, changes and deletes', async (_, item) => {
    const { mine, yours } = both;
    await yours.items.create(item);
    expect(bare((await mine.readItem([item.pk as string], item.id)).resource)).toEqual(item);
    await mine.upsertItem({ ...item, by: 'us' });
    const key = item.pk === undefined ? {} : item.pk;
    expect(bare((await yours.item(item.id, key as never).read()).resource)).toEqual({ ...item, by: 'us' });
    await mine.deleteItem([item.pk as string], item.id);
    expect((await yours.item(item.id, key as never).read()).statusCode).toBe(404);
  });

  it('with hierarchical keys are the same to both', async () => {
    const { mine, yours } = await openBoth(['/tenant', '/user', '/session']);
    await mine.createItem({ id: '1', tenant: 't', user: 1, session: null });
    await yours.items.create({ id: '2', tenant: 't', user: 1, session: 'ü' });
    expect((await yours.item('1', ['t', 1, null] as never).read()).resource).toMatchObject({ tenant: 't' });
    expect((await mine.readItem(['t', 1, 'ü'], '2')).resource).toMatchObject({ session: 'ü' });
    const { resources } = await yours.items.query('SELECT * FROM c', { partitionKey: ['t'] as never }).fetchAll();
    const found = await mine.query('SELECT * FROM c', { scope: ['t'] }).toArray();
    expect(found.map(({ id }) => id).sort()).toEqual(resources.map(({ id }) => id).sort());
    expect(found).toHaveLength(2);
  });

  it('live as long as either says', async () => {
    const { mine, yours } = await openBoth('/pk', { defaultTtl: -1 });
    await mine.createItem({ id: '1', pk: 'a', ttl: 60 });
    await yours.items.create({ id: '2', pk: 'a', ttl: 60 });
    await mine.createItem({ id: '3', pk: 'a' });
    expect((await mine.readItem('a', '2')).resource).toMatchObject({ ttl: 60 });
    aheadMs = 120_000;
    const { resources } = await yours.items.query('SELECT VALUE c.id FROM c').fetchAll();
    const found = await mine.query('SELECT VALUE c.id FROM c').toArray();
    aheadMs = 0;
    expect([resources, found]).toEqual([['3'], ['3']]);
  });
});

describe('conditions', () => {
  it('of one hold for the writes of the other', async () => {
    const { mine, yours } = await openBoth();
    const { etag } = await mine.createItem({ id: '1', pk: 'a', n: 0 });
    const condition = etag ?? '';
    const item = yours.item('1', 'a');
    const replaced = await item.replace(
      { id: '1', pk: 'a', n: 1 },
      { accessCondition: { type: 'IfMatch', condition } },
    );
    await expect(mine.replaceItem({ id: '1', pk: 'a', n: 2 }, { ifMatch: etag })).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    const { etag: second } = await mine.replaceItem({ id: '1', pk: 'a', n: 2 }, { ifMatch: replaced.etag });
    await expect(item.delete({ accessCondition: { type: 'IfMatch', condition } })).rejects.toMatchObject({ code: 412 });
    const { statusCode } = await item.read({ accessCondition: { type: 'IfNoneMatch', condition: second ?? '' } });
    expect(statusCode).toBe(304);
    expect((await mine.readItem('a', '1', { ifNoneMatch: second ?? '' })).notModified).toBe(true);
  });

  it('of sessions are passed on: a token of one makes the other see as much', async () => {
    const { mine, yours } = await openBoth();
    await mine.createItem({ id: '0', pk: 'a' });
    await account.control.drainReplication();
    await account.control.pauseReplication('West US');
    const { endpoint } = server;
    const inTheWest = await CosmosClient.create({
      endpoint,
      key: account.key,
      preferredRegions: ['West US', 'East US'],
    });
    const west = await inTheWest.database('shop').container(mine.id);
    const theirWest = new AzureClient({
      endpoint,
      key: account.key,
      connectionPolicy: { preferredLocations: ['West US', 'East US'] },
    });
    const { headers } = await yours.items.create({ id: '1', pk: 'a' });
    expect(await west.findItem('a', '1')).toBeUndefined();
    const sessionToken = String(headers['x-ms-session-token']);
    expect((await west.readItem('a', '1', { sessionToken })).diagnostics.effectiveRegion).toBe('East US');

    await mine.createItem({ id: '2', pk: 'a' });
    const item = theirWest.database('shop').container(mine.id).item('2', 'a');
    expect((await item.read()).statusCode).toBe(404);
    // Theirs sends a token of the caller once, and goes on without it; what the region answers to it is what counts.
    const oursSeen = String(await mine.latestSessionToken());
    const { diagnostics } = await item.read({ sessionToken: oursSeen });
    const [first] = diagnostics.clientSideRequestStatistics.gatewayStatistics;
    expect(first).toMatchObject({ statusCode: 404, subStatusCode: 1002 });
    await account.control.resumeReplication('West US');
    await account.control.drainReplication();
    expect((await item.read({ sessionToken: oursSeen })).statusCode).toBe(200);
    theirWest.dispose();
    await inTheWest.close();
  });
});

describe('patches and batches', () => {
  it('of one change what the other reads', async () => {
    const { mine, yours } = await openBoth();
    await mine.createItem({ id: '1', pk: 'a', n: 1, tags: ['x'] });
    await yours.item('1', 'a').patch([
      { op: 'incr', path: '/n', value: 2 },
      { op: 'add', path: '/tags/-', value: 'ü' },
    ]);
    await mine.patchItem('a', '1', [{ op: 'set', path: '/by', value: 'us' }], { predicate: 'from c where c.n = 3' });
    const expected = { id: '1', pk: 'a', n: 3, tags: ['x', 'ü'], by: 'us' };
    expect(bare((await yours.item('1', 'a').read()).resource)).toEqual(expected);
    expect(bare((await mine.readItem('a', '1')).resource)).toEqual(expected);
  });

  it('take place as a whole, whoever sends them', async () => {
    const { mine, yours } = await openBoth();
    const { results } = (
      await mine.batch('a').create({ id: '1', pk: 'a' }).upsert({ id: '2', pk: 'a' }).execute()
    ).throwIfFailed();
    const etag = String(results[0].etag);
    const { result } = await yours.items.batch(
      [
        { operationType: 'Read', id: '1' },
        { operationType: 'Replace', id: '1', resourceBody: { id: '1', pk: 'a', by: 'them' }, ifMatch: etag },
        { operationType: 'Delete', id: '2' },
      ],
      'a',
    );
    expect(result?.map(({ statusCode }) => statusCode)).toEqual([200, 200, 204]);
    expect((await mine.readItem('a', '1')).resource).toMatchObject({ by: 'them' });
    const failed = await mine.batch('a').create({ id: '3', pk: 'a' }).delete('2').execute();
    expect(failed).toMatchObject({ applied: false, failure: { index: 1, status: { code: 404 } } });
    expect((await yours.item('3', 'a').read()).statusCode).toBe(404);
  });
});

describe('queries and change feeds', () => {
  let both: Both;
  beforeAll(async () => {
    both = await openBoth();
    for (let n = 0; n < 30; n++) {
      if (n % 2 === 0) await both.mine.createItem({ id: `${n}`, pk: `p${n % 7}`, n, third: n % 3 });
      else await both.yours.items.create({ id: `${n}`, pk: `p${n % 7}`, n, third: n % 3 });
    }
  });

  it.each([
    'SELECT VALUE c.n FROM c ORDER BY c.n DESC',
    'SELECT c.id, c.n FROM c WHERE c.n > 10 ORDER BY c.n OFFSET 3 LIMIT 5',
    'SELECT VALUE COUNT(1) FROM c',
    'SELECT TOP 4 VALUE c.n FROM c ORDER BY c.n',
    'SELECT DISTINCT VALUE c.pk FROM c ORDER BY c.pk',
    'SELECT VALUE AVG(c.n) FROM c WHERE c.third = 1',
  ])('give both the same rows for %s', async (query) => {
    const { resources } = await both.yours.items.query(query, { maxItemCount: 4 }).fetchAll();
    expect(await both.mine.query(query, { maxItemCount: 4 }).toArray()).toEqual(resources);
    expect(resources.length).toBeGreaterThan(0);
  });

  it('go on from a continuation of their own, while the other writes', async () => {
    const { mine, yours } = await openBoth();
    for (let n = 0; n < 6; n++) await mine.createItem({ id: `${n}`, pk: 'a', n });
    const text = 'SELECT VALUE c.n FROM c ORDER BY c.n';
    const { value: page } = await mine.query<number>(text, { maxItemCount: 2 }).pages().next();
    await yours.items.create({ id: '9', pk: 'a', n: 9 });
    const rest = await mine.query<number>(text, { continuationToken: page?.continuationToken }).toArray();
    expect([...(page?.items ?? []), ...rest]).toEqual([0, 1, 2, 3, 4, 5, 9]);
  });

  it('tell each of what the other has written', async () => {
    const { mine, yours } = await openBoth();
    await yours.items.create({ id: 'theirs', pk: 'a' });
    await mine.createItem({ id: 'ours', pk: 'b' });
    const seen: string[] = [];
    for await (const { items } of mine.changeFeed({ startFrom: 'beginning' }).pages()) {
      seen.push(...items.map(({ id }) => String(id)));
      if (items.length === 0) break;
    }
    const iterator = yours.items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Beginning() });
    const told: string[] = [];
    for await (const { statusCode, result } of iterator.getAsyncIterator()) {
      if (statusCode === 304) break;
      told.push(...result.map(({ id }: { id: string }) => id));
    }
    expect([seen.sort(), told.sort()]).toEqual([
      ['ours', 'theirs'],
      ['ours', 'theirs'],
    ]);
  });
});
