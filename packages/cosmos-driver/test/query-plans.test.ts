import { describe, expect, it } from '@jest/globals';
import type { AttemptRecord } from '../src/diagnostics/attempt-record.ts';
import type { CosmosDriver } from '../src/driver.ts';
import { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import type { FeedQuery } from '../src/operation/feed-settings.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import { type Answer, type FeedScript, planDocument, scripted, scriptedFeeds } from './fakes/feed-script.ts';

const placeholder = '{documentdb-formattableorderbyquery-filter}';
const query = CosmosOperation.queryItems(scripted, {
  query: 'SELECT * FROM c',
  parameters: [{ name: '@a', value: 1 }],
});
const documents = (...Documents: readonly unknown[]): Answer => ({ body: { Documents } });

async function all(driver: CosmosDriver, operation: CosmosOperation): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const { body } of driver.pages(operation)) if (body.kind === 'items') items.push(...body.items);
  return items;
}

/** The results of a query whose partitions answer so. */
async function resultsOf(plan: object, ...pages: readonly (readonly unknown[])[]): Promise<unknown[]> {
  const script: FeedScript = {
    plan: () => planDocument(plan),
    page: ({ headers }) => documents(...(pages[Number(headers['x-ms-documentdb-partitionkeyrangeid'])] ?? [])),
  };
  return all((await scriptedFeeds(script)).driver, query);
}

const row = (item: unknown, payload: unknown): object => ({
  _rid: `r${String(payload)}`,
  orderByItems: [{ item }],
  payload,
});

describe('a plan', () => {
  it('is asked for with what the driver can do, and tells the partitions’ query', async () => {
    const rewritten = `SELECT c._rid FROM c WHERE (${placeholder}) AND c.a = '${placeholder}' AND c["${placeholder}"] = 1 -- ${placeholder}`;
    const { driver, sent } = await scriptedFeeds({
      plan: () => planDocument({ orderBy: ['Ascending'], orderByExpressions: ['c.a'], rewrittenQuery: rewritten }),
    });
    await all(driver, query);
    expect(sent.plans[0]?.headers).toMatchObject({
      'x-ms-cosmos-is-query-plan-request': 'True',
      'x-ms-documentdb-isquery': 'True',
      'content-type': 'application/query+json',
      'x-ms-cosmos-query-version': '1.0',
      'x-ms-cosmos-supported-query-features':
        'Aggregate,CompositeAggregate,CountIf,DCount,Distinct,GroupBy,ListAndSetAggregate,MultipleAggregates,MultipleOrderBy,NonStreamingOrderBy,NonValueAggregate,OffsetAndLimit,OrderBy,Top',
    });
    expect(sent.pages[0]?.headers).toMatchObject({
      'x-ms-documentdb-partitionkeyrangeid': '0',
      'x-ms-documentdb-query-enablecrosspartition': 'True',
    });
    expect(sent.pages[0]?.headers).not.toHaveProperty('x-ms-start-epk');
    expect(JSON.parse(new TextDecoder().decode(sent.pages[0]?.body))).toEqual({
      query: `SELECT c._rid FROM c WHERE (true) AND c.a = '${placeholder}' AND c["${placeholder}"] = 1 -- ${placeholder}`,
      parameters: [{ name: '@a', value: 1 }],
    });
  });

  it('is asked for once for all who ask at the same time, and kept', async () => {
    const { driver, sent } = await scriptedFeeds({ plan: () => planDocument({}) });
    await Promise.all([1, 2, 3, 4].map(() => driver.executeOperation(query)));
    await driver.executeOperation(query);
    expect(sent.plans).toHaveLength(1);
    await driver.executeOperation(CosmosOperation.queryItems(scripted, 'SELECT c.id FROM c'));
    expect(sent.plans).toHaveLength(2);
  });

  it.each<[string, FeedQuery, number]>([
    ['with another text', 'SELECT * FROM d', 1],
    ['with another parameter', { query: 'SELECT * FROM c', parameters: [{ name: '@a', value: 2 }] }, 1],
    ['with a parameter of another name', { query: 'SELECT * FROM c', parameters: [{ name: '@b', value: 1 }] }, 1],
    ['of the same kind', { query: 'SELECT * FROM c', parameters: [{ name: '@a', value: 1 }] }, 0],
  ])('of a query is kept for the same query of the same container: one %s', async (_, other, plans) => {
    const { driver, sent } = await scriptedFeeds({ plan: () => planDocument({}) });
    await driver.executeOperation(query);
    const asked = sent.plans.length;
    await driver.executeOperation(CosmosOperation.queryItems(scripted, other));
    await driver.executeOperation(CosmosOperation.queryItems(scripted, other).withScope(FeedRange.fromKeys('', '20')));
    expect(sent.plans.length - asked).toBe(plans);
    const { rid } = scripted;
    const elsewhere = { rid: `${rid.slice(0, -2)}4=`, partitionKey: scripted.partitionKey };
    const container = new ContainerReference(scripted.database, scripted.id, elsewhere);
    await driver.executeOperation(CosmosOperation.queryItems(container, other));
    expect(sent.plans.length - asked).toBe(plans + 1);
  });

  it('that is refused fails the query, as one of one partition would be', async () => {
    const refusal = { status: 400, headers: { 'x-ms-request-charge': '2' }, body: { message: 'Syntax error' } };
    const { driver } = await scriptedFeeds({ plan: () => refusal, page: () => refusal });
    const failureOf = (operation: CosmosOperation) => driver.executeOperation(operation).catch((error) => error);
    const [error, expected] = [await failureOf(query), await failureOf(query.withScope('a'))];
    expect(error.message).toBe(expected.message);
    expect(error.message).toMatch(/^query_items dbs\/db\/colls\/orders\/docs failed with 400 /);
    expect(error).toMatchObject({ code: 'bad-request', status: { code: 400 }, response: { status: { code: 400 } } });
    const { operationName, totalRequestCharge, requests } = error.diagnostics;
    expect([operationName, totalRequestCharge]).toEqual(['query_items', 2]);
    expect(requests.map((each: AttemptRecord) => [each.operationName, each.status])).toEqual([
      ['read_query_plan', 400],
    ]);
    expect(error.response.diagnostics).toBe(error.diagnostics);
  });

  it('that does not come fails the query by its own name', async () => {
    const { driver } = await scriptedFeeds({ plan: () => ({ status: 403 }) });
    for (const pages of [driver.executeOperation(query), all(driver, query)]) {
      await expect(pages).rejects.toMatchObject({
        code: 'forbidden',
        message: expect.stringMatching(/^query_items dbs\/db\/colls\/orders\/docs failed with 403/),
        diagnostics: { operationName: 'query_items' },
      });
    }
  });

  it('that fails is asked for again', async () => {
    let isWell = false;
    const { driver, sent } = await scriptedFeeds({ plan: () => (isWell ? planDocument({}) : { status: 400 }) });
    await expect(driver.executeOperation(query)).rejects.toMatchObject({ code: 'bad-request' });
    isWell = true;
    await driver.executeOperation(query);
    expect(sent.plans).toHaveLength(2);
  });

  it('for ranking by full text is refused as unsupported, by the gateway or by the driver', async () => {
    const hybrid = await scriptedFeeds({
      plan: () => planDocument({}, { queryInfo: null, hybridSearchQueryInfo: {} }),
    });
    await expect(hybrid.driver.executeOperation(query)).rejects.toMatchObject({ code: 'unsupported-query' });
    const message = 'Query contained HybridSearch, which the calling client does not support.';
    const refused = await scriptedFeeds({ plan: () => ({ status: 400, body: { code: 'BadRequest', message } }) });
    await expect(refused.driver.executeOperation(query)).rejects.toMatchObject({
      code: 'unsupported-query',
      status: { code: 400 },
      message: expect.stringMatching(/^query_items /),
      cause: expect.objectContaining({ code: 'bad-request' }),
    });
  });

  it('that goes to more than a hundred partitions is refused, with what to do', async () => {
    const bound = (at: number): string =>
      at === 0 ? '' : at === 101 ? 'FF' : at.toString(16).toUpperCase().padStart(2, '0');
    const ranges = Array.from({ length: 101 }, (_, at) => ({
      id: String(at),
      minInclusive: bound(at),
      maxExclusive: bound(at + 1),
      parents: [],
    }));
    const { driver } = await scriptedFeeds({
      plan: () => planDocument({}),
      ranges: ({ headers }) =>
        headers['if-none-match'] ? { status: 304 } : { headers: { etag: '"1"' }, body: { PartitionKeyRanges: ranges } },
    });
    await expect(driver.executeOperation(query)).rejects.toMatchObject({
      code: 'unsupported-query',
      message: expect.stringContaining('101 partitions, more than 100: scope it by withScope(feedRange)'),
    });
  });
});

describe('what partitions answer is put together', () => {
  it('as a count of different results', async () => {
    const plan = { distinctType: 'Unordered', hasSelectValue: true };
    const pages = [
      ['a', 'b'],
      ['b', 'c'],
    ] as const;
    expect(await resultsOf({ ...plan, dCountInfo: { dCountAlias: '' } }, ...pages)).toEqual([3]);
    expect(await resultsOf({ ...plan, dCountInfo: { dCountAlias: 'n' } }, ...pages)).toEqual([{ n: 3 }]);
  });

  it('in an order that no partition keeps', async () => {
    const plan = {
      orderBy: ['Ascending'],
      orderByExpressions: ['d'],
      rewrittenQuery: 'SELECT',
      hasNonStreamingOrderBy: true,
    };
    const pages = [
      [row(3, 'c'), row(1, 'a')],
      [row(2, 'b'), row(0, 'z')],
    ] as const;
    expect(await resultsOf(plan, ...pages)).toEqual(['z', 'a', 'b', 'c']);
    expect(await resultsOf({ ...plan, top: 2 }, ...pages)).toEqual(['z', 'a']);
    expect(await resultsOf({ ...plan, offset: 1, limit: 2 }, ...pages)).toEqual(['a', 'b']);
  });

  it('without asking anybody where nothing is wanted', async () => {
    const { driver, sent } = await scriptedFeeds({
      plan: () =>
        planDocument({ orderBy: ['Ascending'], orderByExpressions: ['c.a'], rewrittenQuery: 'SELECT', top: 0 }),
    });
    expect(await all(driver, query)).toEqual([]);
    expect([sent.plans.length, sent.pages.length]).toEqual([1, 0]);
    const counted = { distinctType: 'Unordered', dCountInfo: {}, hasSelectValue: true, limit: 0, offset: 0 };
    expect(await resultsOf(counted, ['a'], ['b'])).toEqual([0]);
  });

  it('with no more requests than the last result needs', async () => {
    const { driver, sent } = await scriptedFeeds({
      plan: () =>
        planDocument({ orderBy: ['Ascending'], orderByExpressions: ['c.a'], rewrittenQuery: 'SELECT', top: 1 }),
      page: () => ({ ...documents(row(1, 'a')), headers: { 'x-ms-continuation': 'next' } }),
    });
    const { body, continuationToken } = await driver.executeOperation(query);
    expect([body, continuationToken]).toEqual([{ kind: 'items', items: ['a'] }, undefined]);
    expect(sent.pages).toHaveLength(2);
  });

  it.each<[string, object, readonly unknown[]]>([
    [
      'ORDER BY that partitions do not keep',
      { orderBy: ['Ascending'], orderByExpressions: ['d'], hasNonStreamingOrderBy: true },
      [row(1, 'a'), row(2, 'b')],
    ],
    ['DISTINCT without a matching ORDER BY', { distinctType: 'Unordered', dCountInfo: {} }, ['a', 'b', 'b']],
    [
      'GROUP BY',
      { groupByExpressions: ['c.a'], groupByAliasToAggregateType: { a: null } },
      [1, 2].map((item) => ({ groupByItems: [{ item }], payload: { a: item } })),
    ],
  ])('with at most maxBufferedItems held for %s', async (what, plan, page) => {
    const { driver } = await scriptedFeeds({
      plan: () => planDocument({ rewrittenQuery: 'SELECT', ...plan }),
      page: ({ headers }) => documents(...(headers['x-ms-documentdb-partitionkeyrangeid'] === '0' ? page : [])),
    });
    await expect(driver.executeOperation(query, { maxBufferedItems: 1 })).rejects.toMatchObject({
      code: 'buffer-exceeded',
      message: expect.stringContaining(`has to hold more than 1 items for ${what}: raise the option maxBufferedItems`),
    });
    const { body } = await driver.executeOperation(query, { maxBufferedItems: 2 });
    expect(body.kind === 'items' && body.items.length).toBeGreaterThan(0);
  });

  it('as different results, whatever the order of their properties', async () => {
    const pages = [[{ a: 1, b: [1] }], [{ b: [1], a: 1 }, { a: 1 }]] as const;
    expect(await resultsOf({ distinctType: 'Unordered' }, ...pages)).toEqual([{ a: 1, b: [1] }, { a: 1 }]);
  });

  it('as aggregates: of nothing, of what is undefined, and by name', async () => {
    const value = (type: string) => ({ aggregates: [type], hasSelectValue: true });
    expect(await resultsOf(value('Count'), [[{ item: 2 }]], [[{ item: 3 }]])).toEqual([5]);
    expect(await resultsOf(value('Sum'), [[{ item: 2 }]], [[{}]])).toEqual([]);
    expect(
      await resultsOf(value('Average'), [[{ item: { sum: 2, count: 1 } }]], [[{ item: { sum: 0, count: 0 } }]]),
    ).toEqual([2]);
    expect(await resultsOf(value('Average'), [[{ item: { sum: 2, count: 1 } }]], [[{ item: { count: 1 } }]])).toEqual(
      [],
    );
    expect(
      await resultsOf(value('Min'), [[{ item2: { count: 0 } }]], [[{ item: 'a', item2: { min: 'a', count: 1 } }]]),
    ).toEqual(['a']);
    expect(
      await resultsOf(value('Max'), [[{ item: 1, item2: { max: 1, count: 1 } }]], [[{ item2: { count: 2 } }]]),
    ).toEqual([]);
    expect(await resultsOf(value('MakeList'), [[{ item: [1, 2] }]], [[{ item: [2] }]])).toEqual([[1, 2, 2]]);
    expect(await resultsOf(value('MakeSet'), [[{ item: [1, 2] }]], [[{ item: [2, { a: 1 }] }]])).toEqual([
      [1, 2, { a: 1 }],
    ]);
    const named = { groupByAliasToAggregateType: { n: 'Count', low: 'Min' } };
    const part = (n: number, low: number) => ({
      payload: { n: { item: n }, low: { item: low, item2: { min: low, count: n } } },
    });
    expect(await resultsOf(named, [part(1, 7)], [part(2, 5)])).toEqual([{ n: 3, low: 5 }]);
  });

  it.each<[string, object]>([
    ['an aggregate that nobody knows', { aggregates: ['Median'], hasSelectValue: true }],
    ['such an aggregate by name', { groupByAliasToAggregateType: { n: 'Median' } }],
    ['a negative limit', { limit: -1, offset: 0 }],
    ['a fractional offset', { limit: 1, offset: 0.5 }],
    ['a TOP that is no number', { top: '3' }],
  ])('not at all by a plan with %s', async (_, plan) => {
    const { driver, sent } = await scriptedFeeds({ plan: () => planDocument(plan) });
    await expect(all(driver, query)).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringMatching(
        /^query_items dbs\/db\/colls\/orders\/docs got an answer that cannot be read: .*plan\.queryInfo/,
      ),
      diagnostics: { operationName: 'query_items' },
    });
    expect([sent.plans.length, sent.pages.length]).toEqual([1, 0]);
  });

  it('as groups, whose values may be of any kind', async () => {
    const plan = { groupByExpressions: ['c.a'], groupByAliasToAggregateType: { a: null, n: 'Count' } };
    const group = (a: unknown, n: number) => ({ groupByItems: [{ item: a }], payload: { a, n: { item: n } } });
    const found = await resultsOf(plan, [group('x', 1), group(null, 2)], [group({ p: 1 }, 1), group('x', 4)]);
    expect(found).toEqual([
      { a: 'x', n: 5 },
      { a: null, n: 2 },
      { a: { p: 1 }, n: 1 },
    ]);
    const values = await resultsOf(
      { groupByExpressions: ['c.a'], hasSelectValue: true },
      [{ groupByItems: [{ item: 1 }], payload: 1 }],
      [{ groupByItems: [{ item: 1 }], payload: 1 }],
    );
    expect(values).toEqual([1]);
  });

  it('from rows that are none with an error', async () => {
    const plan = { orderBy: ['Ascending'], orderByExpressions: ['c.a'], rewrittenQuery: 'SELECT' };
    const aggregate = { aggregates: ['Count'], hasSelectValue: true };
    const named = { groupByAliasToAggregateType: { n: 'Count' } };
    const group = { ...named, groupByExpressions: ['c.a'] };
    for (const [each, row] of [
      [plan, { id: 1 }],
      [{ ...plan, hasNonStreamingOrderBy: true }, { id: 1 }],
      [aggregate, null],
      [aggregate, 7],
      [named, { n: 1 }],
      [group, { groupByItems: [{ item: 1 }] }],
    ] as const) {
      await expect(resultsOf(each, [row])).rejects.toMatchObject({
        code: 'invalid-response',
        diagnostics: { requestCount: expect.any(Number), operationName: 'query_items' },
      });
    }
  });
});

describe('the deadline of a page', () => {
  it('counts for all requests of the page together', async () => {
    const { driver } = await scriptedFeeds({ page: () => 'hang' });
    const read = driver.executeOperation(CosmosOperation.readFeed(scripted), { endToEndTimeoutMs: 500 });
    await expect(read).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });
});
