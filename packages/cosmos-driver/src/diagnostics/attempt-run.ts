import type { AttemptRecord } from './attempt-record.ts';

/** Attempts that ended alike at one place: its first and last are kept, the others are counted. */
export interface AttemptRun {
  readonly first: AttemptRecord;
  readonly last: AttemptRecord;
  /** How long each attempt took, in milliseconds: so that rollups of rollups stay exact. */
  readonly durationsMs: readonly number[];
  /** What all of them cost, in request units. */
  readonly requestCharge: number;
}

/** What a run says of its attempts, the first and the last included. */
export interface AttemptRollup {
  /** The region asked; `undefined` for the account's global endpoint. */
  readonly region: string | undefined;
  /** Scheme, host and port asked. */
  readonly endpoint: string;
  /** HTTP status of the answers; `undefined` when none came. */
  readonly status: number | undefined;
  /** Sub-status of the answers; `undefined` when none came. */
  readonly subStatus: number | undefined;
  /** Why the attempts were made. */
  readonly executionContext: AttemptRecord['executionContext'];
  /** How many there were. */
  readonly count: number;
  /** What they cost together, in request units. */
  readonly totalRequestCharge: number;
  /** The shortest of them, in milliseconds. */
  readonly minDurationMs: number;
  /** The longest of them, in milliseconds. */
  readonly maxDurationMs: number;
  /** The one in the middle, the shorter one of two, in milliseconds. */
  readonly p50DurationMs: number;
}

/** A run of one attempt. */
export function runOf(attempt: AttemptRecord): AttemptRun {
  const { durationMs, requestCharge } = attempt;
  return { first: attempt, last: attempt, durationsMs: [durationMs], requestCharge };
}

/** What attempts of one run have in common, as text. */
export function runKey({ region, endpoint, status, subStatus, executionContext }: AttemptRecord): string {
  return `${region ?? ''}\n${endpoint}\n${status}/${subStatus}\n${executionContext}`;
}

/** Runs of one key as one. @param runs  In order, at least one. */
export function joinRuns([head, ...others]: readonly [AttemptRun, ...AttemptRun[]]): AttemptRun {
  const last = others.at(-1);
  if (last === undefined) return head;
  const runs = [head, ...others];
  return {
    first: head.first,
    last: last.last,
    durationsMs: runs.flatMap((run) => run.durationsMs),
    requestCharge: runs.reduce((sum, run) => sum + run.requestCharge, 0),
  };
}

/** The attempts of a run that are kept one by one. */
export function keptOf({ first, last }: AttemptRun): readonly AttemptRecord[] {
  return first === last ? [first] : [first, last];
}

/** Sums a run up. */
export function rollUp({ first, durationsMs, requestCharge }: AttemptRun): AttemptRollup {
  const { region, endpoint, status, subStatus, executionContext } = first;
  const sorted = durationsMs.toSorted((left, right) => left - right);
  const at = (index: number): number => sorted[index] ?? 0;
  return {
    region,
    endpoint,
    status,
    subStatus,
    executionContext,
    count: sorted.length,
    totalRequestCharge: requestCharge,
    minDurationMs: at(0),
    maxDurationMs: at(sorted.length - 1),
    p50DurationMs: at(Math.ceil(sorted.length / 2) - 1),
  };
}
