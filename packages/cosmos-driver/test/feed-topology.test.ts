import { afterEach, describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type FeedAccount, feedAccount, itemsOf, type Order, orders } from './fakes/feed-account.ts';

let shop: FeedAccount;
afterEach(() => shop.close());

async function open(partitionsPerContainer: number): Promise<void> {
  shop = await feedAccount({ partitionsPerContainer });
  for (const order of orders) await shop.put(order);
}

const container = { database: 'shop', container: 'orders' };

async function rangeIds(): Promise<string[]> {
  const { body } = await shop.driver.executeOperation(CosmosOperation.readPartitionKeyRanges(shop.container));
  return body.kind === 'items' ? (body.items as { id: string }[]).map(({ id }) => id) : [];
}

async function splitAll(): Promise<void> {
  for (const partitionKeyRangeId of await rangeIds()) {
    await shop.account.control.splitPartition({ ...container, partitionKeyRangeId });
  }
}

async function mergeFirst(): Promise<void> {
  const [one, other] = await rangeIds();
  if (one === undefined || other === undefined) throw new Error('There is one partition only.');
  await shop.account.control.mergePartitions({ ...container, partitionKeyRangeIds: [one, other] });
}

type Keys = readonly (keyof Order)[];

/** Queries, and what they order by. */
const streaming: readonly (readonly [string, Keys])[] = [
  ['SELECT c.id FROM c', []],
  ['SELECT c.id FROM c ORDER BY c.total', ['total']],
  ['SELECT c.id FROM c ORDER BY c.total DESC', ['total']],
  ['SELECT c.id FROM c ORDER BY c.city DESC, c.total', ['city', 'total']],
  ['SELECT c.id, t AS tag FROM c JOIN t IN c.tags ORDER BY c.city', ['city']],
  ['SELECT c.id FROM c ORDER BY c.city OFFSET 11 LIMIT 60', ['city']],
];

/** What must be the same: the sort keys in their order, and which results there are unless a window cuts through equal keys. */
function essence(results: readonly unknown[], text: string, keys: Keys): object {
  const keysInOrder = (results as Order[]).map(({ id }) => keys.map((key) => orders[Number(id)]?.[key]));
  return {
    keysInOrder: keys.length === 0 ? [] : keysInOrder,
    results: text.includes('LIMIT') ? results.length : results.map((each) => JSON.stringify(each)).toSorted(),
  };
}

describe.each<[string, () => Promise<void>]>([
  ['all partitions split', splitAll],
  ['two partitions merge', mergeFirst],
])('while %s', (_, change) => {
  it.each(streaming)('a query loses nothing and gives nothing twice: %s', async (text, keys) => {
    await open(3);
    const operation = CosmosOperation.queryItems(shop.container, text).withMaxItemCount(5);
    const expected = await shop.all(operation);
    for (const changeAfter of [1, 4]) {
      const found: CosmosResponse[] = [];
      for await (const page of shop.driver.pages(operation)) {
        found.push(page);
        if (found.length === changeAfter) await change();
      }
      expect(essence(found.flatMap(itemsOf), text, keys)).toEqual(essence(expected, text, keys));
    }
  });

  it.each(streaming)('a token goes on where its query was: %s', async (text, keys) => {
    await open(3);
    const operation = CosmosOperation.queryItems(shop.container, text).withMaxItemCount(5);
    const pages = await shop.pages(operation);
    const tokens = pages.slice(0, -1).map(({ continuationToken }) => continuationToken ?? '');
    const rests = tokens.map((_token, index) => pages.slice(index + 1).flatMap(itemsOf));
    await change();
    for (const [index, token] of tokens.entries()) {
      const rest = await shop.all(operation.withContinuation(token));
      expect(essence(rest, text, keys)).toEqual(essence(rests[index] ?? [], text, keys));
    }
  });

  it('a change feed loses nothing', async () => {
    await open(3);
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' }).withMaxItemCount(5);
    const seen: string[] = [];
    let pages = 0;
    for await (const page of shop.driver.pages(operation)) {
      seen.push(...(itemsOf(page) as { id: string }[]).map(({ id }) => id));
      if (++pages === 3) await change();
      if (page.status.code === 304) break;
    }
    expect(seen.toSorted()).toEqual(orders.map(({ id }) => id).toSorted());
  });
});

describe('a split that takes its time', () => {
  it('is waited out, and told of in the diagnostics', async () => {
    await open(1);
    const operation = CosmosOperation.queryItems(shop.container, 'SELECT VALUE c.id FROM c').withMaxItemCount(50);
    const found: CosmosResponse[] = [];
    for await (const page of shop.driver.pages(operation, { maxConcurrency: 1 })) {
      found.push(page);
      if (found.length === 1) {
        await shop.account.control.splitPartition({ ...container, partitionKeyRangeId: '0', lockMs: 100 });
      }
    }
    expect(found.flatMap(itemsOf)).toHaveLength(90);
    const statuses = found.flatMap(({ diagnostics }) =>
      diagnostics.requests.map(({ status, subStatus }) => `${status}/${subStatus}`),
    );
    expect(statuses).toEqual(expect.arrayContaining(['410/1007', '200/0']));
  });
});
