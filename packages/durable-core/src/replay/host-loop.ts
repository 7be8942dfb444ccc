import type { TaskFailedError } from '../errors/task-failed-error.ts';
import type { Completion } from '../history/completion.ts';
import type { Call } from '../tasks/call.ts';
import type { RetryDecision } from './decide-retry.ts';
import { type HostLoop, isCompound, type Step } from './records.ts';
import { failureOfStep, pauseUntil } from './retry-step.ts';
import { isUnfinished } from './timer-parts.ts';

/** The loop that a call begins, if the host has one for it. */
export function hostLoopOf(call: Call, hostSplitsTimers: boolean): HostLoop | undefined {
  return isLoop(call, hostSplitsTimers) ? { failure: undefined } : undefined;
}

function isLoop(call: Call, hostSplitsTimers: boolean): boolean {
  if (call.kind === 'timer') return hostSplitsTimers && call.untilMs !== undefined;
  if (call.kind === 'http') return call.polling === 'host';
  return 'hostRetry' in call && call.hostRetry !== undefined;
}

/**
 * What the host does next in the loop of a step that has ended; `undefined` when that ends the loop.
 *
 * @param decide  What becomes of a failed attempt.
 */
export function nextOfLoop(
  step: Step,
  event: Completion,
  nowMs: number,
  decide: (error: TaskFailedError) => RetryDecision | undefined,
): Call | undefined {
  const { entry, call, loop } = step;
  if (event.kind === 'timer-fired') {
    if (call.kind === 'timer' && isUnfinished(call, nowMs)) return call;
    if (isCompound(entry.what) || entry.what.kind === 'timer' || loop?.failure !== undefined) return undefined;
    entry.attempts += 1;
    return entry.afterPause ?? entry.what;
  }
  if (!('failure' in event) || loop === undefined) return undefined;
  const error = failureOfStep(step, event.failure);
  const decision = decide(error);
  if (decision?.kind === 'retry-at') return pauseUntil(decision.fireAtMs);
  // The Durable Task Framework sets one more timer, due at once, when it runs out of attempts: it once did and must go on.
  if (decision?.kind !== 'give-up' || !decision.isExhausted) return undefined;
  loop.failure = error;
  return pauseUntil(nowMs);
}
