import type { AttemptRecord } from './attempt-record.ts';
import { type AttemptRollup, type AttemptRun, keptOf, rollUp, runOf } from './attempt-run.ts';
import { compactRuns } from './compact-runs.ts';

/** What became of attempts that were more than are kept one by one. Nothing is left out without being counted. */
export interface DiagnosticsCompaction {
  /** How many attempts there were. */
  readonly originalRequestCount: number;
  /** How many of them are kept one by one. */
  readonly retainedRequestCount: number;
  /** How many runs stand for more attempts than are kept of them. */
  readonly collapsedRuns: number;
  /** How many runs there were, a single attempt being one too. */
  readonly totalRuns: number;
  /** Whether runs had to be left out. */
  readonly retainedTruncated: boolean;
  /** How many runs were left out. */
  readonly omittedRuns: number;
  /** How many attempts those had. */
  readonly omittedRequestCount: number;
  /** The runs that stand for more attempts than are kept of them. */
  readonly runs: readonly AttemptRollup[];
}

/** The attempts of an operation, summed up where they are too many. Figures count all attempts. */
export interface AttemptLog {
  /** Those kept one by one, in order. */
  readonly requests: readonly AttemptRecord[];
  /** All, as runs; `undefined` while each is kept. */
  readonly runs: readonly AttemptRun[] | undefined;
  readonly requestCount: number;
  readonly totalRequestCharge: number;
  readonly regionsContacted: readonly string[];
  readonly compaction: DiagnosticsCompaction | undefined;
}

/** A log of attempts, each kept. */
export function logAttempts(requests: readonly AttemptRecord[]): AttemptLog {
  return {
    requests,
    runs: undefined,
    requestCount: requests.length,
    totalRequestCharge: requests.reduce((sum, { requestCharge }) => sum + requestCharge, 0),
    regionsContacted: regionsOf(requests.map(({ region }) => region)),
    compaction: undefined,
  };
}

/** Several logs as one. */
export function joinLogs(logs: readonly AttemptLog[]): AttemptLog {
  const requests = logs.flatMap((log) => log.requests);
  if (logs.every(({ runs }) => runs === undefined)) return logAttempts(requests);
  return {
    requests,
    runs: logs.flatMap((log) => log.runs ?? log.requests.map(runOf)),
    requestCount: logs.reduce((sum, log) => sum + log.requestCount, 0),
    totalRequestCharge: logs.reduce((sum, log) => sum + log.totalRequestCharge, 0),
    regionsContacted: regionsOf(logs.flatMap((log) => log.regionsContacted)),
    compaction: compactionOf(logs),
  };
}

/** The same log with no more than `cap` attempts kept one by one. */
export function boundLog(log: AttemptLog, cap: number): AttemptLog {
  if (log.requests.length <= cap) return log;
  const { runs, totalRuns, omittedRuns, omittedRequestCount } = compactRuns(log.runs ?? log.requests.map(runOf), cap);
  const requests = runs.flatMap(keptOf);
  const earlier = log.compaction;
  const collapsed = runs.filter((run) => run.durationsMs.length > keptOf(run).length);
  const omitted = omittedRuns + (earlier?.omittedRuns ?? 0);
  return {
    ...log,
    requests,
    runs,
    compaction: Object.freeze({
      originalRequestCount: log.requestCount,
      retainedRequestCount: requests.length,
      collapsedRuns: collapsed.length,
      totalRuns: totalRuns + (earlier?.omittedRuns ?? 0),
      retainedTruncated: omitted > 0,
      omittedRuns: omitted,
      omittedRequestCount: omittedRequestCount + (earlier?.omittedRequestCount ?? 0),
      runs: Object.freeze(collapsed.map(rollUp)),
    }),
  };
}

/** What logs that were bounded each by itself have left out together. */
function compactionOf(logs: readonly AttemptLog[]): DiagnosticsCompaction {
  const add = (figure: (log: AttemptLog) => number): number => logs.reduce((sum, log) => sum + figure(log), 0);
  return Object.freeze({
    originalRequestCount: add((log) => log.requestCount),
    retainedRequestCount: add((log) => log.requests.length),
    collapsedRuns: add((log) => log.compaction?.collapsedRuns ?? 0),
    totalRuns: add((log) => log.compaction?.totalRuns ?? log.requests.length),
    retainedTruncated: logs.some((log) => log.compaction?.retainedTruncated === true),
    omittedRuns: add((log) => log.compaction?.omittedRuns ?? 0),
    omittedRequestCount: add((log) => log.compaction?.omittedRequestCount ?? 0),
    runs: Object.freeze(logs.flatMap((log) => log.compaction?.runs ?? [])),
  });
}

function regionsOf(regions: readonly (string | undefined)[]): readonly string[] {
  return Object.freeze([...new Set(regions.filter((region) => region !== undefined))]);
}
