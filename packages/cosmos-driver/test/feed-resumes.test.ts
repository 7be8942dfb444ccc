import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { itemsOf, type Order } from './fakes/feed-account.ts';
import { type Shift, type ShiftingAccount, shiftingAccount } from './fakes/shifting-account.ts';

const value = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, false, true, 0, 7, 7, 7, 'a', 'b'),
  fc.integer({ min: -2, max: 2 }),
  fc.string({ maxLength: 2 }),
);
const order = fc.record({
  customer: fc.integer({ min: 0, max: 9 }).map(String),
  total: value,
  city: fc.constantFrom('Oslo', 'Rome'),
  tags: fc.array(fc.constantFrom('new', 'red', 'old'), { maxLength: 3 }),
});
const shift = fc.record<Shift>({
  kind: fc.constantFrom('split', 'split', 'merge'),
  pick: fc.nat(9),
  after: fc.nat(4),
  isLate: fc.boolean(),
});
const journey = fc.record({
  orders: fc.array(order, { maxLength: 30 }).map((all) => all.map((each, id): Order => ({ ...each, id: String(id) }))),
  partitionsPerContainer: fc.integer({ min: 1, max: 4 }),
  pageSize: fc.integer({ min: 1, max: 6 }),
  maxConcurrency: fc.constantFrom(1, 2, 8),
  shifts: fc.oneof(fc.constant([]), fc.array(shift, { minLength: 1, maxLength: 4 })),
});

/** The service's order of values, written once more: a rank for the type, then the value. */
function compare(left: unknown, right: unknown): number {
  const place = (each: unknown): [number, number | string] => {
    if (each === undefined) return [0, 0];
    if (each === null) return [1, 0];
    if (typeof each === 'boolean') return [2, Number(each)];
    return typeof each === 'number' ? [3, each] : [4, String(each)];
  };
  const [[one, a], [other, b]] = [place(left), place(right)];
  return one - other || (a < b ? -1 : a > b ? 1 : 0);
}

type InOrder = (left: Order, right: Order) => number;
const byTotal: InOrder = (a, b) => compare(a.total, b.total);
const byCityAndTotal: InOrder = (a, b) => compare(a.city, b.city) || compare(b.total, a.total);
/** Of `SELECT VALUE`. */
const asTotals = (total: unknown): Order => ({ id: '', customer: '', total });

interface Shape {
  readonly text: string;
  readonly inOrder?: InOrder;
  /** What of a result is in order. (default: it is an order) */
  readonly orderOf?: (result: unknown) => Order;
  /** Which of several equal orders are in the window depends on where they lie. (default `false`) */
  readonly isWindow?: boolean;
}

const streaming: readonly Shape[] = [
  { text: 'SELECT * FROM c' },
  { text: 'SELECT VALUE c.total FROM c' },
  { text: 'SELECT * FROM c ORDER BY c.total', inOrder: byTotal },
  { text: 'SELECT * FROM c ORDER BY c.total DESC', inOrder: (a, b) => byTotal(b, a) },
  { text: 'SELECT * FROM c ORDER BY c.city, c.total DESC', inOrder: byCityAndTotal },
  { text: 'SELECT * FROM c ORDER BY c.city DESC, c.total', inOrder: (a, b) => byCityAndTotal(b, a) },
  {
    text: 'SELECT c.id, c.city, t AS tag FROM c JOIN t IN c.tags ORDER BY c.city',
    inOrder: (a, b) => compare(a.city, b.city),
  },
  { text: 'SELECT DISTINCT VALUE c.total FROM c ORDER BY c.total', inOrder: byTotal, orderOf: asTotals },
  {
    text: 'SELECT DISTINCT VALUE c.total FROM c ORDER BY c.total DESC',
    inOrder: (a, b) => byTotal(b, a),
    orderOf: asTotals,
  },
  { text: 'SELECT * FROM c OFFSET 3 LIMIT 11', isWindow: true },
  { text: 'SELECT TOP 7 * FROM c', isWindow: true },
  { text: 'SELECT * FROM c ORDER BY c.total OFFSET 2 LIMIT 9', inOrder: byTotal, isWindow: true },
  { text: 'SELECT TOP 8 * FROM c ORDER BY c.total DESC', inOrder: (a, b) => byTotal(b, a), isWindow: true },
  {
    text: 'SELECT DISTINCT VALUE c.total FROM c ORDER BY c.total OFFSET 1 LIMIT 60',
    inOrder: byTotal,
    orderOf: asTotals,
  },
];

const holding: readonly string[] = [
  'SELECT VALUE COUNT(1) FROM c',
  'SELECT VALUE SUM(c.total) FROM c WHERE IS_NUMBER(c.total)',
  'SELECT VALUE MAX(c.id) FROM c',
  'SELECT COUNT(1) AS n, MIN(c.id) AS low FROM c',
  'SELECT c.city, COUNT(1) AS n FROM c GROUP BY c.city',
  'SELECT c.city, c.total, COUNT(1) AS n FROM c GROUP BY c.city, c.total',
  'SELECT DISTINCT VALUE c.total FROM c',
];

/** That of the run under way. */
let shop: ShiftingAccount;

async function pagesOf(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse[]> {
  const pages: CosmosResponse[] = [];
  for await (const page of shop.driver.pages(operation, options)) pages.push(page);
  return pages;
}

const texts = (results: readonly unknown[]): string[] => results.map((each) => JSON.stringify(each) ?? 'undefined');
const anyOrder = (results: readonly unknown[]): string[] => texts(results).toSorted();

function expectInOrder(results: readonly unknown[], { inOrder, orderOf = (each) => each as Order }: Shape): void {
  if (inOrder === undefined) return;
  const places = results.map(orderOf);
  expect(places.findIndex((each, at) => at > 0 && inOrder(places[at - 1] as Order, each) > 0)).toBe(-1);
}

/** Reads a feed, and from each of its pages on once more: what was read before and the rest are the whole. */
async function expectResumes(
  operation: CosmosOperation,
  shape: Shape,
  { maxConcurrency, shifts }: { readonly maxConcurrency: number; readonly shifts: readonly Shift[] },
): Promise<void> {
  shop.plan([]);
  const whole = (await pagesOf(operation, { maxConcurrency: 1 })).flatMap(itemsOf);
  /** What is the same however partitions lie. */
  const expectWhole = (results: readonly unknown[]): void => {
    if (!shop.hasShifted()) expect(texts(results)).toEqual(texts(whole));
    else if (shape.isWindow === true) expect(new Set(texts(results)).size).toBe(whole.length);
    else expect(anyOrder(results)).toEqual(anyOrder(whole));
    expectInOrder(results, shape);
  };

  shop.plan(shifts);
  const pages = await pagesOf(operation, { maxConcurrency });
  expectWhole(pages.flatMap(itemsOf));
  expect(pages.at(-1)?.continuationToken).toBeUndefined();
  for (const [at, page] of pages.slice(0, -1).entries()) {
    shop.plan(shifts);
    const rest = await pagesOf(operation.withContinuation(page.continuationToken ?? ''), { maxConcurrency });
    expectWhole([...pages.slice(0, at + 1), ...rest].flatMap(itemsOf));
  }
}

const withKey = (paths: readonly string[]) => ({ paths, kind: paths.length === 1 ? 'Hash' : 'MultiHash', version: 2 });
async function open(orders: readonly Order[], partitionsPerContainer: number, paths = ['/customer']): Promise<void> {
  shop = await shiftingAccount({ partitionsPerContainer, regions: ['East US'] }, withKey(paths));
  for (const each of orders) await shop.put(each);
}

describe('a feed that goes on in another process while partitions change under its requests', () => {
  it.each(streaming)('gives what it would have given: $text', async (shape) => {
    await fc.assert(
      fc
        .asyncProperty(journey, async ({ orders, partitionsPerContainer, pageSize, ...how }) => {
          await open(orders, partitionsPerContainer);
          const query = CosmosOperation.queryItems(shop.container, shape.text).withMaxItemCount(pageSize);
          await expectResumes(query, shape, how);
        })
        .afterEach(() => shop.close()),
      { numRuns: 12 },
    );
  });

  it.each<[string, Shape]>([
    ['a read of all', { text: '' }],
    ['a query', { text: 'SELECT * FROM c' }],
    ['an ordered query', { text: 'SELECT * FROM c ORDER BY c.total DESC', inOrder: (a, b) => byTotal(b, a) }],
  ])('stays in its scope: %s', async (_, shape) => {
    await fc.assert(
      fc
        .asyncProperty(
          journey,
          fc.boolean(),
          async ({ orders, partitionsPerContainer, pageSize, ...how }, isPrefix) => {
            const few = orders.map((each) => ({ ...each, customer: String(Number(each.customer) % 2) }));
            await open(
              isPrefix ? few : orders,
              partitionsPerContainer,
              isPrefix ? ['/customer', '/id'] : ['/customer'],
            );
            const feed =
              shape.text === ''
                ? CosmosOperation.readFeed(shop.container)
                : CosmosOperation.queryItems(shop.container, shape.text);
            const scopes = isPrefix ? ['0', '1'] : [FeedRange.fromKeys('', '15'), FeedRange.fromKeys('15', 'FF')];
            const found: unknown[] = [];
            for (const scope of scopes) {
              const operation = feed.withScope(scope).withMaxItemCount(pageSize);
              await expectResumes(operation, shape, how);
              found.push(...(await pagesOf(operation)).flatMap(itemsOf));
            }
            expect((found as Order[]).map(({ id }) => id).toSorted()).toEqual(orders.map(({ id }) => id).toSorted());
          },
        )
        .afterEach(() => shop.close()),
      { numRuns: 12 },
    );
  });

  it.each(holding)('holds what it needs, and says that it has no token: %s', async (text) => {
    await fc.assert(
      fc
        .asyncProperty(journey, async ({ orders, partitionsPerContainer, pageSize, maxConcurrency, shifts }) => {
          await open(orders, partitionsPerContainer);
          const query = CosmosOperation.queryItems(shop.container, text).withMaxItemCount(pageSize);
          const whole = (await pagesOf(query, { maxConcurrency: 1 })).flatMap(itemsOf);
          shop.plan(shifts);
          const pages = await pagesOf(query, { maxConcurrency });
          expect(anyOrder(pages.flatMap(itemsOf))).toEqual(anyOrder(whole));
          expect(pages.at(-1)?.continuationToken).toBeUndefined();
          for (const page of pages.slice(0, -1))
            expect(() => page.continuationToken).toThrow(/has no continuation token/);
        })
        .afterEach(() => shop.close()),
      { numRuns: 12 },
    );
  });

  it.each([1, 8])('begins groups anew when their partition moves (%d at once)', async (maxConcurrency) => {
    const orders = ['1', '2', '3', '4', '5', '6'].map((id): Order => ({ id, customer: id, city: 'Oslo', total: id }));
    for (const kind of ['split', 'merge'] as const) {
      await open(orders, 2);
      shop.plan([{ kind, pick: 0, after: 2, isLate: false }]);
      const text = 'SELECT c.customer, COUNT(1) AS n FROM c GROUP BY c.customer';
      const query = CosmosOperation.queryItems(shop.container, text).withMaxItemCount(1);
      const groups = (await pagesOf(query, { maxConcurrency })).flatMap(itemsOf);
      expect(shop.hasShifted()).toBe(true);
      expect(anyOrder(groups)).toEqual(anyOrder(orders.map(({ customer }) => ({ customer, n: 1 }))));
      await shop.close();
    }
  });

  it('loses no change', async () => {
    await fc.assert(
      fc
        .asyncProperty(journey, async ({ orders, partitionsPerContainer, pageSize, maxConcurrency, shifts }) => {
          await open(orders, partitionsPerContainer);
          const changes = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' });
          const pages = await untilQuiet(changes.withMaxItemCount(pageSize), maxConcurrency, shifts);
          const ids = orders.map(({ id }) => id).toSorted();
          const idsOf = (read: readonly CosmosResponse[]) =>
            (read.flatMap(itemsOf) as Order[]).map(({ id }) => id).toSorted();
          expect(idsOf(pages)).toEqual(ids);
          for (const [at, page] of pages.entries()) {
            const rest = await untilQuiet(
              changes.withContinuation(page.continuationToken ?? ''),
              maxConcurrency,
              shifts,
            );
            expect(idsOf([...pages.slice(0, at + 1), ...rest])).toEqual(ids);
          }
        })
        .afterEach(() => shop.close()),
      { numRuns: 12 },
    );
  });

  it('loses no version', async () => {
    await fc.assert(
      fc
        .asyncProperty(journey, async ({ orders, partitionsPerContainer, pageSize, maxConcurrency, shifts }) => {
          await open([], partitionsPerContainer);
          const changes = CosmosOperation.changeFeed(shop.container, { mode: 'all-versions-and-deletes' });
          const [start] = await untilQuiet(changes, maxConcurrency, shifts);
          for (const each of orders) await shop.put(each);
          for (const each of orders) await shop.put({ ...each, city: 'Kyiv' });
          const since = changes.withContinuation(start?.continuationToken ?? '').withMaxItemCount(pageSize);
          const pages = await untilQuiet(since, maxConcurrency, shifts);
          const versions = orders.flatMap(({ id, city }) => [`${id} ${city}`, `${id} Kyiv`]).toSorted();
          expect(versionsOf(pages)).toEqual(versions);
          for (const [at, page] of pages.entries()) {
            const rest = await untilQuiet(
              changes.withContinuation(page.continuationToken ?? ''),
              maxConcurrency,
              shifts,
            );
            expect(versionsOf([...pages.slice(0, at + 1), ...rest])).toEqual(versions);
          }
        })
        .afterEach(() => shop.close()),
      { numRuns: 12 },
    );
  });
});

function versionsOf(pages: readonly CosmosResponse[]): string[] {
  const changes = pages.flatMap(itemsOf) as { readonly current: Order }[];
  return changes.map(({ current: { id, city } }) => `${id} ${city}`).toSorted();
}

/** Pages of a change feed, up to the first that says that there is nothing new. */
async function untilQuiet(
  operation: CosmosOperation,
  maxConcurrency: number,
  shifts: readonly Shift[],
): Promise<CosmosResponse[]> {
  shop.plan(shifts);
  const pages: CosmosResponse[] = [];
  for await (const page of shop.driver.pages(operation, { maxConcurrency })) {
    pages.push(page);
    if (page.status.code === 304) break;
  }
  return pages;
}
