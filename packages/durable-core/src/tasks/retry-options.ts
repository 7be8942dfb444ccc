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
}
