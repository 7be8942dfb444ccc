import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { createCosmosRuntime } from '../src/create-runtime-node.ts';
import type { CosmosDriver } from '../src/driver.ts';
import type { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import type { CosmosRuntime } from '../src/runtime.ts';

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const shop = DatabaseReference.from('shop');

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly total?: unknown;
  readonly city?: string;
  readonly tags: readonly string[];
}

const totals: readonly unknown[] = [undefined, null, false, true, -3, 0, 1.5, 7, 7, 12, 'a', 'b', 'ä'];
const orders: readonly Order[] = Array.from({ length: 90 }, (_, number) => ({
  id: String(number),
  customer: `customer-${number % 23}`,
  ...(totals[number % totals.length] === undefined ? {} : { total: totals[number % totals.length] }),
  city: ['Oslo', 'Rome', 'Kyiv'][number % 3] as string,
  tags: number % 4 === 0 ? ['new', 'red'] : ['old'],
}));

let account: EmulatedAccount;
let runtime: CosmosRuntime;
let driver: CosmosDriver;
let container: ContainerReference;

async function start(partitionsPerContainer: number): Promise<void> {
  account = createEmulator({ regions: ['East US', 'West US'], partitionsPerContainer, seed: 1 });
  runtime = createCosmosRuntime({ transport: account.transport() });
  driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(json({ id: 'shop' })));
  const partitionKey = { paths: ['/customer'], kind: 'Hash', version: 2 };
  await driver.executeOperation(
    CosmosOperation.createContainer(shop, 'orders').withBody(json({ id: 'orders', partitionKey })),
  );
  container = await driver.resolveContainer(shop, 'orders');
  for (const order of orders) {
    const item = ItemReference.from(container, order.customer, order.id);
    await driver.executeOperation(CosmosOperation.createItem(item).withBody(json(order)));
  }
}

beforeEach(() => start(4));
afterEach(async () => {
  await runtime.close();
  await account.close();
});

const itemsOf = ({ body }: CosmosResponse): readonly unknown[] => (body.kind === 'items' ? body.items : []);

async function pagesOf(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse[]> {
  const pages: CosmosResponse[] = [];
  for await (const page of driver.pages(operation, options)) pages.push(page);
  return pages;
}

async function all(operation: CosmosOperation, options?: ExecuteOptions): Promise<unknown[]> {
  return (await pagesOf(operation, options)).flatMap(itemsOf);
}

const query = (text: string, size = 7): CosmosOperation =>
  CosmosOperation.queryItems(container, text).withMaxItemCount(size);

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
] as const;

/** What one partition that holds everything answers: the query as a whole, without anything put together. */
async function whole(text: string): Promise<unknown[]> {
  const single = createEmulator({ partitionsPerContainer: 1, seed: 1 });
  const other = createCosmosRuntime({ transport: single.transport() });
  const own = await other.createDriver({ endpoint: single.endpoint, credential: { key: single.key } });
  await own.executeOperation(CosmosOperation.createDatabase(shop).withBody(json({ id: 'shop' })));
  const partitionKey = { paths: ['/all'], kind: 'Hash', version: 2 };
  await own.executeOperation(CosmosOperation.createContainer(shop, 'c').withBody(json({ id: 'c', partitionKey })));
  const reference = await own.resolveContainer(shop, 'c');
  const inOrder = (await all(CosmosOperation.readFeed(container))) as Order[];
  for (const { id, customer, total, city, tags } of inOrder) {
    const item = ItemReference.from(reference, 'x', id);
    const body = json({ id, customer, total, city, tags, all: 'x' });
    await own.executeOperation(CosmosOperation.createItem(item).withBody(body));
  }
  const operation = CosmosOperation.queryItems(reference, text).withScope('x');
  const results: unknown[] = [];
  for await (const page of own.pages(operation)) results.push(...itemsOf(page));
  await other.close();
  await single.close();
  return results;
}

const comparable = (values: readonly unknown[]): unknown[] =>
  values.map((value) => JSON.stringify(value, (key, each) => (/^_|^all$/.test(key) ? undefined : each)));

describe('a query over several partitions', () => {
  it.each([...resumable, ...held])('answers as one partition would: %s', async (text) => {
    const expected = comparable(await whole(text));
    expect(expected.length).toBeGreaterThan(0);
    const isOrdered = text.includes('ORDER BY') || !held.includes(text as never);
    const found = comparable(await all(query(text)));
    expect(isOrdered ? found : found.toSorted()).toEqual(isOrdered ? expected : expected.toSorted());
    expect(comparable(await all(query(text), { maxConcurrency: 1 }))).toEqual(found);
  });

  it.each(resumable)('goes on from every page in another process: %s', async (text) => {
    const operation = query(text, 4);
    const pages = await pagesOf(operation);
    const expected = pages.flatMap(itemsOf);
    expect(pages.at(-1)?.continuationToken).toBeUndefined();
    for (const [index, page] of pages.slice(0, -1).entries()) {
      const before = pages.slice(0, index + 1).flatMap(itemsOf);
      const token = page.continuationToken ?? '';
      const rest = await all(operation.withContinuation(token));
      expect([...before, ...rest]).toEqual(expected);
    }
  });
});
