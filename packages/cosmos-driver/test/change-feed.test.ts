import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type FeedAccount, feedAccount, itemsOf, orders } from './fakes/feed-account.ts';

let shop: FeedAccount;
beforeEach(async () => {
  shop = await feedAccount({ partitionsPerContainer: 3 });
});
afterEach(() => shop.close());

const idsOf = (page: CosmosResponse): string[] => (itemsOf(page) as { id: string }[]).map(({ id }) => id);

async function putAll(from = 0, to: number = orders.length): Promise<void> {
  for (const order of orders.slice(from, to)) await shop.put(order);
}

const idsFrom = (from: number, to: number): string[] =>
  orders
    .slice(from, to)
    .map(({ id }) => id)
    .toSorted();

/** Reads until there is nothing new. */
async function untilQuiet(operation: CosmosOperation): Promise<{ ids: string[]; token: string }> {
  const ids: string[] = [];
  for await (const page of shop.driver.pages(operation)) {
    ids.push(...idsOf(page));
    if (page.status.code === 304) return { ids: ids.toSorted(), token: page.continuationToken ?? '' };
  }
  throw new Error('A change feed has ended.');
}

describe('a change feed over several partitions', () => {
  it('tells of everything since the beginning, then of nothing, then of what is new', async () => {
    await putAll(0, 50);
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' }).withMaxItemCount(4);
    const first = await untilQuiet(operation);
    expect(first.ids).toEqual(idsFrom(0, 50));
    await putAll(50);
    expect((await untilQuiet(operation.withContinuation(first.token))).ids).toEqual(idsFrom(50, 90));
  });

  it('asks partitions in turn, one page each', async () => {
    await putAll();
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' }).withMaxItemCount(4);
    const ranges: (string | undefined)[] = [];
    for await (const page of shop.driver.pages(operation)) {
      const { diagnostics } = page;
      ranges.push(String(diagnostics.requests.length));
      if (ranges.length === 3) break;
    }
    // The first page also reads the partitions: one answer, and that there is nothing else.
    expect(ranges).toEqual(['3', '1', '1']);
  });

  it.each(['latest-version', 'all-versions-and-deletes'] as const)(
    'misses nothing that changes after its first page, however late a partition is asked: %s',
    async (mode) => {
      await putAll(0, 20);
      const operation = CosmosOperation.changeFeed(shop.container, { mode });
      const page = await shop.driver.executeOperation(operation);
      expect([page.status.code, itemsOf(page)]).toEqual([304, []]);
      await putAll(20);
      const seen: unknown[] = [];
      let token = page.continuationToken ?? '';
      for (;;) {
        const next = await shop.driver.executeOperation(operation.withContinuation(token));
        token = next.continuationToken ?? '';
        if (next.status.code === 304) break;
        seen.push(...itemsOf(next));
      }
      const ids = seen.map(
        (each) =>
          (each as { id?: string; current?: { id: string } }).id ?? (each as { current: { id: string } }).current.id,
      );
      expect(ids.toSorted()).toEqual(idsFrom(20, 90));
    },
  );

  it('asks partitions in turn also from process to process', async () => {
    await putAll();
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' }).withMaxItemCount(1);
    const inOneProcess: string[] = [];
    for await (const page of shop.driver.pages(operation)) {
      inOneProcess.push(...idsOf(page));
      if (inOneProcess.length === 8) break;
    }
    const fromOneToTheNext: string[] = [];
    for (let token: string | undefined; fromOneToTheNext.length < 8; ) {
      const page = await shop.driver.executeOperation(
        token === undefined ? operation : operation.withContinuation(token),
      );
      fromOneToTheNext.push(...idsOf(page));
      token = page.continuationToken;
    }
    expect(fromOneToTheNext).toEqual(inOneProcess);
  });

  it('goes on from every page', async () => {
    await putAll();
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' }).withMaxItemCount(7);
    const before: string[] = [];
    for await (const page of shop.driver.pages(operation)) {
      before.push(...idsOf(page));
      const rest = await untilQuiet(operation.withContinuation(page.continuationToken ?? ''));
      expect([...before, ...rest.ids].toSorted()).toEqual(idsFrom(0, 90));
      if (page.status.code === 304) break;
    }
  });

  it('begins at a time, also where it was not asked before it went on elsewhere', async () => {
    await putAll(0, 30);
    const startFrom = new Date(Date.now() - 3_600_000);
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom }).withMaxItemCount(100);
    const first = await shop.driver.executeOperation(operation);
    const rest = await untilQuiet(operation.withContinuation(first.continuationToken ?? ''));
    expect([...idsOf(first), ...rest.ids].toSorted()).toEqual(idsFrom(0, 30));
    const later = new Date(Date.now() + 3_600_000);
    expect((await untilQuiet(CosmosOperation.changeFeed(shop.container, { startFrom: later }))).ids).toEqual([]);
  });

  it('tells of one partition key, or one feed range, only', async () => {
    await putAll();
    const operation = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' });
    const ofKey = orders.filter(({ customer }) => customer === 'customer-3').map(({ id }) => id);
    expect((await untilQuiet(operation.withScope('customer-3'))).ids).toEqual(ofKey.toSorted());
    const parts = ['', '10', '2A', 'FF'].flatMap((min, index, bounds) => {
      const max = bounds[index + 1];
      return max === undefined ? [] : [FeedRange.fromKeys(min, max)];
    });
    const found: string[] = [];
    for (const part of parts) found.push(...(await untilQuiet(operation.withScope(part))).ids);
    expect(found.toSorted()).toEqual(idsFrom(0, 90));
  });

  it('says of one partition key when there is nothing new, and only then', async () => {
    await putAll(0, 30);
    const changes = CosmosOperation.changeFeed(shop.container, { startFrom: 'beginning' }).withScope('customer-3');
    const first = await shop.driver.executeOperation(changes);
    expect([first.status.code, idsOf(first)]).toEqual([200, ['3', '26']]);
    const second = await shop.driver.executeOperation(changes.withContinuation(first.continuationToken ?? ''));
    expect([second.status.code, idsOf(second)]).toEqual([304, []]);
    const third = await shop.driver.executeOperation(changes.withContinuation(second.continuationToken ?? ''));
    expect(third.status.code).toBe(304);
  });

  it('tells of deletes where all versions are asked for', async () => {
    const operation = CosmosOperation.changeFeed(shop.container, { mode: 'all-versions-and-deletes' });
    const { token } = await untilQuietOfVersions(operation);
    await putAll(0, 2);
    const item = ItemReference.from(shop.container, 'customer-0', '0');
    await shop.driver.executeOperation(CosmosOperation.deleteItem(item));
    const { kinds } = await untilQuietOfVersions(operation.withContinuation(token));
    expect(kinds.toSorted()).toEqual(['create', 'create', 'delete']);
  });
});

async function untilQuietOfVersions(operation: CosmosOperation): Promise<{ kinds: string[]; token: string }> {
  const kinds: string[] = [];
  for await (const page of shop.driver.pages(operation)) {
    for (const change of itemsOf(page))
      kinds.push((change as { metadata: { operationType: string } }).metadata.operationType);
    if (page.status.code === 304) return { kinds, token: page.continuationToken ?? '' };
  }
  throw new Error('A change feed has ended.');
}

describe('a token of a change feed', () => {
  const all = { startFrom: 'beginning' } as const;

  it('goes on in every part of what it is of: nothing is missed and nothing told twice, wherever it was cut', async () => {
    await putAll(0, 60);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 254 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.integer({ min: 1, max: 14 }), async (bounds, pageCount) => {
        const whole = CosmosOperation.changeFeed(shop.container, all).withMaxItemCount(5);
        let token: string | undefined;
        const told: string[] = [];
        for (let read = 0; read < pageCount; read++) {
          const page = await shop.driver.executeOperation(token === undefined ? whole : whole.withContinuation(token));
          told.push(...idsOf(page));
          token = page.continuationToken;
        }
        const keys = bounds
          .toSorted((left, right) => left - right)
          .map((bound) => bound.toString(16).toUpperCase().padStart(2, '0'));
        for (const [index, min] of ['', ...keys].entries()) {
          const part = whole.withScope(FeedRange.fromKeys(min, keys[index] ?? 'FF')).withContinuation(token ?? '');
          const { ids, token: later } = await untilQuiet(part);
          told.push(...ids);
          expect((await untilQuiet(part.withContinuation(later))).ids).toEqual([]);
        }
        expect(told.toSorted()).toEqual(idsFrom(0, 60));
      }),
      { numRuns: 20 },
    );
  });

  it('is handed on to the partitions of a split', async () => {
    await putAll(0, 40);
    const whole = CosmosOperation.changeFeed(shop.container, all).withMaxItemCount(7);
    const page = await shop.driver.executeOperation(whole);
    for (const partitionKeyRangeId of ['0', '1', '2']) {
      await shop.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId });
    }
    await putAll(40);
    const ranges = await shop.driver.readFeedRanges(shop.container);
    expect(ranges).toHaveLength(6);
    const told = idsOf(page);
    for (const range of ranges) {
      told.push(...(await untilQuiet(whole.withScope(range).withContinuation(page.continuationToken ?? ''))).ids);
    }
    expect(told.toSorted()).toEqual(idsFrom(0, 90));
  });

  it('does not go on in what it is not of', async () => {
    const half = CosmosOperation.changeFeed(shop.container, all).withScope(FeedRange.fromKeys('', '20'));
    const { continuationToken = '' } = await shop.driver.executeOperation(half);
    for (const scope of [
      FeedRange.fromKeys('', '21'),
      FeedRange.fromKeys('20', 'FF'),
      FeedRange.full(),
      'customer-1',
    ]) {
      const other = half.withScope(scope).withContinuation(continuationToken);
      await expect(shop.driver.executeOperation(other)).rejects.toMatchObject({ code: 'invalid-continuation' });
    }
    const other = CosmosOperation.changeFeed(shop.container, all).withContinuation(continuationToken);
    await expect(shop.driver.executeOperation(other)).rejects.toMatchObject({
      message: expect.stringContaining('does not hold all of the scope'),
    });
  });
});
