import type { RetryOptions } from '../tasks/retry-options.ts';
import type { WireRetryOptions } from './action.ts';

/** Writes retry options for a host that retries itself: what the code said, and no defaults. */
export function encodeRetryOptions(options: RetryOptions): WireRetryOptions {
  const { firstRetryIntervalMs, maxNumberOfAttempts, backoffCoefficient, maxRetryIntervalMs, retryTimeoutMs } = options;
  return {
    firstRetryIntervalInMilliseconds: firstRetryIntervalMs,
    maxNumberOfAttempts,
    ...(backoffCoefficient !== undefined && { backoffCoefficient }),
    ...(maxRetryIntervalMs !== undefined && { maxRetryIntervalInMilliseconds: maxRetryIntervalMs }),
    // no limit is no member: JSON has no word for it
    ...(retryTimeoutMs !== undefined &&
      retryTimeoutMs !== Number.POSITIVE_INFINITY && { retryTimeoutInMilliseconds: retryTimeoutMs }),
  };
}
