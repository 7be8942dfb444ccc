import { fingerprint } from '@perdura/cosmos-protocol';
import type { StageState } from './feed-state.ts';
import { groupRows } from './group-rows.ts';
import type { QueryPlan } from './query-plan.ts';
import type { RequireRoom, ResultStage } from './result-stage.ts';
import { sortRows } from './sort-rows.ts';
import { valueKey } from './value-key.ts';

/** The stages of a query behind its partitions. */
export interface ResultStages {
  /** Takes rows of partitions and answers the results that are certain by now. */
  push(rows: readonly unknown[]): readonly unknown[];
  /** Answers what was held back until all rows had come. */
  finish(): readonly unknown[];
  /** Whether no more results will come, whatever rows do. */
  isFull(): boolean;
  /** How many rows are enough for all results; `Infinity` when nobody knows. */
  rowsWanted(): number;
  /** Whether results come only when all rows have. */
  readonly isHolding: boolean;
  /** What they remember; `undefined` when that is too much for a token. */
  state(): StageState | undefined;
}

/**
 * Puts the stages of a plan together, in the order: order → aggregates and groups → different ones → window → their count.
 *
 * Groups come before different ones, because it is the groups as a whole that may be equal, not what partitions tell of them.
 *
 * @param resumed  What they remembered.
 * @param requireRoom  Asked before they hold more.
 */
export function createStages(
  plan: QueryPlan | undefined,
  resumed: StageState | undefined,
  requireRoom: RequireRoom,
): ResultStages {
  const stages: ResultStage[] = [];
  let isHolding = false;
  let window: Window | undefined;
  let distinct: OrderedDistinct | undefined;
  if (plan !== undefined) {
    const isAggregate =
      plan.valueAggregate !== undefined || Object.values(plan.aggregateOf).some((type) => type !== null);
    if (plan.isOrderBuffered) stages.push(sortRows(plan, requireRoom));
    if (plan.isGrouped || isAggregate) stages.push(groupRows(plan, requireRoom));
    isHolding = stages.length > 0 || plan.distinctCountName !== undefined;
    if (plan.distinct === 'Unordered') stages.push(unorderedDistinct(requireRoom));
    if (plan.distinct === 'Ordered') {
      distinct = orderedDistinct(resumed?.last);
      stages.push(distinct);
    }
    if (plan.skip > 0 || plan.take < Number.POSITIVE_INFINITY) {
      window = takeWindow(resumed?.skip ?? plan.skip, resumed?.take ?? plan.take);
      stages.push(window);
    }
    if (plan.distinctCountName !== undefined) stages.push(countRows(plan.distinctCountName));
  }
  const isTooMuch = isHolding || plan?.distinct === 'Unordered';

  return {
    isHolding,
    isFull: () => window?.left() === 0,
    // Where something comes before the window, more rows may be one result.
    rowsWanted: () => (window === undefined || stages[0] !== window ? Number.POSITIVE_INFINITY : window.wanted()),
    push: (rows) => stages.reduce((each, stage) => stage.push(each), rows),
    finish() {
      let results: readonly unknown[] = [];
      for (const stage of stages) {
        const pushed = stage.push(results);
        const held = stage.finish?.() ?? [];
        results = held.length === 0 ? pushed : [...pushed, ...held];
      }
      return results;
    },
    state: () => (isTooMuch ? undefined : { ...window?.state(), last: distinct?.last() }),
  };
}

interface Window extends ResultStage {
  left(): number;
  /** How many results it can still pass over or let through. */
  wanted(): number;
  state(): StageState;
}

function takeWindow(firstSkip: number, firstTake: number): Window {
  let skip = firstSkip;
  let take = firstTake;
  return {
    push(rows) {
      const skipped = Math.min(skip, rows.length);
      const taken = rows.slice(skipped, skipped + take);
      skip -= skipped;
      take -= taken.length;
      return taken;
    },
    left: () => take,
    wanted: () => skip + take,
    state: () => ({ skip, take: take === Number.POSITIVE_INFINITY ? undefined : take }),
  };
}

interface OrderedDistinct extends ResultStage {
  last(): string | undefined;
}

function orderedDistinct(resumed: string | undefined): OrderedDistinct {
  let key: string | undefined;
  let lastFingerprint = resumed;
  return {
    push: (rows) =>
      rows.filter((row) => {
        const next = valueKey(row);
        const isSame = lastFingerprint === undefined ? next === key : fingerprint(next) === lastFingerprint;
        lastFingerprint = undefined;
        key = next;
        return !isSame;
      }),
    last: () => lastFingerprint ?? (key === undefined ? undefined : fingerprint(key)),
  };
}

function unorderedDistinct(requireRoom: RequireRoom): ResultStage {
  const seen = new Set<string>();
  return {
    push: (rows) =>
      rows.filter((row) => {
        const { size } = seen;
        seen.add(valueKey(row));
        if (seen.size === size) return false;
        requireRoom('DISTINCT without a matching ORDER BY', seen.size);
        return true;
      }),
  };
}

function countRows(name: string): ResultStage {
  let count = 0;
  return {
    push(rows) {
      count += rows.length;
      return [];
    },
    finish: () => [name === '' ? count : { [name]: count }],
  };
}
