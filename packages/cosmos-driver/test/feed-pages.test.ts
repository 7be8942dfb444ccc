import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type FeedAccount, feedAccount, itemsOf, json, type Order, orders, shop } from './fakes/feed-account.ts';

let plain: FeedAccount;
let tenants: FeedAccount;

beforeAll(async () => {
  plain = await feedAccount();
  for (const order of orders) await plain.put(order);
  tenants = await feedAccount({ seed: 2 }, { paths: ['/customer', '/id'], kind: 'MultiHash', version: 2 });
  for (const order of orders) await tenants.put(order);
});
afterAll(async () => {
  await plain.close();
  await tenants.close();
});

const query = (text: string, of: FeedAccount = plain): CosmosOperation =>
  CosmosOperation.queryItems(of.container, text);
const ids = (items: readonly unknown[]): string[] => items.map((each) => (each as Order).id).toSorted();
const idsOf = (customer: string): string[] => ids(orders.filter((order) => order.customer === customer));
const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it did not fail',
    (error) => error,
  );

describe('executeOperation of a feed', () => {
  it('reads one page, whose token goes on', async () => {
    const operation = query('SELECT * FROM c ORDER BY c.city').withMaxItemCount(40);
    const seen: unknown[] = [];
    let page: CosmosResponse = await plain.driver.executeOperation(operation);
    for (;;) {
      seen.push(...itemsOf(page));
      expect(page.headers.itemCount).toBe(itemsOf(page).length);
      if (page.continuationToken === undefined) break;
      page = await plain.driver.executeOperation(operation.withContinuation(page.continuationToken));
    }
    expect(ids(seen)).toEqual(ids(orders));
  });

  it('answers an aggregate in its one page', async () => {
    const page = await plain.driver.executeOperation(query('SELECT VALUE COUNT(1) FROM c'));
    expect([itemsOf(page), page.continuationToken]).toEqual([[90], undefined]);
  });

  it('asks no partition before its turn', async () => {
    const page = await plain.driver.executeOperation(query('SELECT VALUE c.id FROM c').withMaxItemCount(2));
    const again = await plain.driver.executeOperation(query('SELECT VALUE c.id FROM c').withMaxItemCount(2));
    expect(itemsOf(again)).toEqual(itemsOf(page));
    expect(again.diagnostics.requests).toHaveLength(1);
  });
});

describe('a page', () => {
  it('adds up what its requests cost, merges their session tokens, and tells of each once', async () => {
    const pages = await plain.pages(query('SELECT VALUE c.id FROM c ORDER BY c.total').withMaxItemCount(50));
    const [first, second] = pages;
    expect(first?.headers.sessionToken?.split(',')).toHaveLength(4);
    expect(first?.headers.requestCharge).toBeCloseTo(first?.diagnostics.totalRequestCharge ?? 0);
    expect(first?.headers.requestCharge).toBeGreaterThan(4);
    expect(second?.diagnostics.requests).toEqual([]);
    const operations = new Set(pages.map(({ diagnostics }) => diagnostics.operationName));
    expect([...operations]).toEqual(['query_items']);
    expect(new Set(pages.map(({ diagnostics }) => diagnostics.activityId)).size).toBe(pages.length);
  });

  it('has no continuation but the token, which plain objects leave out', async () => {
    const [page] = await plain.pages(query('SELECT VALUE c.id FROM c').withMaxItemCount(5));
    expect(page?.headers.continuation).toBeUndefined();
    expect(page?.continuationToken).toMatch(/^c1\.[A-Za-z0-9_-]+$/);
    expect(JSON.parse(JSON.stringify(page))).not.toHaveProperty('continuationToken');
  });

  it('holds no more than it may, also when all results come at the end', async () => {
    for (const text of [
      'SELECT c.customer, COUNT(1) AS n FROM c GROUP BY c.customer',
      'SELECT * FROM c ORDER BY c.total',
    ]) {
      const pages = await plain.pages(query(text).withMaxItemCount(6));
      expect(pages.length).toBeGreaterThan(2);
      expect(pages.slice(0, -1).map((page) => itemsOf(page).length)).toEqual(pages.slice(0, -1).map(() => 6));
    }
  });

  it('keeps its token whatever was read after it', async () => {
    const operation = query('SELECT VALUE c.id FROM c ORDER BY c.city').withMaxItemCount(9);
    const pages = await plain.pages(operation);
    const rest = await plain.all(operation.withContinuation(pages[2]?.continuationToken ?? ''));
    expect(rest).toEqual(pages.slice(3).flatMap(itemsOf));
  });
});

describe('a scope', () => {
  it('of one partition key leaves everything to the service', async () => {
    const operation = query('SELECT COUNT(1) AS n FROM c').withScope('customer-5');
    const [page] = await plain.pages(operation);
    expect(page && itemsOf(page)).toEqual([{ n: idsOf('customer-5').length }]);
    expect(page?.diagnostics.requests).toHaveLength(1);
    const feed = CosmosOperation.readFeed(plain.container).withScope('customer-5').withMaxItemCount(1);
    expect(ids(await plain.all(feed))).toEqual(idsOf('customer-5'));
    const [first] = await plain.pages(feed);
    expect(first?.diagnostics.operationName).toBe('read_all_items_of_logical_partition');
  });

  it('of the first values of a hierarchical key holds all that begin so', async () => {
    expect(ids(await tenants.all(CosmosOperation.readFeed(tenants.container).withScope('customer-5')))).toEqual(
      idsOf('customer-5'),
    );
    expect(ids(await tenants.all(query('SELECT * FROM c ORDER BY c.total', tenants).withScope('customer-5')))).toEqual(
      idsOf('customer-5'),
    );
    expect(await tenants.all(query('SELECT VALUE COUNT(1) FROM c', tenants).withScope(['customer-5', '5']))).toEqual([
      1,
    ]);
  });

  it.each(['SELECT * FROM c', 'SELECT * FROM c ORDER BY c.total DESC'])(
    'of feed ranges that lie side by side gives everything once: %s',
    async (text) => {
      const bounds = ['', '08', '11', '2222', '30', 'FF'];
      const parts = bounds.slice(1).map((max, index) => FeedRange.fromKeys(bounds[index] ?? '', max));
      const found: unknown[] = [];
      for (const part of parts) found.push(...(await plain.all(query(text).withMaxItemCount(6).withScope(part))));
      expect(ids(found)).toEqual(ids(orders));
    },
  );

  it('of each of the container’s own ranges gives everything once', async () => {
    const ranges = await plain.driver.readFeedRanges(plain.container);
    expect(ranges).toHaveLength(4);
    const found: unknown[] = [];
    for (const range of ranges) {
      const portable = FeedRange.parse(String(range));
      found.push(...(await plain.all(CosmosOperation.readFeed(plain.container).withScope(portable))));
    }
    expect(ids(found)).toEqual(ids(orders));
  });
});

describe('a query that names the partition key', () => {
  it('asks only the partitions that can have it', async () => {
    const text = "SELECT * FROM c WHERE c.customer IN ('customer-1', 'customer-2') ORDER BY c.total";
    const operation = CosmosOperation.queryItems(plain.container, { query: text });
    const [page] = await plain.pages(operation);
    expect(ids(page ? itemsOf(page) : [])).toEqual([...idsOf('customer-1'), ...idsOf('customer-2')].toSorted());
    const parameters = [{ name: '@customer', value: 'customer-9' }];
    const one = CosmosOperation.queryItems(plain.container, {
      query: 'SELECT * FROM c WHERE c.customer = @customer',
      parameters,
    });
    const [only] = await plain.pages(one);
    expect(ids(only ? itemsOf(only) : [])).toEqual(idsOf('customer-9'));
    // The plan, and one partition.
    expect(only?.diagnostics.requests).toHaveLength(2);
  });
});

describe('feeds of databases and containers', () => {
  it('are listed and queried', async () => {
    const { driver, all } = plain;
    const id = (each: unknown): string => (each as { id: string }).id;
    expect((await all(CosmosOperation.readFeed('databases'))).map(id)).toEqual(['shop']);
    expect((await all(CosmosOperation.readFeed(shop))).map(id)).toEqual(['orders']);
    expect(await all(CosmosOperation.queryDatabases('SELECT VALUE d.id FROM d'))).toEqual(['shop']);
    expect(await all(CosmosOperation.queryContainers(shop, "SELECT VALUE c.id FROM c WHERE c.id = 'x'"))).toEqual([]);
    for (const name of ['a', 'b', 'c']) {
      const partitionKey = { paths: ['/id'], kind: 'Hash', version: 2 };
      await driver.executeOperation(
        CosmosOperation.createContainer(shop, name).withBody(json({ id: name, partitionKey })),
      );
    }
    const feed = CosmosOperation.readFeed(shop).withMaxItemCount(2);
    const first = await driver.executeOperation(feed);
    const rest = await all(feed.withContinuation(first.continuationToken ?? ''));
    expect([...itemsOf(first), ...rest].map(id)).toEqual(['orders', 'a', 'b', 'c']);
    expect(first.diagnostics.operationName).toBe('read_all_containers');
  });
});

describe('what is refused', () => {
  it('a query whose state is too large for a token, when the token is read', async () => {
    const pages = await plain.pages(query('SELECT DISTINCT VALUE c.total FROM c').withMaxItemCount(3));
    expect(pages.length).toBeGreaterThan(2);
    expect(() => pages[0]?.continuationToken).toThrow(/no continuation token. Read it to its end by driver.pages/);
    expect(pages.at(-1)?.continuationToken).toBeUndefined();
  });

  it.each(['SELECT DISTINCT VALUE c.id FROM c', 'SELECT c.id, COUNT(1) AS n FROM c GROUP BY c.id'])(
    'a query that has to hold too much: %s',
    async (text) => {
      expect(await failure(plain.all(query(text), { maxBufferedItems: 30 }))).toMatchObject({
        code: 'buffer-exceeded',
        message: expect.stringContaining('more than 30 items'),
      });
      expect(await plain.all(query(text), { maxBufferedItems: 90 })).toHaveLength(90);
    },
  );

  it('an order by arrays', async () => {
    expect(await failure(plain.all(query('SELECT * FROM c ORDER BY c.tags')))).toMatchObject({
      code: 'unsupported-query',
      message: expect.stringContaining('arrays and objects'),
    });
  });

  it('wrong syntax, as the service says it', async () => {
    expect(await failure(plain.all(query('SELEKT 1')))).toMatchObject({ code: 'bad-request' });
  });

  it.each<[string, () => unknown]>([
    ['pages of what is no feed', () => plain.driver.pages(CosmosOperation.readDatabase(shop))],
    ['unknown options', () => plain.driver.pages(query('SELECT 1'), { concurrency: 1 } as never)],
    ['a concurrency of none', () => plain.driver.pages(query('SELECT 1'), { maxConcurrency: 0 })],
    ['an empty query', () => query(' ')],
    ['a query that is no text', () => query({} as never)],
    [
      'parameters without @',
      () => CosmosOperation.queryItems(plain.container, { query: 'a', parameters: [{ name: 'a', value: 1 }] }),
    ],
    ['a page size of none', () => query('a').withMaxItemCount(0)],
    ['an empty token', () => query('a').withContinuation('')],
    ['a scope of a feed without items', () => CosmosOperation.readFeed(shop).withScope('a')],
    ['a key that does not fit', () => query('a').withScope(['a', 'b'])],
    ['a token for what is no feed', () => CosmosOperation.readDatabase(shop).withContinuation('a')],
    ['a change feed from nowhere', () => CosmosOperation.changeFeed(plain.container, { startFrom: 'then' as never })],
    [
      'all versions from the beginning',
      () => CosmosOperation.changeFeed(plain.container, { mode: 'all-versions-and-deletes', startFrom: 'beginning' }),
    ],
    ['an unknown option of a change feed', () => CosmosOperation.changeFeed(plain.container, { from: 'now' } as never)],
    ['a start for what is no change feed', () => query('a').withStart('now')],
  ])('%s', (_, misuse) => {
    expect(misuse).toThrow(TypeError);
  });
});

describe('a token', () => {
  const text = 'SELECT * FROM c ORDER BY c.city';
  const tokenOf = async (operation: CosmosOperation): Promise<string> =>
    (await plain.driver.executeOperation(operation.withMaxItemCount(2))).continuationToken ?? '';
  const refusal = (operation: CosmosOperation, token: string): Promise<unknown> =>
    failure(plain.driver.executeOperation(operation.withContinuation(token)));

  it('of another query, scope, container, mode or kind of feed is refused', async () => {
    const token = await tokenOf(query(text));
    const others = [
      query('SELECT * FROM c ORDER BY c.total'),
      query(text).withScope(FeedRange.fromKeys('', '20')),
      query(text).withScope('customer-1'),
      query(text, tenants),
      CosmosOperation.readFeed(plain.container),
      CosmosOperation.changeFeed(plain.container),
    ];
    for (const other of others) {
      expect(await refusal(other, token)).toMatchObject({ code: 'invalid-continuation' });
    }
    const changes = CosmosOperation.changeFeed(plain.container);
    const versions = CosmosOperation.changeFeed(plain.container, { mode: 'all-versions-and-deletes' });
    expect(await refusal(versions, await tokenOf(changes))).toMatchObject({ code: 'invalid-continuation' });
  });

  it('that is damaged, of a newer version, or the service’s own is refused', async () => {
    const token = await tokenOf(query(text));
    for (const at of [3, 10, 50, token.length - 5]) {
      const damaged = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
      expect(await refusal(query(text), damaged)).toMatchObject({ code: 'invalid-continuation' });
    }
    expect(await refusal(query(text), token.slice(0, -1))).toMatchObject({ code: 'invalid-continuation' });
    expect(await refusal(query(text), `c2.${token.slice(3)}`)).toMatchObject({
      message: expect.stringContaining('newer version'),
    });
    expect(await refusal(query(text), '-RID:abc')).toMatchObject({
      message: expect.stringContaining('not one of this driver'),
    });
  });

  it('of the service goes on where the service does everything', async () => {
    const operation = query('SELECT VALUE c.id FROM c').withScope('customer-5').withMaxItemCount(1);
    const pages = await plain.pages(operation);
    expect(pages.length).toBeGreaterThan(1);
    expect(await refusal(operation, 'not one of its own')).toMatchObject({ code: 'bad-request' });
  });
});

describe('leaving and stopping', () => {
  it('ends with the caller’s signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    expect(await failure(plain.all(query('SELECT * FROM c'), { signal }))).toMatchObject({ code: 'aborted' });
    const controller = new AbortController();
    const seen: CosmosResponse[] = [];
    const reading = (async () => {
      for await (const page of plain.driver.pages(query('SELECT * FROM c').withMaxItemCount(3), {
        signal: controller.signal,
      })) {
        seen.push(page);
        controller.abort();
      }
    })();
    expect(await failure(reading)).toMatchObject({ code: 'aborted' });
    expect(seen).toHaveLength(1);
  });

  it('can be left at any page, and read anew', async () => {
    const pages = plain.driver.pages(query('SELECT VALUE c.id FROM c').withMaxItemCount(3));
    const firsts: unknown[] = [];
    for (let time = 0; time < 3; time++) {
      for await (const page of pages) {
        firsts.push(itemsOf(page));
        break;
      }
    }
    expect(firsts[0]).toEqual(firsts[1]);
    expect(firsts[1]).toEqual(firsts[2]);
  });
});

describe('a region that fails', () => {
  it('is left by a query in the middle of it', async () => {
    const failing = await feedAccount();
    for (const order of orders) await failing.put(order);
    const operation = CosmosOperation.queryItems(
      failing.container,
      'SELECT * FROM c ORDER BY c.total',
    ).withMaxItemCount(10);
    const pages: CosmosResponse[] = [];
    for await (const page of failing.driver.pages(operation, { maxConcurrency: 2 })) {
      pages.push(page);
      if (pages.length === 1) await failing.account.control.failRegion('East US', { kind: 'status', status: 503 });
    }
    expect(ids(pages.flatMap(itemsOf))).toEqual(ids(orders));
    expect(pages.at(-1)?.diagnostics.regionsContacted ?? []).not.toContain('East US');
    await failing.close();
  });
});
