import { type BulkResult, type CosmosError, statusIs } from '@perdura/cosmos-driver';
import { type PlannedRepeat, planRepeat, planThrottled, type ThrottlingLimits } from './plan-repeat.ts';
import type { QueuedOperation } from './queued-operation.ts';

/** What follows an answer for one operation. */
export interface PlannedOperation {
  /** The operation with what the answer adds to its history. */
  readonly queued: QueuedOperation;
  /** It has its outcome; waits for throughput together with its partition; or is repeated by itself. */
  readonly next: 'settle' | 'hold' | 'repeat';
  /** How long from now, in milliseconds. */
  readonly delayMs: number;
  /** Whether the partition had no throughput for it. */
  readonly isThrottled: boolean;
  /** Whether its partition is to be looked up before. */
  readonly hasMoved: boolean;
}

/**
 * The operation with how long it has waited for its partition, behind others too.
 *
 * @param throttledSinceMs  Since when the partition has answered nothing but that it has no throughput.
 */
export function noteWait(
  queued: QueuedOperation,
  throttledSinceMs: number | undefined,
  nowMs: number,
): QueuedOperation {
  if (throttledSinceMs === undefined) return queued;
  const { history, addedMs } = queued;
  const throttledMs = Math.max(history.throttledMs, nowMs - Math.max(addedMs, throttledSinceMs));
  return { ...queued, history: { ...history, throttledMs } };
}

/** What follows the operation's own result. @param random  From 0 to just below 1. */
export function planResult(
  queued: QueuedOperation,
  { status, retryAfterMs, requestCharge = 0, ...result }: BulkResult,
  limits: ThrottlingLimits,
  random: number,
): PlannedOperation {
  const noted = note(queued, requestCharge, result.mayHaveBeenApplied);
  const isThrottled = result.mayRepeat && statusIs.throttled(status);
  const hasMoved = result.mayRepeat && statusIs.gone(status);
  const { history } = noted;
  if (!result.mayRepeat) return plan(noted, isThrottled, hasMoved, undefined);
  const repeat = isThrottled ? planThrottled(history, retryAfterMs, limits) : planRepeat(history, random);
  return plan(noted, isThrottled, hasMoved, repeat);
}

/** What follows the failure of the whole request. Only what the driver has left undone is repeated: it knows when repeating is safe. */
export function planFailure(
  queued: QueuedOperation,
  { status, response, mayHaveBeenApplied }: CosmosError,
  limits: ThrottlingLimits,
  random: number,
): PlannedOperation {
  const noted = note(queued, 0, mayHaveBeenApplied && queued.operation.kind !== 'read');
  if (statusIs.throttled(status)) {
    return plan(noted, true, false, planThrottled(noted.history, response?.headers.retryAfterMs, limits));
  }
  const hasMoved = statusIs.partitionKeyRangeGone(status);
  return plan(noted, false, hasMoved, hasMoved ? planRepeat(noted.history, random) : undefined);
}

function plan(
  queued: QueuedOperation,
  isThrottled: boolean,
  hasMoved: boolean,
  repeat: PlannedRepeat | undefined,
): PlannedOperation {
  if (repeat === undefined) return { queued, next: 'settle', delayMs: 0, isThrottled, hasMoved };
  const { delayMs, history } = repeat;
  return { queued: { ...queued, history }, next: isThrottled ? 'hold' : 'repeat', delayMs, isThrottled, hasMoved };
}

function note(queued: QueuedOperation, requestCharge: number, mayHaveBeenApplied: boolean): QueuedOperation {
  const { history } = queued;
  return {
    ...queued,
    history: {
      ...history,
      requestCharge: history.requestCharge + requestCharge,
      mayHaveBeenApplied: history.mayHaveBeenApplied || mayHaveBeenApplied,
    },
  };
}
