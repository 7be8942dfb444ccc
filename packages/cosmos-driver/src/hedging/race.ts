import type { AttemptRecord } from '../diagnostics/attempt-record.ts';
import type { AttemptOutcome } from '../response/attempt-outcome.ts';
import { isThrottled } from '../response/cosmos-status.ts';
import type { RetryState } from '../retry/retry-state.ts';
import type { Endpoint } from '../routing/endpoint.ts';
import { isFinal, isFinalForMetadata } from './is-final.ts';

/** What one region answered in a race, after its own repeats of throttled requests and broken connections. */
export interface RaceLeg {
  readonly endpoint: Endpoint;
  /** Whether it is the second region. */
  readonly isAlternate: boolean;
  readonly outcome: AttemptOutcome;
  /** What its repeats left behind. */
  readonly retry: RetryState;
  /** Its attempts, in order. */
  readonly records: readonly AttemptRecord[];
}

/** How a race ended: one leg, or two in the order in which they ended. */
export interface RaceEnd {
  readonly thresholdMs: number;
  /** The other leg; `undefined` when no second region was asked. */
  readonly before: RaceLeg | undefined;
  /** Whether the other leg was given up: then it has records only, and teaches nothing. */
  readonly isGivenUp: boolean;
  /** The leg that counts, also for the session. */
  readonly last: RaceLeg;
  /** Whether it won; when it did not, neither did. */
  readonly isWon: boolean;
}

/** Whether the first region's leg leaves nothing to ask a second one for: also a region that throttles to the end is not left. */
export function endsAlone(leg: RaceLeg, isMetadata: boolean): boolean {
  const { outcome } = leg;
  return isWinner(leg, isMetadata) || (outcome.kind === 'response' && isThrottled(outcome.status));
}

/** Whether a leg ends the race. What stops the operation ends both legs, and lets neither win. */
export function isWinner({ isAlternate, outcome }: RaceLeg, isMetadata: boolean): boolean {
  if (outcome.kind === 'interrupted') return false;
  return isAlternate && isMetadata ? isFinalForMetadata(outcome) : isFinal(outcome);
}
