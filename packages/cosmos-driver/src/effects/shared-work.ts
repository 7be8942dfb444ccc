/**
 * What several operations wait for at once, such as the partitions of a container, and what it has tried so far.
 *
 * 1. The work belongs to nobody: whoever stops waiting leaves it to the others.
 * 2. An operation that is stopped while it waits tells what it waited for: the attempts of the request under way, the one that has
 *    no answer yet included. Of earlier requests whoever began the work was told already.
 * 3. The callers' deadlines do not count, so there is one for the work as a whole. When that passes it fails for all who wait, and
 *    whoever needs it next begins anew.
 */
import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { tookTooLong } from '../errors/took-too-long.ts';
import { defaults } from '../options/defaults.ts';
import type { InterruptedOutcome } from '../response/attempt-outcome.ts';
import type { ExecutionScope } from './execution-scope.ts';
import type { SharedWaits } from './shared-waits.ts';
import type { AttemptSoFar } from './watch-attempt.ts';

/** The attempts of shared work, for somebody who stops waiting for it. */
type TellAttempts = (outcome: InterruptedOutcome) => readonly AttemptRecord[];

const works = new WeakMap<Promise<unknown>, TellAttempts>();

/** Carries out one request of shared work, which has as much time as the work has left, in milliseconds. */
export type SendShared = <T>(request: (scope: ExecutionScope, endToEndTimeoutMs: number) => Promise<T>) => Promise<T>;

/** Begins work that several may wait for. @param work  Carries out its requests, one after the other, by what it is given. */
export function shareWork<T>(scope: ExecutionScope, work: (send: SendShared) => Promise<T>): Promise<T> {
  const ended: AttemptRecord[] = [];
  const underWay = new Set<AttemptSoFar>();
  const watched: ExecutionScope = {
    ...scope,
    watchAttempt(soFar) {
      underWay.add(soFar);
      return (record) => {
        underWay.delete(soFar);
        ended.push(record);
      };
    },
  };
  const limitMs = defaults.sharedWorkTimeoutMs;
  const deadlineMs = scope.clock.elapsedMs() + limitMs;
  const working = work(async (request) => {
    try {
      return await request(watched, deadlineMs - scope.clock.elapsedMs());
    } catch (error) {
      throw tookTooLong(error, limitMs);
    } finally {
      ended.length = 0;
    }
  });
  works.set(working, (outcome) => [...ended, ...[...underWay].map((soFar) => soFar(outcome))]);
  return working;
}

/** The waits of an operation that waits for nothing yet. */
export function createSharedWaits(): SharedWaits {
  const waiting = new Map<Promise<unknown>, number>();
  return {
    async on(work) {
      waiting.set(work, (waiting.get(work) ?? 0) + 1);
      try {
        return await work;
      } finally {
        const others = (waiting.get(work) ?? 1) - 1;
        if (others === 0) waiting.delete(work);
        else waiting.set(work, others);
      }
    },
    tell: (outcome) => [...waiting.keys()].flatMap((work) => diagnosticsOfShared(work, outcome) ?? []),
  };
}

/** What shared work has tried, for an operation that is stopped while it waits for it; `undefined` when it has tried nothing. */
function diagnosticsOfShared(work: Promise<unknown>, outcome: InterruptedOutcome): CosmosDiagnostics | undefined {
  const attempts = works.get(work)?.(outcome) ?? [];
  const [first] = attempts;
  return first && new CosmosDiagnostics(first.activityId, first.operationName, attempts, 0);
}
