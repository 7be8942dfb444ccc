import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { feedAccount, itemsOf, type Order } from './fakes/feed-account.ts';

const value = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, false, true, 0, 'a', 'b'),
  fc.integer({ min: -2, max: 2 }),
  fc.string({ maxLength: 2 }),
);
const long = 'x'.repeat(40_000);
const order = fc.record({
  customer: fc.integer({ min: 0, max: 9 }).map(String),
  total: value,
  city: fc.constantFrom('Oslo', 'Rome'),
  // Pages of long rows are parsed by portions.
  note: fc.constantFrom('', long),
});
const step = fc.record({
  event: fc.constantFrom('none', 'none', 'split', 'merge'),
  pick: fc.nat(),
  pageSize: fc.integer({ min: 1, max: 6 }),
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

const queries: readonly { readonly text: string; readonly compare?: (left: Order, right: Order) => number }[] = [
  { text: 'SELECT * FROM c' },
  { text: 'SELECT * FROM c ORDER BY c.total', compare: (a, b) => compare(a.total, b.total) },
  { text: 'SELECT * FROM c ORDER BY c.total DESC', compare: (a, b) => compare(b.total, a.total) },
  {
    text: 'SELECT * FROM c ORDER BY c.city, c.total DESC',
    compare: (a, b) => compare(a.city, b.city) || compare(b.total, a.total),
  },
];

describe('a query that goes from process to process while partitions split and merge', () => {
  it.each(queries)('gives every item once, in order: $text', async ({ text, compare: inOrder }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(order, { minLength: 1, maxLength: 40 }),
        fc.array(step, { minLength: 1, maxLength: 8 }),
        async (made, steps) => {
          const shop = await feedAccount({ partitionsPerContainer: 2, regions: ['East US'] });
          const container = { database: 'shop', container: 'orders' };
          const items = made.map((each, number): Order => ({ ...each, id: String(number) }));
          for (const item of items) await shop.put(item);
          const found: Order[] = [];
          const operation = CosmosOperation.queryItems(shop.container, text);
          let token: string | undefined;
          for (let at = 0; ; at++) {
            const { pageSize, event, pick } = steps[at % steps.length] as (typeof steps)[number];
            const sized = operation.withMaxItemCount(pageSize);
            const page = await shop.driver.executeOperation(
              token === undefined ? sized : sized.withContinuation(token),
            );
            found.push(...(itemsOf(page) as Order[]));
            token = page.continuationToken;
            if (token === undefined) break;
            const { body } = await shop.driver.executeOperation(CosmosOperation.readPartitionKeyRanges(shop.container));
            const ranges = (body.kind === 'items' ? body.items : []) as { id: string; minInclusive: string }[];
            const sorted = ranges.toSorted((a, b) => (a.minInclusive < b.minInclusive ? -1 : 1)).map(({ id }) => id);
            const first = sorted[pick % sorted.length] as string;
            const second = sorted[(pick % sorted.length) + 1];
            if (event === 'split' && sorted.length < 8) {
              await shop.account.control
                .splitPartition({ ...container, partitionKeyRangeId: first })
                .catch(() => undefined);
            }
            if (event === 'merge' && second !== undefined) {
              await shop.account.control.mergePartitions({ ...container, partitionKeyRangeIds: [first, second] });
            }
          }
          await shop.close();
          const idsInOrder = (each: readonly Order[]): string[] => each.map(({ id }) => id).toSorted();
          expect(idsInOrder(found)).toEqual(idsInOrder(items));
          if (inOrder !== undefined)
            expect(found.map((each) => found.toSorted(inOrder).indexOf(each))).toEqual(found.map((_, index) => index));
        },
      ),
      { numRuns: 25 },
    );
  });
});
