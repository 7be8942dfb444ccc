import type { TaskFailedError } from '../errors/task-failed-error.ts';
import type { FailedAttempt, RetryHandler } from '../tasks/retry-options.ts';
import type { RetryPolicy } from '../tasks/retry-policy.ts';

/** The latest point in time a `Date` can hold (ECMAScript, Time Values and Time Range). */
const latestDateMs = 8.64e15;

/**
 * What to do after an attempt failed: try again at `fireAtMs`, or let the task fail. `isExhausted`: only because there are no attempts
 * left, which the extension's own loop treats apart.
 */
export type RetryDecision =
  | { readonly kind: 'retry-at'; readonly fireAtMs: number }
  | { readonly kind: 'retry-now' }
  | { readonly kind: 'give-up'; readonly isExhausted: boolean };

/**
 * Decides whether a failed call is tried again, by the rules of the Durable Task Framework's retry loop.
 *
 * Pause before attempt k+1: `firstRetryIntervalMs × backoffCoefficient^(k-1)`, at most `maxRetryIntervalMs`.
 *
 * @param nowMs  Orchestrator time at which the failure is met.
 * @throws what a predicate or a handler throws, and a `TypeError` for a handler's answer that is none.
 */
export function decideRetry(retry: RetryPolicy | RetryHandler, failed: FailedAttempt, nowMs: number): RetryDecision {
  const { attempt, elapsedMs, error } = failed;
  if (isNotRetriable(error)) return { kind: 'give-up', isExhausted: false };
  if (typeof retry === 'function') return heed(retry(failed), nowMs);
  const decision = decideByPolicy(retry, attempt, elapsedMs, nowMs);
  return decision.kind === 'give-up' || retry.shouldRetry(failed) ? decision : { kind: 'give-up', isExhausted: false };
}

/** The same by numbers alone: how many attempts there were, and how long ago the first was scheduled. */
export function decideByPolicy(
  policy: RetryPolicy,
  attempt: number,
  elapsedMs: number,
  nowMs: number,
): Exclude<RetryDecision, { readonly kind: 'retry-now' }> {
  if (elapsedMs >= policy.retryTimeoutMs) return { kind: 'give-up', isExhausted: false };
  if (attempt >= policy.maxNumberOfAttempts) return { kind: 'give-up', isExhausted: true };
  const pauseMs = policy.firstRetryIntervalMs * policy.backoffCoefficient ** (attempt - 1);
  return retryAfter(Math.min(pauseMs, policy.maxRetryIntervalMs), nowMs);
}

function heed(answer: unknown, nowMs: number): RetryDecision {
  if (answer === false) return { kind: 'give-up', isExhausted: false };
  if (answer === true) return { kind: 'retry-now' };
  if (typeof answer !== 'number' || !(answer >= 0)) {
    throw new TypeError(
      `A retry handler answers true, false or a number of milliseconds from 0, got ${String(answer)}.`,
    );
  }
  return retryAfter(answer, nowMs);
}

function retryAfter(pauseMs: number, nowMs: number): Extract<RetryDecision, { readonly kind: 'retry-at' }> {
  return { kind: 'retry-at', fireAtMs: Math.min(nowMs + Math.round(pauseMs), latestDateMs) };
}

/** Whether a failure says of itself that it will happen again. */
export function isNotRetriable({ failureDetails }: TaskFailedError): boolean {
  return failureDetails?.isNonRetriable === true;
}
