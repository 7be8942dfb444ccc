/** How much one partition is asked at once. Replaced, never changed. */
export interface Congestion {
  /** Requests under way at once that it takes; its whole part counts. */
  readonly limit: number;
  /** Whether the limit has not been found yet: it then doubles with every round of answers. */
  readonly isProbing: boolean;
  /** Nothing is sent before, on the clock of whoever asks, in milliseconds. */
  readonly pausedUntilMs: number;
  /** Since when it has answered nothing but that it has no throughput; `undefined` while it gets on. */
  readonly throttledSinceMs: number | undefined;
}

/** What a partition of which nothing is known is asked. */
export const initialCongestion: Congestion = Object.freeze({
  limit: 1,
  isProbing: true,
  pausedUntilMs: 0,
  throttledSinceMs: undefined,
});

/** Most requests to one partition at once, as in `@azure/cosmos`. */
const maxLimit = 20;

/**
 * After an answer in which nothing was throttled: one request more for each answer until the partition throttles for the first time,
 * then one more for each round of answers. It is what TCP does about congestion.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5681#section-3.1
 */
export function afterCalm(congestion: Congestion): Congestion {
  const { limit, isProbing } = congestion;
  return { ...congestion, limit: Math.min(limit + (isProbing ? 1 : 1 / limit), maxLimit) };
}

/**
 * After an answer in which something was throttled: half as many at once, and a pause as long as the service asks for. Answers to
 * requests that were sent before the pause say nothing new, they only lengthen it.
 */
export function afterThrottling(congestion: Congestion, nowMs: number, retryAfterMs: number): Congestion {
  const { limit, pausedUntilMs, throttledSinceMs = nowMs } = congestion;
  return {
    limit: nowMs < pausedUntilMs ? limit : Math.max(1, limit / 2),
    isProbing: false,
    pausedUntilMs: Math.max(pausedUntilMs, nowMs + retryAfterMs),
    throttledSinceMs,
  };
}

/** After an answer in which something was not throttled. */
export function afterProgress(congestion: Congestion): Congestion {
  return congestion.throttledSinceMs === undefined ? congestion : { ...congestion, throttledSinceMs: undefined };
}

/** Whether one more request may go, with so many under way. */
export function mayAsk({ limit, pausedUntilMs }: Congestion, underWay: number, nowMs: number): boolean {
  return nowMs >= pausedUntilMs && underWay < Math.floor(limit);
}
