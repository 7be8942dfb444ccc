import { type Aggregator, createAggregator } from './aggregator.ts';
import type { QueryPlan } from './query-plan.ts';
import type { RequireRoom, ResultStage } from './result-stage.ts';
import { valueKey } from './value-key.ts';

interface Group {
  readonly aggregators: ReadonlyMap<string, Aggregator>;
  /** What is the same in all rows of the group. */
  readonly first: unknown;
}

/** Name of the aggregate of `SELECT VALUE`, which has none. */
const onlyValue = '';

/**
 * Puts groups together from the groups of partitions, and aggregates from theirs. A query without GROUP BY is one group,
 * there also when no row came.
 */
export function groupRows(plan: QueryPlan, requireRoom: RequireRoom): ResultStage {
  const groups = new Map<string, Group>();

  function add(row: unknown): void {
    const { groupByItems, payload: named } = (row ?? {}) as { groupByItems?: unknown; payload?: unknown };
    const key = plan.isGrouped ? valueKey(groupByItems) : '';
    const payload = plan.isGrouped || !plan.hasSelectValue ? named : row;
    let group = groups.get(key);
    if (group === undefined) {
      group = { aggregators: aggregatorsOf(plan), first: payload };
      groups.set(key, group);
      requireRoom('GROUP BY', groups.size);
    }
    for (const [name, aggregator] of group.aggregators) {
      if (typeof payload !== 'object' || payload === null) throw new SyntaxError('A row of aggregates holds none.');
      // `SELECT VALUE` has one, in an array.
      const part = (payload as Record<string, unknown>)[name === onlyValue ? 0 : name];
      aggregator.add(part ?? {});
    }
  }

  return {
    push(rows) {
      for (const row of rows) add(row);
      return [];
    },
    finish() {
      if (!plan.isGrouped && groups.size === 0) groups.set('', { aggregators: aggregatorsOf(plan), first: undefined });
      return [...groups.values()].map((group) => resultOf(plan, group)).filter((result) => result !== undefined);
    },
  };
}

function aggregatorsOf({ valueAggregate, aggregateOf, hasSelectValue }: QueryPlan): ReadonlyMap<string, Aggregator> {
  const named = hasSelectValue ? [[onlyValue, valueAggregate ?? null] as const] : Object.entries(aggregateOf);
  return new Map(
    named.flatMap(([name, type]) => {
      return type === null ? [] : [[name, createAggregator(type)] as const];
    }),
  );
}

function resultOf({ hasSelectValue, aggregateOf }: QueryPlan, { aggregators, first }: Group): unknown {
  if (hasSelectValue) {
    const aggregator = aggregators.get(onlyValue);
    return aggregator === undefined ? first : aggregator.result();
  }
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(aggregateOf)) {
    const aggregator = aggregators.get(name);
    const value =
      aggregator === undefined ? (first as Record<string, unknown> | undefined)?.[name] : aggregator.result();
    if (value !== undefined) result[name] = value;
  }
  return result;
}
