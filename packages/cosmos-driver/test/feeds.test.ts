import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { type FeedAccount, feedAccount, itemsOf, type Order, orders } from './fakes/feed-account.ts';

let shop: FeedAccount;
/** The same items in one partition key of one partition, which answers queries as a whole. */
let whole: FeedAccount;

beforeAll(async () => {
  shop = await feedAccount();
  for (const order of orders) await shop.put(order);
  whole = await feedAccount({ partitionsPerContainer: 1 }, { paths: ['/all'], kind: 'Hash', version: 2 });
  // In the order in which partitions have them, so that rows with equal sort keys come in the same order.
  for (const { id, customer, total, city, tags } of (await shop.all(
    CosmosOperation.readFeed(shop.container),
  )) as Order[]) {
    await whole.put({ id, customer, total, city, tags, all: 'x' } as Order);
  }
});
afterAll(async () => {
  await shop.close();
  await whole.close();
});

const query = (text: string, size = 7): CosmosOperation =>
  CosmosOperation.queryItems(shop.container, text).withMaxItemCount(size);

const resumable = [
  'SELECT c.id FROM c',
  'SELECT VALUE c.id FROM c WHERE c.total > 1',
  'SELECT VALUE c.id FROM c ORDER BY c.total',
  'SELECT VALUE c.id FROM c ORDER BY c.total DESC',
  'SELECT VALUE c.id FROM c ORDER BY c.city, c.total',
  'SELECT VALUE c.id FROM c ORDER BY c.city DESC, c.total ASC',
  'SELECT c.id, t AS tag FROM c JOIN t IN c.tags ORDER BY c.city',
  'SELECT * FROM c OFFSET 13 LIMIT 31',
  'SELECT TOP 17 VALUE c.id FROM c',
  'SELECT VALUE c.id FROM c ORDER BY c.total OFFSET 9 LIMIT 30',
  'SELECT DISTINCT VALUE c.city FROM c ORDER BY c.city',
  'SELECT VALUE c.total FROM c ORDER BY c.total',
] as const;

const held = [
  'SELECT VALUE COUNT(1) FROM c',
  'SELECT COUNT(1) AS n, SUM(c.tags[5]) AS s FROM c',
  'SELECT VALUE AVG(c.total) FROM c WHERE IS_NUMBER(c.total)',
  'SELECT VALUE MIN(c.total) FROM c',
  'SELECT VALUE MAX(c.total) FROM c',
  'SELECT MIN(c.id) AS low, MAX(c.id) AS high, COUNT(1) AS n FROM c',
  'SELECT c.city, COUNT(1) AS n FROM c GROUP BY c.city',
  'SELECT DISTINCT VALUE c.city FROM c',
  'SELECT DISTINCT c.city, c.tags FROM c',
  'SELECT 1 AS one',
] as const;

const comparable = (values: readonly unknown[]): unknown[] =>
  values.map((value) => JSON.stringify(value, (key, each) => (/^_|^all$/.test(key) ? undefined : each)));

const ordersById = new Map(orders.map((order) => [JSON.stringify(order.id), order]));
/** What a query sorts an order by, of which it gives the id. */
const sortKeysIn = (text: string) => (id: unknown) => {
  const { city, total } = ordersById.get(String(id)) ?? {};
  return text.includes('c.city') ? [city, total] : [total];
};

describe('a query over several partitions', () => {
  it.each([...resumable, ...held])('answers as one partition would: %s', async (text) => {
    const expected = comparable(await whole.all(CosmosOperation.queryItems(whole.container, text).withScope('x')));
    expect(expected.length).toBeGreaterThan(0);
    const isOrdered = text.includes('ORDER BY') || !held.includes(text as never);
    const found = comparable(await shop.all(query(text)));
    expect(found.toSorted()).toEqual(expected.toSorted());
    // Read backwards, every partition gives its equal rows last first, so only what they are sorted by is in one order.
    const placeOf: (value: unknown) => unknown = text.includes('DESC') ? sortKeysIn(text) : String;
    if (isOrdered) expect(found.map(placeOf)).toEqual(expected.map(placeOf));
    expect(comparable(await shop.all(query(text), { maxConcurrency: 1 }))).toEqual(found);
  });

  it.each(resumable)('goes on from every page in another process: %s', async (text) => {
    const operation = query(text, 4);
    const pages = await shop.pages(operation);
    const expected = pages.flatMap(itemsOf);
    expect(pages.at(-1)?.continuationToken).toBeUndefined();
    for (const [index, page] of pages.slice(0, -1).entries()) {
      const before = pages.slice(0, index + 1).flatMap(itemsOf);
      const token = page.continuationToken ?? '';
      const rest = await shop.all(operation.withContinuation(token));
      expect([...before, ...rest]).toEqual(expected);
    }
  });
});
