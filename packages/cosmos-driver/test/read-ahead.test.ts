import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { TransportRequest } from '../src/effects/transport.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type Answer, planDocument, rangeDocument, scripted, scriptedFeeds } from './fakes/feed-script.ts';

const feed = CosmosOperation.readFeed(scripted);
const rangeOf = ({ headers }: TransportRequest): string => headers['x-ms-documentdb-partitionkeyrangeid'] ?? '';
const endless = (request: TransportRequest): Answer => ({
  headers: { 'x-ms-continuation': String(Number(request.headers['x-ms-continuation'] ?? 0) + 1) },
  body: { Documents: [rangeOf(request)] },
});
const bounds = ['', '10', '20', '30', '40', '50', 'FF'];
const sixRanges = (request: TransportRequest): Answer =>
  request.headers['if-none-match'] === undefined
    ? {
        headers: { etag: '"1"' },
        body: {
          PartitionKeyRanges: bounds.slice(1).map((max, at) => rangeDocument(String(at), bounds[at] ?? '', max)),
        },
      }
    : { status: 304 };

/** Lets everything happen that can happen by itself. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

function iterate(pages: AsyncIterable<CosmosResponse>): AsyncIterator<CosmosResponse> {
  return pages[Symbol.asyncIterator]();
}

describe('driver.pages reads ahead', () => {
  it('before the next page is asked for, three pages of a partition at most', async () => {
    const { driver, sent } = await scriptedFeeds({ page: endless });
    const pages = iterate(driver.pages(feed));
    await pages.next();
    await settle();
    const of = (id: string): number => sent.pages.filter((each) => rangeOf(each) === id).length;
    // The page in hand is used up; those behind it are ahead.
    expect([of('0'), of('1')]).toEqual([4, 3]);
    await pages.next();
    await settle();
    expect([of('0'), of('1')]).toEqual([5, 3]);
    await pages.return?.();
  });

  it.each([2, 3, 8])('with at most maxConcurrency requests under way: %d', async (maxConcurrency) => {
    let underWay = 0;
    let most = 0;
    const { driver } = await scriptedFeeds({
      ranges: sixRanges,
      plan: () => planDocument({ aggregates: ['Count'], hasSelectValue: true }),
      page: async () => {
        most = Math.max(most, ++underWay);
        await turn();
        underWay--;
        return { body: { Documents: [[{ item: 1 }]] } };
      },
    });
    const query = CosmosOperation.queryItems(scripted, 'SELECT VALUE COUNT(1) FROM c');
    const { body } = await driver.executeOperation(query, { maxConcurrency });
    expect(body).toEqual({ kind: 'items', items: [6] });
    expect(most).toBe(Math.min(maxConcurrency, 6));
  });

  it('not at all when one request is to be under way', async () => {
    const { driver, sent } = await scriptedFeeds({ page: endless });
    const pages = iterate(driver.pages(feed, { maxConcurrency: 1 }));
    await pages.next();
    await settle();
    expect(sent.pages).toHaveLength(1);
    await pages.return?.();
  });

  it('until the loop is left: what is under way then is ended', async () => {
    const { driver, sent } = await scriptedFeeds({
      page: (request, count) => (count === 1 ? endless(request) : 'hang'),
    });
    for await (const _ of driver.pages(feed)) {
      await settle();
      break;
    }
    expect(sent.pages.length).toBeGreaterThan(1);
    expect(sent.pages.slice(1).map(({ signal }) => signal?.aborted)).toEqual(sent.pages.slice(1).map(() => true));
  });

  it('and tells of a failure when its page is asked for, not before', async () => {
    const { driver } = await scriptedFeeds({
      page: (request, count) => (count === 1 ? endless(request) : { status: 400 }),
    });
    const pages = iterate(driver.pages(feed));
    expect((await pages.next()).done).toBe(false);
    await settle();
    await expect(pages.next()).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('a change feed from now on', () => {
  it('asks every partition before its first page, also when one has something at once', async () => {
    const { driver, sent } = await scriptedFeeds({
      ranges: sixRanges,
      page: (request) =>
        rangeOf(request) === '0'
          ? { headers: { etag: '"7"' }, body: { Documents: [{ id: 'a' }] } }
          : { status: 304, headers: { etag: '"7"' } },
    });
    const page = await driver.executeOperation(CosmosOperation.changeFeed(scripted));
    expect(page.body).toEqual({ kind: 'items', items: [{ id: 'a' }] });
    expect(sent.pages.map(rangeOf).toSorted()).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(sent.pages[0]?.headers).toMatchObject({
      'a-im': 'Incremental Feed',
      'if-none-match': '*',
      'x-ms-cosmos-changefeed-wire-format-version': '2021-09-15',
    });
  });

  it('asks partitions side by side, and gives what they have in turn', async () => {
    let underWay = 0;
    let most = 0;
    const { driver, sent } = await scriptedFeeds({
      ranges: sixRanges,
      page: async (request) => {
        most = Math.max(most, ++underWay);
        await turn();
        underWay--;
        const isNew = ['1', '4'].includes(rangeOf(request)) && request.headers['if-none-match'] === undefined;
        return {
          status: isNew ? 200 : 304,
          headers: { etag: '"7"' },
          body: isNew ? { Documents: [rangeOf(request)] } : undefined,
        };
      },
    });
    const items: unknown[] = [];
    for await (const { body, status } of driver.pages(
      CosmosOperation.changeFeed(scripted, { startFrom: 'beginning' }),
      { maxConcurrency: 4 },
    )) {
      if (body.kind === 'items') items.push(...body.items);
      if (status.code === 304) break;
    }
    expect(items).toEqual(['1', '4']);
    expect(most).toBe(4);
    expect(sent.pages.length).toBeLessThan(25);
  });

  it('ends a round although the service gives no continuation', async () => {
    const { driver, sent } = await scriptedFeeds({ page: () => ({ status: 304 }) });
    const page = await driver.executeOperation(CosmosOperation.changeFeed(scripted));
    expect([page.status.code, sent.pages.length]).toEqual([304, 4]);
  });

  it('sends the time it starts at only as long as it has no continuation', async () => {
    const { driver, sent } = await scriptedFeeds({ page: () => ({ status: 304, headers: { etag: '"7"' } }) });
    const startFrom = new Date(Date.UTC(2026, 0, 2, 3, 4, 5));
    const operation = CosmosOperation.changeFeed(scripted, { startFrom });
    const page = await driver.executeOperation(operation);
    await driver.executeOperation(operation.withContinuation(page.continuationToken ?? ''));
    const starts = sent.pages.map(({ headers }) => [headers['if-modified-since'], headers['if-none-match']]);
    expect(starts).toEqual([
      ['Fri, 02 Jan 2026 03:04:05 GMT', undefined],
      ['Fri, 02 Jan 2026 03:04:05 GMT', undefined],
      [undefined, '"7"'],
      [undefined, '"7"'],
    ]);
  });
});
