import { describe, expect, it } from '@jest/globals';
import { createPartitionKeyDefinition, effectivePartitionKey } from '@perdura/cosmos-protocol';
import { parseQuery } from '../sql/parse-query.ts';
import { keyRangesOf } from './key-ranges.ts';
import { featuresOf, planQuery } from './plan-query.ts';

const parameters = new Map<string, unknown>([
  ['@p', 'x'],
  ['@n', 3],
]);
const wholeSpace = { min: '', max: 'FF', isMaxInclusive: false };

describe('planQuery', () => {
  it.each<[string, object, string]>([
    ['SELECT * FROM c WHERE c.a = 1', { hasSelectValue: false, top: null, distinctType: 'None' }, ''],
    ['SELECT TOP @n * FROM c', { top: 3 }, 'SELECT TOP @n * FROM c'],
    ['SELECT * FROM c OFFSET 2 LIMIT 3', { offset: 2, limit: 3 }, 'SELECT * FROM c OFFSET 0 LIMIT 5'],
    [
      'SELECT * FROM c ORDER BY c.a',
      { orderBy: ['Ascending'], orderByExpressions: ['c.a'] },
      'SELECT c._rid, [{"item": c.a}] AS orderByItems, c AS payload FROM c WHERE {documentdb-formattableorderbyquery-filter} ORDER BY c.a ASC',
    ],
    [
      'SELECT x.a, x.b AS z FROM c x WHERE x.a > 1 ORDER BY x.a DESC, x.b',
      { orderBy: ['Descending', 'Ascending'] },
      'SELECT x._rid, [{"item": x.a}, {"item": x.b}] AS orderByItems, {"a": x.a, "z": x.b} AS payload FROM c AS x WHERE ((x.a > 1) AND {documentdb-formattableorderbyquery-filter}) ORDER BY x.a DESC, x.b ASC',
    ],
    [
      'SELECT VALUE COUNT(1) FROM c',
      { aggregates: ['Count'], hasSelectValue: true },
      'SELECT VALUE [{"item": COUNT(1)}] FROM c',
    ],
    [
      'SELECT VALUE AVG(c.a) FROM c',
      { aggregates: ['Average'] },
      'SELECT VALUE [{"item": {"sum": SUM(c.a), "count": COUNT(c.a)}}] FROM c',
    ],
    [
      'SELECT VALUE MIN(c.a) FROM c',
      { aggregates: ['Min'] },
      'SELECT VALUE [{"item": MIN(c.a), "item2": {"min": MIN(c.a), "count": COUNT(c.a)}}] FROM c',
    ],
    [
      'SELECT c.k, SUM(c.a) AS total FROM c GROUP BY c.k',
      {
        groupByExpressions: ['c.k'],
        groupByAliases: ['k', 'total'],
        groupByAliasToAggregateType: { k: null, total: 'Sum' },
        aggregates: [],
      },
      'SELECT [{"item": c.k}] AS groupByItems, {"k": c.k, "total": {"item": SUM(c.a)}} AS payload FROM c GROUP BY c.k',
    ],
    [
      'SELECT MAX(c.a) FROM c',
      { groupByAliasToAggregateType: { $1: 'Max' } },
      'SELECT {"$1": {"item": MAX(c.a), "item2": {"max": MAX(c.a), "count": COUNT(c.a)}}} AS payload FROM c',
    ],
    ['SELECT DISTINCT c.a FROM c', { distinctType: 'Unordered' }, 'SELECT DISTINCT c.a FROM c'],
    [
      'SELECT DISTINCT VALUE c.a FROM c ORDER BY c.a',
      { distinctType: 'Ordered' },
      'SELECT DISTINCT c._rid, [{"item": c.a}] AS orderByItems, c.a AS payload FROM c WHERE {documentdb-formattableorderbyquery-filter} ORDER BY c.a ASC',
    ],
  ])('plans %s', (text, queryInfo, rewrittenQuery) => {
    const plan = planQuery(parseQuery(text), parameters, [wholeSpace]);
    expect(plan).toMatchObject({
      partitionedQueryExecutionInfoVersion: 2,
      queryInfo: { ...queryInfo, rewrittenQuery },
      queryRanges: [{ min: '', max: 'FF', isMinInclusive: true, isMaxInclusive: false }],
    });
    const runnable = plan.queryInfo.rewrittenQuery.replace('{documentdb-formattableorderbyquery-filter}', 'true');
    if (runnable !== '') expect(parseQuery(runnable).from).toHaveLength(1);
  });

  it.each<[string, string[]]>([
    ['SELECT * FROM c', []],
    ['SELECT TOP 1 * FROM c ORDER BY c.a, c.b', ['MultipleOrderBy', 'OrderBy', 'Top']],
    ['SELECT DISTINCT VALUE c.a FROM c OFFSET 1 LIMIT 1', ['Distinct', 'OffsetAndLimit']],
    ['SELECT VALUE COUNT(1) FROM c', ['Aggregate']],
    ['SELECT c.k, COUNT(1) FROM c GROUP BY c.k', ['GroupBy', 'NonValueAggregate']],
  ])('asks for the features of %s', (text, features) => {
    const query = parseQuery(text);
    expect(featuresOf(query, planQuery(query, parameters, []))).toEqual(features);
  });
});

describe('keyRangesOf', () => {
  const flat = createPartitionKeyDefinition(['/pk']);
  const deep = createPartitionKeyDefinition(['/a', '/b/c']);
  const flatPaths = [['pk']];
  const deepPaths = [['a'], ['b', 'c']];

  it.each([
    ['SELECT * FROM c'],
    ['SELECT * FROM c WHERE c.other = 1'],
    ["SELECT * FROM c WHERE c.pk = 'x' OR c.z = 1"],
    ["SELECT * FROM c WHERE c.pk > 'x'"],
    ["SELECT * FROM c WHERE NOT c.pk = 'x'"],
    ["SELECT * FROM c WHERE d.pk = 'x'"],
    ['SELECT VALUE t FROM t IN c.tags WHERE t.pk = 1'],
  ])('leaves all of the space to %s', (text) => {
    expect(keyRangesOf(parseQuery(text), parameters, flat, flatPaths)).toEqual([wholeSpace]);
  });

  it.each<[string, string[]]>([
    ["SELECT * FROM c WHERE c.pk = 'x'", ['x']],
    ['SELECT * FROM c WHERE @p = c["pk"] AND c.z > 1', ['x']],
    ["SELECT * FROM o WHERE o.z = 1 AND (o.pk IN ('x', 'y', 'x'))", ['x', 'y']],
  ])('narrows %s', (text, values) => {
    const positions = values.map((value) => effectivePartitionKey([value], flat)).sort();
    expect(keyRangesOf(parseQuery(text), parameters, flat, flatPaths)).toEqual(
      positions.map((each) => ({ min: each, max: each, isMaxInclusive: true })),
    );
  });

  it('takes the first components of a hierarchical key for a range', () => {
    const ranges = (text: string) => keyRangesOf(parseQuery(text), parameters, deep, deepPaths);
    const position = effectivePartitionKey(['x', 2], deep);
    const prefix = effectivePartitionKey(['x'], deep);
    expect(ranges("SELECT * FROM c WHERE c.a = 'x'")).toEqual([
      { min: prefix, max: `${prefix}FF`, isMaxInclusive: false },
    ]);
    expect(ranges('SELECT * FROM c WHERE c.b.c = 2')).toEqual([wholeSpace]);
    expect(ranges("SELECT * FROM c WHERE c.a = 'x' AND c.b.c = 2")).toEqual([
      { min: position, max: position, isMaxInclusive: true },
    ]);
  });
});
