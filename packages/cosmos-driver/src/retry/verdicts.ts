import { errorFromOutcome } from '../errors/error-from-outcome.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';
import { mayHaveBeenApplied } from './ambiguity.ts';
import type { Attempt, Verdict } from './decision.ts';
import type { RetryState } from './retry-state.ts';

const noEffects: readonly RoutingEffect[] = Object.freeze([]);

/** The operation has failed with the outcome of this attempt. */
export function fail(attempt: Attempt, effects: readonly RoutingEffect[] = noEffects): Verdict {
  const error = errorFromOutcome({ ...attempt, mayHaveBeenApplied: mayHaveBeenApplied(attempt) });
  return { decision: { kind: 'fail', error }, effects };
}

/** One more attempt: what differs in its state from the present one, and how long to wait for it. */
export function retryAfter(
  attempt: Attempt,
  delayMs: number,
  changes: Partial<RetryState>,
  effects: readonly RoutingEffect[] = noEffects,
): Verdict {
  const next = { ...attempt.retry, ...changes, ambiguous: mayHaveBeenApplied(attempt) };
  return { decision: { kind: 'retry', delayMs, next }, effects };
}
