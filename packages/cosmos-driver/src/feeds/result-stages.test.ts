import { describe, expect, it } from '@jest/globals';
import { orders } from '../../test/fakes/fake-account.ts';
import { readQueryPlan } from './query-plan.ts';
import { createStages, type ResultStages } from './result-stages.ts';

const stagesOf = (queryInfo: object): ResultStages =>
  createStages(readQueryPlan({ queryInfo, queryRanges: [] }, orders.partitionKey), undefined, () => undefined);

describe('the rows that a window wants', () => {
  it('are those it passes over and those it lets through, fewer with each', () => {
    const stages = stagesOf({ offset: 2, limit: 3 });
    expect([stages.rowsWanted(), stages.isFull()]).toEqual([5, false]);
    expect(stages.push(['a', 'b', 'c'])).toEqual(['c']);
    expect([stages.rowsWanted(), stages.isFull()]).toEqual([2, false]);
    expect(stages.push(['d', 'e', 'f'])).toEqual(['d', 'e']);
    expect([stages.rowsWanted(), stages.isFull()]).toEqual([0, true]);
  });

  it('are unknown where several rows may be one result, or there is no window', () => {
    expect(stagesOf({ distinctType: 'Ordered', top: 1 }).rowsWanted()).toBe(Number.POSITIVE_INFINITY);
    expect(stagesOf({ distinctType: 'Unordered', top: 1 }).rowsWanted()).toBe(Number.POSITIVE_INFINITY);
    expect(stagesOf({ groupByExpressions: ['c.a'], top: 1 }).rowsWanted()).toBe(Number.POSITIVE_INFINITY);
    expect(stagesOf({}).rowsWanted()).toBe(Number.POSITIVE_INFINITY);
  });
});
