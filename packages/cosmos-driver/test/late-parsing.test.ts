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
const textOf = ({ body }: TransportRequest): string => (body === undefined ? '' : new TextDecoder().decode(body));
const row = (item: number): object => ({
  _rid: `kX0wAJ8vXx0${'ABCDEFGH'[item]}AAAAAAAAAA==`,
  orderByItems: [{ item }],
  payload: item,
});
const oneRange = ({ headers }: TransportRequest): Answer =>
  headers['if-none-match'] === undefined
    ? { headers: { etag: '"1"' }, body: { PartitionKeyRanges: [rangeDocument('0', '', 'FF')] } }
    : { status: 304 };
const ordered = planDocument({
  orderBy: ['Ascending'],
  orderByExpressions: ['c.n'],
  rewrittenQuery: 'SELECT c._rid FROM c WHERE {documentdb-formattableorderbyquery-filter} ORDER BY c.n',
});
const feed = CosmosOperation.readFeed(scripted);
const query = CosmosOperation.queryItems(scripted, 'SELECT VALUE c.n FROM c ORDER BY c.n').withMaxItemCount(1);

/** Lets everything happen that can happen by itself. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

/** Five pages of one row or item each. */
const page = (request: TransportRequest, documents: (number: number) => unknown): Answer => ({
  headers: {
    'x-ms-request-charge': '1',
    ...(numberOf(request) < 4 ? { 'x-ms-continuation': String(numberOf(request) + 1) } : {}),
  },
  body: { Documents: documents(numberOf(request)) },
});

async function read(operation: CosmosOperation, script: FeedScript) {
  const { driver, sent } = await scriptedFeeds({ ranges: oneRange, plan: () => ordered, ...script });
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
  const items = pages.flatMap(({ body }) => (body.kind === 'items' ? body.items : []));
  return { items, pages, error, sent };
}

describe('a page whose rows are parsed by portions', () => {
  const long = 'x'.repeat(40_000);
  /** Two pages of six rows; two rows make a portion. */
  const script = (documentOf: (item: number) => object): FeedScript => ({
    page: (request) => ({
      headers: {
        'x-ms-request-charge': '4',
        ...(numberOf(request) === 0 ? { 'x-ms-continuation': '1' } : {}),
      },
      body: { Documents: [0, 1, 2, 3, 4, 5].map((at) => documentOf(numberOf(request) * 6 + at)) },
    }),
  });
  const longRow = (item: number) => ({
    _rid: String(item),
    orderByItems: [{ item }],
    payload: { item, long },
  });
  const itemsOf = (items: readonly unknown[]) => items.map((each) => (each as { readonly item: number }).item);

  it('is told of once, by the page that used its first row', async () => {
    const { items, pages } = await read(query, script(longRow));
    expect(itemsOf(items)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    const charges = pages.map(({ headers, diagnostics }) => [headers.requestCharge, diagnostics.totalRequestCharge]);
    expect(charges.map(([, made]) => made)).toEqual([4, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0]);
    expect(charges.map(([charge]) => charge ?? 0)).toEqual(charges.map(([, made]) => made));
  });

  it.each([
    ['two pages have told of it', 1, [4, 0, 4]],
    ['no page was made of it', 100, [8]],
  ])('and is damaged behind the first of them fails there, and is told of once: %s', async (_, size, charges) => {
    const { items, pages, error, sent } = await read(
      query.withMaxItemCount(size),
      script((item) => (item === 3 ? { _rid: '3', payload: { long } } : longRow(item))),
    );
    expect(itemsOf(items)).toEqual([0, 1].slice(0, pages.length));
    expect(error).toMatchObject({ code: 'invalid-response' });
    expect(sent.pages.map(numberOf)).toEqual([0, 1]);
    const told = [...pages, ...(isCosmosError(error) ? [error] : [])];
    expect(told.map(({ diagnostics }) => diagnostics.totalRequestCharge)).toEqual(charges);
  });
});

describe('a page that was read ahead', () => {
  it.each([
    ['of a read', feed, (number: number) => (number === 2 ? 'damaged' : [number])],
    ['of an ordered query', query, (number: number) => (number === 2 ? 'damaged' : [row(number)])],
    ['of an ordered query, whose row is none', query, (number: number) => [number === 2 ? { id: 2 } : row(number)]],
  ] as const)('and is damaged fails when it is its turn: %s', async (_, operation, documents) => {
    const { items, pages, error, sent } = await read(operation, { page: (request) => page(request, documents) });
    expect(items).toEqual([0, 1]);
    expect(error).toMatchObject({ code: 'invalid-response' });
    // It was not asked for again. The error tells of it and of those behind it.
    expect(sent.pages.map(numberOf)).toEqual([0, 1, 2, 3, 4]);
    const told = [...pages, ...(isCosmosError(error) ? [error] : [])];
    expect(told.reduce((sum, { diagnostics }) => sum + diagnostics.totalRequestCharge, 0)).toBe(5);
    expect(isCosmosError(error) && error.diagnostics.totalRequestCharge).toBe(3);
  });

  it('is where its token says, whether it was parsed or not', async () => {
    const script: FeedScript = { page: (request) => page(request, (number) => [row(number)]) };
    const { pages, items } = await read(query, script);
    expect(items).toEqual([0, 1, 2, 3, 4]);
    for (const [at, { continuationToken }] of pages.slice(0, -1).entries()) {
      const rest = await read(query.withContinuation(continuationToken ?? ''), script);
      expect(rest.items).toEqual(items.slice(at + 1));
    }
  });

  it('is looked at when the keys behind it have moved: the query goes on behind its last row', async () => {
    const parts = [rangeDocument('2', '', '20', ['0']), rangeDocument('3', '20', 'FF', ['0'])];
    let isSplit = false;
    const { items, sent, error } = await read(query, {
      ranges: (request) =>
        isSplit && request.headers['if-none-match'] === '"1"'
          ? { headers: { etag: '"2"' }, body: { PartitionKeyRanges: parts } }
          : oneRange(request),
      page: (request) => {
        // All rows are in the first of the parts.
        if (rangeOf(request) === '3') return { body: { Documents: [] } };
        if (rangeOf(request) === '2') return { body: { Documents: [row(2), row(3), row(4)] } };
        isSplit = numberOf(request) === 3;
        return isSplit
          ? { status: 410, headers: { 'x-ms-substatus': '1002' } }
          : page(request, (number) => [row(number)]);
      },
    });
    expect(error).toBeUndefined();
    expect(items).toEqual([0, 1, 2, 3, 4]);
    const moved = sent.pages.filter((request) => rangeOf(request) === '2');
    expect(moved).toHaveLength(1);
    expect(moved.map(({ headers }) => headers['x-ms-continuation'])).toEqual([undefined]);
    expect(moved.map(textOf)).toEqual([expect.stringMatching(/WHERE .*c\.n.*2/)]);
  });
});
