import { decide } from '../retry/decide.ts';
import type { Attempt, Verdict } from '../retry/decision.ts';
import { leaveEndpoint } from '../retry/retry-state.ts';
import { fail } from '../retry/verdicts.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import { hedgedKind } from './hedge-threshold.ts';
import type { RaceEnd, RaceLeg } from './race.ts';

/** What the rules ask about one leg. */
export type AttemptOfLeg = (leg: Pick<RaceLeg, 'endpoint' | 'outcome' | 'retry'>) => Attempt;

/** Failovers that two regions cost that both failed. As the Rust driver. */
export const failoversOfTwo = 2;

/** What a leg teaches that has ended without winning. It is applied at once: the other one may take long. */
export function learnedOnTheWay(leg: RaceLeg, attemptOf: AttemptOfLeg): readonly RoutingEffect[] {
  return decide(attemptOf(leg)).effects;
}

/**
 * Decides what follows a race.
 *
 * The leg that won decides as a single attempt would. When neither won, both count as failovers, and the next attempt goes past both; with less than two failovers left, the operation fails.
 */
export function settleRace(end: RaceEnd, attemptOf: AttemptOfLeg): Verdict {
  const { before, last, isGivenUp, isWon } = end;
  if (before === undefined || isGivenUp) {
    const attempt = attemptOf(last);
    return withEffects(decide(attempt), raceEffects(end, attempt));
  }
  const { url } = before.endpoint;
  const tried = last.retry.tried.includes(url) ? last.retry.tried : [...last.retry.tried, url];
  const attempt = attemptOf({ ...last, retry: { ...last.retry, tried } });
  const verdict = decide(attempt);
  if (isWon) return withEffects(verdict, raceEffects(end, attempt));
  return neitherWon(attemptOf(before), attempt, verdict, last.isAlternate);
}

function neitherWon(other: Attempt, attempt: Attempt, verdict: Verdict, isAlternate: boolean): Verdict {
  const { effects } = verdict;
  const stopped = [attempt, other].find(({ outcome }) => outcome.kind === 'interrupted');
  if (stopped !== undefined) return fail(stopped, effects);
  // What a second region says of metadata may be old news.
  const believed = isAlternate && hedgedKind(attempt.operation) === 'metadata' ? other : attempt;
  const { failovers } = other.retry;
  const goesOn = [verdict.decision, decide(other).decision].find(({ kind }) => kind === 'retry');
  if (goesOn?.kind !== 'retry' || other.options.maxFailoverRetryCount - failovers < failoversOfTwo) {
    return fail(believed, effects);
  }
  const next = {
    ...goesOn.next,
    failovers: failovers + failoversOfTwo,
    ...leaveEndpoint(attempt.retry, attempt.endpoint.url),
  };
  return { decision: { ...goesOn, next }, effects };
}

/** Who was faster counts for the partition: always when it was the second region, and when that was so before. */
function raceEffects({ before, last, isWon }: RaceEnd, { guard, isPartitionNoted }: Attempt): readonly RoutingEffect[] {
  if (!isWon || guard !== 'circuit-breaker') return [];
  const primary = last.isAlternate ? before : last;
  if (primary === undefined || !(last.isAlternate || isPartitionNoted)) return [];
  return [{ kind: 'race-ended', guard, url: primary.endpoint.url, isLost: last.isAlternate }];
}

function withEffects({ decision, effects }: Verdict, more: readonly RoutingEffect[]): Verdict {
  return more.length === 0 ? { decision, effects } : { decision, effects: [...more, ...effects] };
}
