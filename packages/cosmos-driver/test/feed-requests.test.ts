import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { TransportRequest } from '../src/effects/transport.ts';
import { isCosmosError } from '../src/errors/cosmos-error.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import {
  type Answer,
  type FeedScript,
  planDocument,
  rangeDocument,
  scripted,
  scriptedFeeds,
} from './fakes/feed-script.ts';

const rangeOf = ({ headers }: TransportRequest): string => headers['x-ms-documentdb-partitionkeyrangeid'] ?? '';
const numberOf = ({ headers }: TransportRequest): number => Number(headers['x-ms-continuation'] ?? 0);

/** A page of one row, by the number of its request: costs ten to the power of its partition. */
const page = (request: TransportRequest, isLast = false): Answer => ({
  headers: {
    'x-ms-request-charge': String(10 ** Number(rangeOf(request))),
    'x-ms-session-token': `${rangeOf(request)}:0#${numberOf(request)}`,
    ...(isLast ? {} : { 'x-ms-continuation': String(numberOf(request) + 1) }),
  },
  body: { Documents: [row(numberOf(request), `${rangeOf(request)}.${numberOf(request)}`)] },
});
const row = (item: unknown, payload: unknown): object => ({
  _rid: 'kX0wAJ8vXx0BAAAAAAAAAA==',
  orderByItems: [{ item }],
  payload,
});
const ordered = planDocument({ orderBy: ['Ascending'], orderByExpressions: ['c.n'], rewrittenQuery: 'SELECT' });
const query = CosmosOperation.queryItems(scripted, 'SELECT * FROM c ORDER BY c.n');

/** Lets everything happen that can happen by itself. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

/** Reads a feed to its end, letting it read ahead before each page. */
async function read(operation: CosmosOperation, script: FeedScript) {
  const { driver, sent } = await scriptedFeeds({ plan: () => ordered, ...script });
  const pages: CosmosResponse[] = [];
  let error: unknown;
  try {
    for await (const each of driver.pages(operation)) {
      pages.push(each);
      await settle();
    }
  } catch (caught) {
    error = caught;
  }
  const ends = [...pages, ...(isCosmosError(error) ? [error] : [])];
  const requestCount = ends.reduce((sum, { diagnostics }) => sum + diagnostics.requestCount, 0);
  const sentCount = sent.pages.length + sent.plans.length + sent.ranges.length;
  return {
    pages,
    error,
    sent,
    requestCount,
    sentCount,
    charges: ends.map((each) => each.diagnostics.totalRequestCharge),
  };
}

describe('a request of a feed is told once', () => {
  it('by the page that uses its answer, with its charge and its session token', async () => {
    const { pages, charges, requestCount, sentCount } = await read(query.withMaxItemCount(2), {
      page: (request) => page(request, numberOf(request) === 2),
    });
    expect(pages.map(({ body }) => body.kind === 'items' && body.items)).toEqual([
      ['0.0', '1.0'],
      ['0.1', '1.1'],
      ['0.2', '1.2'],
    ]);
    // The second row of a partition is needed to know that the other one's first goes before it.
    expect(charges).toEqual([12, 11, 10]);
    expect(pages.map(({ headers }) => headers.sessionToken)).toEqual(['0:0#1,1:0#0', '0:0#2,1:0#1', '1:0#2']);
    expect(requestCount).toBe(sentCount);
  });

  it('by the last page, when no page needs its answer', async () => {
    const { pages, charges, requestCount, sentCount, sent } = await read(query, {
      plan: () =>
        planDocument({ orderBy: ['Ascending'], orderByExpressions: ['c.n'], rewrittenQuery: 'SELECT', top: 4 }),
      page: (request, count) => (count > 7 ? 'hang' : page(request)),
    });
    expect(pages).toHaveLength(1);
    expect(requestCount).toBe(sentCount);
    expect(charges[0]).toBeGreaterThan(22);
    expect(sent.pages.every(({ signal }) => signal?.aborted)).toBe(true);
  });

  it('by the error that ends the feed, when its answer was read ahead', async () => {
    const { pages, error, charges, requestCount, sentCount } = await read(query.withMaxItemCount(2), {
      page: (request) => (rangeOf(request) === '1' && numberOf(request) === 2 ? { status: 400 } : page(request)),
    });
    expect(pages).toHaveLength(2);
    expect(error).toMatchObject({ code: 'bad-request' });
    // Two pages of the other partition had been read ahead.
    expect(charges).toEqual([12, 11, 2]);
    expect(requestCount).toBe(sentCount);
  });

  it('by the error that ends the feed, when it is under way then', async () => {
    const { error, requestCount, sentCount, sent } = await read(query, {
      page: async (request) => {
        if (rangeOf(request) === '1') return new Promise<Answer>((_, reject) => endWith(request, reject));
        await settle();
        return { status: 400 };
      },
    });
    expect(error).toMatchObject({ code: 'bad-request', diagnostics: { effectiveRegion: expect.anything() } });
    expect(requestCount).toBe(sentCount);
    expect(sent.pages.map(({ signal }) => signal?.aborted)).toEqual([true, true]);
    if (isCosmosError(error)) expect(error.diagnostics.requests.at(-1)?.status).toBe(400);
  });

  it('by the page that came of asking again, when it failed while it was read ahead', async () => {
    let hasFailed = false;
    const { pages, requestCount, sentCount } = await read(CosmosOperation.readFeed(scripted), {
      page: (request) => {
        if (rangeOf(request) !== '1' || hasFailed) return page(request, true);
        hasFailed = true;
        return { status: 400, headers: { 'x-ms-request-charge': '5' } };
      },
    });
    expect(pages.map(({ diagnostics }) => diagnostics.requests.map(({ status }) => status).slice(-2))).toEqual([
      expect.arrayContaining([200]),
      [400, 200],
    ]);
    expect(pages[1]?.diagnostics.totalRequestCharge).toBe(15);
    expect(requestCount).toBe(sentCount);
  });

  it.each(['the caller', 'its deadline'])('by the error of a page that is ended by %s', async (who) => {
    const { driver, sent, clock } = await scriptedFeeds({
      plan: () => ordered,
      page: (request) => (numberOf(request) < 2 ? page(request) : 'hang'),
    });
    const controller = new AbortController();
    const options = who === 'the caller' ? { signal: controller.signal } : { endToEndTimeoutMs: 5_000 };
    const pages = driver.pages(query.withMaxItemCount(2), options)[Symbol.asyncIterator]();
    const first = await pages.next();
    await settle();
    const second = pages.next().catch((caught: unknown) => caught);
    await settle();
    controller.abort(new Error('enough'));
    if (who !== 'the caller') clock.advance(5_000);
    const error = await second;
    if (!isCosmosError(error)) throw new Error('It has not ended.');
    expect(error.code).toBe(who === 'the caller' ? 'aborted' : 'deadline-exceeded');
    const told = (first.value?.diagnostics.requestCount ?? 0) + error.diagnostics.requestCount;
    expect(told).toBe(sent.pages.length + sent.plans.length + sent.ranges.length);
    expect(sent.pages.filter(({ signal }) => signal?.aborted)).toHaveLength(sent.pages.length);
    expect((await pages.next()).done).toBe(true);
  });

  it('by the page that used the first of the parts, when its keys had moved', async () => {
    let isSplit = false;
    const parts = [rangeDocument('2', '', '10', ['0']), rangeDocument('3', '10', '20', ['0'])];
    const { pages, requestCount, sentCount } = await read(CosmosOperation.readFeed(scripted), {
      ranges: ({ headers }) => {
        if (headers['if-none-match'] === '"2"' || (headers['if-none-match'] === '"1"' && !isSplit))
          return { status: 304 };
        return isSplit
          ? { headers: { etag: '"2"' }, body: { PartitionKeyRanges: parts } }
          : {
              headers: { etag: '"1"' },
              body: { PartitionKeyRanges: [rangeDocument('0', '', '20'), rangeDocument('1', '20', 'FF')] },
            };
      },
      page: (request) => {
        if (rangeOf(request) !== '0') return page(request, true);
        if (numberOf(request) === 0) return page(request);
        isSplit = true;
        return { status: 410, headers: { 'x-ms-substatus': '1002' } };
      },
    });
    expect(pages).toHaveLength(4);
    expect(pages[1]?.diagnostics.requests.map(({ status }) => status)).toEqual([410, 200, 304, 200]);
    expect(requestCount).toBe(sentCount);
  });
});

function endWith({ signal }: TransportRequest, reject: (reason: unknown) => void): void {
  signal?.addEventListener('abort', () => reject(signal.reason));
}
