import { describe, expect, it } from '@jest/globals';
import { orders } from '../../test/fakes/fake-account.ts';
import { CosmosOperation } from '../operation/cosmos-operation.ts';
import { areTiling, wholeSpace } from '../partitioning/key-range.ts';
import { buildRoutingMap, type RoutingMap } from '../partitioning/routing-map.ts';
import type { FeedSource } from './feed-source.ts';
import { nextRequest } from './next-request.ts';
import { readQueryPlan } from './query-plan.ts';
import type { RangeCursor } from './range-cursor.ts';

function mapOf(...bounds: readonly string[]): RoutingMap {
  const starts = ['', ...bounds];
  const map = buildRoutingMap(
    starts.map((min, index) => ({ id: `p${min}`, min, max: starts[index + 1] ?? 'FF', parents: [] })),
  );
  if (map === undefined) throw new Error('The bounds are out of order.');
  return map;
}

const drain: FeedSource = {
  kind: 'drain',
  operation: CosmosOperation.readFeed(orders),
  container: orders,
  scope: wholeSpace,
  plan: undefined,
};
const text = 'SELECT c._rid FROM c WHERE {documentdb-formattableorderbyquery-filter} ORDER BY c.a';
const queryInfo = { orderBy: ['Ascending'], orderByExpressions: ['c.a'], rewrittenQuery: text };
const merge: FeedSource = {
  ...drain,
  kind: 'merge',
  operation: CosmosOperation.queryItems(orders, 'SELECT * FROM c ORDER BY c.a'),
  plan: readQueryPlan({ queryInfo, queryRanges: [] }, orders.partitionKey),
};
const boundary = { orderByItems: [{ item: 5 }], rid: 'r', firstRid: 'r', count: 3 };

function requestOf(
  source: FeedSource,
  cursor: RangeCursor,
  map: RoutingMap,
): { feed: unknown; query: string; cursor: RangeCursor } {
  const next = nextRequest(source, cursor, map);
  if (next.kind !== 'request') throw new Error('It splits.');
  const { feed, body } = next.operation;
  return { feed, query: JSON.parse(new TextDecoder().decode(body)).query, cursor: next.cursor };
}

describe('nextRequest', () => {
  it('splits a stretch into pieces that go on from the same continuation and tile it exactly', () => {
    const cursor = { min: '10', max: '60', partitionId: 'gone', continuation: 'abc' };
    const next = nextRequest(drain, cursor, mapOf('20', '40', '80'));
    if (next.kind !== 'split') throw new Error('It does not split.');
    expect(next.cursors).toEqual([
      { ...cursor, min: '10', max: '20' },
      { ...cursor, min: '20', max: '40' },
      { ...cursor, min: '40', max: '60' },
    ]);
    expect(areTiling(next.cursors, cursor)).toBe(true);
  });

  it('names the part of a partition only where it is not all of it', () => {
    const map = mapOf('20', '40');
    expect(requestOf(drain, { min: '20', max: '40' }, map).feed).toMatchObject({ partition: { id: 'p20' } });
    expect(requestOf(drain, { min: '2000', max: '40' }, map).feed).not.toHaveProperty('partition.part');
    const narrow = requestOf(drain, { min: '20', max: '30', continuation: 'abc' }, map);
    expect(narrow.feed).toMatchObject({
      partition: { id: 'p20', part: { min: '20', max: '30' } },
      continuation: 'abc',
    });
    expect(narrow.query).toBe('SELECT * FROM c');
  });

  it('goes on by the continuation of an ordered query in the partition that gave it', () => {
    const cursor = { min: '20', max: '40', partitionId: 'p20', continuation: 'abc', boundary, toPass: 1 };
    const next = requestOf(merge, cursor, mapOf('20', '40'));
    expect([next.query, next.cursor]).toEqual([text.replace(/\{.*\}/, 'true'), cursor]);
  });

  it('goes on by a condition in any other, and passes what it has seen of the last item', () => {
    const cursor = { min: '20', max: '40', partitionId: 'gone', continuation: 'abc', boundary, toPass: 1 };
    const next = requestOf(merge, cursor, mapOf('20', '40'));
    expect(next.query).toContain('WHERE (c.a >= 5 OR IS_STRING(c.a)');
    expect(next.feed).toMatchObject({ continuation: undefined });
    expect(next.cursor).toEqual({ min: '20', max: '40', partitionId: 'p20', boundary, toPass: 3, filteredFrom: [5] });
  });

  it('begins anew in another partition when nothing was taken yet', () => {
    const cursor = { min: '20', max: '40', partitionId: 'gone', continuation: 'abc' };
    expect(requestOf(merge, cursor, mapOf('20', '40')).cursor).toEqual({ min: '20', max: '40', partitionId: 'p20' });
  });

  it('keeps to the condition it began with, as the continuation does', () => {
    const cursor = {
      min: '20',
      max: '40',
      partitionId: 'p20',
      continuation: 'abc',
      boundary,
      filteredFrom: [2] as const,
    };
    expect(requestOf(merge, cursor, mapOf('20', '40')).query).toContain('c.a >= 2');
  });

  it('loses its place between groups when their partition splits or merges, and only then', () => {
    const groups = { groupByExpressions: ['c.a'], groupByAliasToAggregateType: { a: null } };
    const plan = readQueryPlan({ queryInfo: groups, queryRanges: [] }, orders.partitionKey);
    const grouped: FeedSource = { ...drain, operation: CosmosOperation.queryItems(orders, 'SELECT 1'), plan };
    const begun = { min: '20', max: '40', partitionId: 'p20', continuation: 'abc' };
    const kindOf = (source: FeedSource, cursor: RangeCursor, ...bounds: readonly string[]): string =>
      nextRequest(source, cursor, mapOf(...bounds)).kind;
    expect(kindOf(grouped, begun, '20', '40')).toBe('request');
    expect(kindOf(grouped, begun, '20', '30', '40')).toBe('lost');
    expect(kindOf(grouped, begun, '40')).toBe('lost');
    expect(kindOf(grouped, { ...begun, continuation: undefined }, '20', '30', '40')).toBe('split');
    expect(kindOf(grouped, { ...begun, continuation: undefined }, '40')).toBe('request');
    expect(kindOf(drain, begun, '20', '30', '40')).toBe('split');
    expect(kindOf(drain, begun, '40')).toBe('request');
  });
});
