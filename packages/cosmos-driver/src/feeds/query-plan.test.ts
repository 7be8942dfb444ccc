import { describe, expect, it } from '@jest/globals';
import { effectivePartitionKey, type PartitionKeyDefinition } from '@perdura/cosmos-protocol';
import { rangesInScope, readQueryPlan } from './query-plan.ts';

const definition: PartitionKeyDefinition = { kind: 'Hash', version: 2, paths: ['/a'] };
const point = '22E342F38A486A088463DFF7838A5963';
const next = '22E342F38A486A088463DFF7838A5964';
const range = (min: unknown, max: unknown, isMaxInclusive: unknown = false): object => ({
  min,
  max,
  isMinInclusive: true,
  isMaxInclusive,
});
const rangesOf = (...queryRanges: readonly object[]): unknown =>
  readQueryPlan({ queryInfo: {}, queryRanges }, definition).ranges;

describe('readQueryPlan', () => {
  it('has a default for everything a gateway leaves out, or says null for', () => {
    const names = ['top', 'offset', 'limit', 'orderBy', 'aggregates', 'rewrittenQuery', 'dCountInfo', 'distinctType'];
    const nothing = Object.fromEntries(names.map((name) => [name, null]));
    for (const queryInfo of [undefined, null, {}, nothing]) {
      expect(readQueryPlan({ queryInfo, queryRanges: [] }, definition)).toEqual({
        ranges: [],
        rewrittenQuery: undefined,
        orderBy: [],
        orderByExpressions: [],
        isOrderBuffered: false,
        distinct: 'None',
        skip: 0,
        take: Number.POSITIVE_INFINITY,
        valueAggregate: undefined,
        aggregateOf: {},
        isGrouped: false,
        hasSelectValue: false,
        distinctCountName: undefined,
        isHybrid: false,
      });
    }
  });

  it('reads bounds in hex, as keys, and as words, and truth as numbers', () => {
    expect(rangesOf(range('', 'FF'))).toEqual([{ min: '', max: 'FF' }]);
    expect(rangesOf(range([], 'Infinity'))).toEqual([{ min: '', max: 'FF' }]);
    expect(rangesOf(range([], [{ type: 'Infinity' }]))).toEqual([{ min: '', max: 'FF' }]);
    expect(rangesOf(range(['redmond'], ['redmond'], 1))).toEqual([{ min: point, max: next }]);
    expect(rangesOf(range([{}], [{}], true))).toMatchObject([{ min: effectivePartitionKey([undefined], definition) }]);
    expect(rangesOf(range([null], [null], true))).toMatchObject([{ min: effectivePartitionKey([null], definition) }]);
    expect(() => rangesOf(range([{ a: 1 }], [{ a: 1 }], true))).toThrow(SyntaxError);
  });

  it('puts ranges in order, and joins those that overlap', () => {
    expect(rangesOf(range('40', '50'), range('10', '30'), range('20', '35'))).toEqual([
      { min: '10', max: '35' },
      { min: '40', max: '50' },
    ]);
    expect(rangesOf(range('10', '50'), range('20', '30'))).toEqual([{ min: '10', max: '50' }]);
  });

  it.each([
    null,
    {},
    { queryRanges: [range('x', 'FF')] },
    { queryRanges: [range(1, 'FF')] },
    { queryInfo: { orderBy: ['Up'] }, queryRanges: [] },
  ])('refuses what is none (%#)', (json) => {
    expect(() => readQueryPlan(json, definition)).toThrow();
  });
});

describe('rangesInScope', () => {
  it('are the parts that lie in it', () => {
    const plan = readQueryPlan({ queryRanges: [range('10', '30'), range('40', '50')] }, definition);
    expect(rangesInScope(plan, { min: '20', max: '45' })).toEqual([
      { min: '20', max: '30' },
      { min: '40', max: '45' },
    ]);
    expect(rangesInScope(plan, { min: '30', max: '40' })).toEqual([]);
  });
});
