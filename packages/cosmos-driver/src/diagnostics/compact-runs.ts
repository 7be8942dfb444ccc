import { type AttemptRun, joinRuns, keptOf, runKey } from './attempt-run.ts';

/** What is left of many attempts. */
export interface CompactedRuns {
  /** In the order of their last attempts; the last run ends with the last attempt of all. */
  readonly runs: readonly AttemptRun[];
  /** How many runs there were. */
  readonly totalRuns: number;
  /** How many were left out, the smallest ones. */
  readonly omittedRuns: number;
  /** How many attempts those had. */
  readonly omittedRequestCount: number;
}

/**
 * Sums attempts up until no more than `cap` are kept one by one.
 *
 * First neighbours that ended alike become one run, of which the first and the last attempt stay. Where that is not enough, as when
 * two regions were asked in turn, all that ended alike become one run, and the biggest stay. The run of the last attempt always stays.
 *
 * @param cap  Most attempts that are kept one by one, at least 2.
 */
export function compactRuns(runs: readonly AttemptRun[], cap: number): CompactedRuns {
  const neighbours = joinNeighbours(runs);
  if (keptCount(neighbours) <= cap) return whole(neighbours);
  const alike = joinAlike(neighbours);
  if (keptCount(alike) <= cap) return whole(alike);
  const kept = new Set(biggest(alike, cap));
  const omitted = alike.filter((run) => !kept.has(run));
  return {
    runs: alike.filter((run) => kept.has(run)),
    totalRuns: alike.length,
    omittedRuns: omitted.length,
    omittedRequestCount: omitted.reduce((sum, { durationsMs }) => sum + durationsMs.length, 0),
  };
}

function whole(runs: readonly AttemptRun[]): CompactedRuns {
  return { runs, totalRuns: runs.length, omittedRuns: 0, omittedRequestCount: 0 };
}

function keptCount(runs: readonly AttemptRun[]): number {
  return runs.reduce((sum, run) => sum + keptOf(run).length, 0);
}

function joinNeighbours(runs: readonly AttemptRun[]): readonly AttemptRun[] {
  const groups: [AttemptRun, ...AttemptRun[]][] = [];
  let lastKey: string | undefined;
  for (const run of runs) {
    const key = runKey(run.first);
    if (key === lastKey) groups.at(-1)?.push(run);
    else groups.push([run]);
    lastKey = key;
  }
  return groups.map(joinRuns);
}

function joinAlike(runs: readonly AttemptRun[]): readonly AttemptRun[] {
  const groups = new Map<string, [AttemptRun, ...AttemptRun[]]>();
  for (const run of runs) {
    const key = runKey(run.first);
    const group = groups.get(key);
    groups.delete(key);
    groups.set(key, group === undefined ? [run] : [...group, run]);
  }
  return [...groups.values()].map(joinRuns);
}

function biggest(runs: readonly AttemptRun[], cap: number): readonly AttemptRun[] {
  const final = runs.slice(-1);
  const bySize = runs.slice(0, -1).sort((left, right) => right.durationsMs.length - left.durationsMs.length);
  let room = cap - keptCount(final);
  const fitting = bySize.filter((run) => {
    room -= keptOf(run).length;
    return room >= 0;
  });
  return [...fitting, ...final];
}
