import type { TaskFailure } from '../history/failure.ts';
import type { RetryPolicy } from '../tasks/retry-policy.ts';

/** The latest point in time a `Date` can hold (ECMAScript, Time Values and Time Range). */
const latestDateMs = 8.64e15;

/** What to do after an attempt failed: try again at `fireAtMs`, or let the task fail. */
export type RetryDecision = { readonly kind: 'retry'; readonly fireAtMs: number } | { readonly kind: 'give-up' };

/**
 * Decides whether a failed call is tried again, by the rules of the Durable Task Framework's retry loop.
 *
 * Pause before attempt k+1: `firstRetryIntervalMs × backoffCoefficient^(k-1)`, at most `maxRetryIntervalMs`.
 *
 * @param attempt      Number of the attempt that failed, from 1.
 * @param firstAtMs    Orchestrator time when the first attempt was scheduled.
 * @param nowMs        Orchestrator time at which the failure is met.
 */
export function decideRetry(
  policy: RetryPolicy,
  attempt: number,
  firstAtMs: number,
  nowMs: number,
  failure: TaskFailure,
): RetryDecision {
  if (failure.failureDetails?.isNonRetriable === true) return { kind: 'give-up' };
  if (attempt >= policy.maxNumberOfAttempts) return { kind: 'give-up' };
  if (nowMs >= firstAtMs + policy.retryTimeoutMs) return { kind: 'give-up' };
  const pauseMs = policy.firstRetryIntervalMs * policy.backoffCoefficient ** (attempt - 1);
  const fireAtMs = nowMs + Math.round(Math.min(pauseMs, policy.maxRetryIntervalMs));
  return { kind: 'retry', fireAtMs: Math.min(fireAtMs, latestDateMs) };
}
