/** What became of one operation so far. Replaced, never changed. */
export interface OperationHistory {
  /** How often it was throttled. */
  readonly throttled: number;
  /** How long it has waited for throughput, in milliseconds. */
  readonly throttledMs: number;
  /** How often it was repeated for other reasons. */
  readonly repeats: number;
  /** What it has cost, in request units. */
  readonly requestCharge: number;
  /** Whether it may have been applied. */
  readonly mayHaveBeenApplied: boolean;
}

/** An operation that was not sent yet. */
export const noHistory: OperationHistory = Object.freeze({
  throttled: 0,
  throttledMs: 0,
  repeats: 0,
  requestCharge: 0,
  mayHaveBeenApplied: false,
});

/** Repeats of one operation for other reasons than throughput: as often as `@azure/cosmos` follows a partition that moves. */
const maxRepeats = 10;
const firstDelayMs = 10;
const maxDelayMs = 1_000;

/** What is waited for throughput where the service does not say, and at least. */
const throttledDelayMs = 100;
const leastThrottledDelayMs = 5;

/** How long an operation waits for throughput. */
export interface ThrottlingLimits {
  readonly maxRetryCount: number;
  readonly maxRetryWaitMs: number;
}

/** A repeat of one operation. */
export interface PlannedRepeat {
  /** How long from now. */
  readonly delayMs: number;
  readonly history: OperationHistory;
}

/** The repeat of an operation that was throttled. @returns `undefined` when it has waited enough. */
export function planThrottled(
  history: OperationHistory,
  retryAfterMs: number | undefined,
  { maxRetryCount, maxRetryWaitMs }: ThrottlingLimits,
): PlannedRepeat | undefined {
  const delayMs = Math.max(retryAfterMs ?? throttledDelayMs, leastThrottledDelayMs);
  const throttledMs = history.throttledMs + delayMs;
  if (history.throttled >= maxRetryCount || throttledMs > maxRetryWaitMs) return undefined;
  return { delayMs, history: { ...history, throttled: history.throttled + 1, throttledMs } };
}

/** The repeat of an operation that failed otherwise, each time after twice the wait. @returns `undefined` when that was often enough. */
export function planRepeat(history: OperationHistory, random: number): PlannedRepeat | undefined {
  const { repeats } = history;
  if (repeats >= maxRepeats) return undefined;
  const delayMs = Math.min(firstDelayMs * 2 ** repeats, maxDelayMs) * (0.75 + random / 2);
  return { delayMs, history: { ...history, repeats: repeats + 1 } };
}
