import type { TaskFailedError } from '../errors/task-failed-error.ts';

/** A failed attempt, as a predicate or a handler of retries is told of it. */
export interface FailedAttempt {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** What it failed with. */
  readonly error: TaskFailedError;
  /** Orchestrator time since the first attempt was scheduled, in milliseconds. */
  readonly elapsedMs: number;
}

/**
 * Decides by itself about every retry: `false` lets the task fail, `true` tries again at once, a number pauses for that many
 * milliseconds first. Code of the orchestrator, so it must decide the same in every replay. Not asked about failures that say they
 * are not retriable. What it throws the task fails with.
 */
export type RetryHandler = (failed: FailedAttempt) => boolean | number;

/** When and how often a failed call is tried again. Retries run in the orchestrator, as plain activity and timer decisions. */
export interface RetryOptions {
  /** Attempts in all, the first one included; a whole number from 1. */
  readonly maxNumberOfAttempts: number;
  /** Pause before the second attempt, in milliseconds; above 0. */
  readonly firstRetryIntervalMs: number;
  /** Each pause is the one before times this; from 1. (default `1`) */
  readonly backoffCoefficient?: number;
  /** The longest pause, in milliseconds; above 0. (default: 6 days, as in Durable Functions) */
  readonly maxRetryIntervalMs?: number;
  /** No further attempt once this much time has passed since the first was scheduled, in milliseconds; above 0. (default: no limit) */
  readonly retryTimeoutMs?: number;
  /**
   * Whether a failure is worth another attempt. Code of the orchestrator, so it must answer the same in every replay; what it throws
   * the task fails with. (default: every failure that does not say it is not retriable)
   */
  readonly shouldRetry?: (failed: FailedAttempt) => boolean;
}
