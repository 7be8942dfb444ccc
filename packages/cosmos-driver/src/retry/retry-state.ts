import type { ExecutionContext } from '../diagnostics/attempt-record.ts';
import type { ResponseOutcome } from '../response/attempt-outcome.ts';
import type { RoutingEffect } from '../routing/routing-effect.ts';

/** Repeats made of one kind, and the time waited for them. */
export interface RetryCount {
  /** Repeats so far. */
  readonly count: number;
  /** Waited for them so far, in milliseconds. */
  readonly waitedMs: number;
}

/** What the attempts so far leave behind for the next: budgets spent, places tried. Replaced, never changed. */
export interface RetryState {
  /** Why the next attempt is made. */
  readonly context: ExecutionContext;
  /** Endpoints tried since the operation began, by URL, in order. */
  readonly tried: readonly string[];
  /** Repeats because a region was unwell or unreachable. */
  readonly failovers: number;
  /** 429 waited out in the present region; starts anew in the next. */
  readonly throttling: RetryCount;
  /** The attempt after the budget for 429 was spent by waiting: the last one. */
  readonly throttlingFinal: boolean;
  /** The endpoint was asked by a second connection, after none came about. */
  readonly reconnected: boolean;
  /** 449 waited out. */
  readonly retryWith: RetryCount;
  /** 403/3 and 403/1008 followed. */
  readonly topology: RetryCount;
  /** 410 during a split, merge or move waited out. */
  readonly partitionMoved: number;
  /** 404/1002 followed. */
  readonly sessionRetries: number;
  /** Read where writes go, after 404/1002 on an account with one write region. */
  readonly readFromWriteRegion: boolean;
  /** Demand an answer of the hub region, after 404/1002 on an account with one write region. */
  readonly hubRegionOnly: boolean;
  /** The latest 404/1002. */
  readonly sessionBehind: ResponseOutcome | undefined;
  /** The container was looked up again, after an answer that may be about another one of its name. */
  readonly containerLookedUp: boolean;
  /** The credential was asked again after a 401. */
  readonly credentialRenewed: boolean;
  /** An earlier attempt may have been applied. */
  readonly ambiguous: boolean;
  /** What a write has learned that is not confirmed yet. */
  readonly deferred: readonly RoutingEffect[];
}

const nothing: RetryCount = Object.freeze({ count: 0, waitedMs: 0 });

/** The state before the first attempt. */
export const initialRetryState: RetryState = Object.freeze({
  context: 'initial',
  tried: Object.freeze([]),
  failovers: 0,
  throttling: nothing,
  throttlingFinal: false,
  reconnected: false,
  retryWith: nothing,
  topology: nothing,
  partitionMoved: 0,
  sessionRetries: 0,
  readFromWriteRegion: false,
  hubRegionOnly: false,
  sessionBehind: undefined,
  containerLookedUp: false,
  credentialRenewed: false,
  ambiguous: false,
  deferred: Object.freeze([]),
});

/** One more repeat of a kind. */
export function countRetry({ count, waitedMs }: RetryCount, delayMs: number): RetryCount {
  return { count: count + 1, waitedMs: waitedMs + delayMs };
}

/** What leaving for another endpoint changes: it is noted as tried, and the next region gets a fresh budget for 429. */
export function leaveEndpoint(
  state: RetryState,
  url: string,
): Pick<RetryState, 'tried' | 'throttling' | 'throttlingFinal' | 'reconnected'> {
  return { tried: [...state.tried, url], throttling: nothing, throttlingFinal: false, reconnected: false };
}
