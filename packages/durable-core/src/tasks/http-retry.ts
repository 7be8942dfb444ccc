import { readOptions } from '../options/read-options.ts';
import type { RetryOptions } from './retry-options.ts';
import { type RetryPolicy, resolveRetryPolicy } from './retry-policy.ts';

/**
 * When and how often an HTTP request is sent again: after an answer of a status to retry, and when there was no answer. The orchestrator
 * itself pauses and asks again, on every host. Once it gives up, the answer it has last got is the answer.
 */
export interface HttpRetryOptions extends Omit<RetryOptions, 'shouldRetry'> {
  /** Statuses that are worth another attempt; empty for every one from 400 to 599. (default: those, as `HttpRetryOptions` of the extension) */
  readonly statusCodesToRetry?: readonly number[];
}

/** The same with every default applied. */
export interface HttpRetryPolicy extends RetryPolicy {
  readonly statusCodesToRetry: readonly number[];
}

/**
 * Checks the options and applies the defaults.
 *
 * @throws {TypeError} when an option is missing, unknown or out of its range.
 */
export function resolveHttpRetryPolicy(options: HttpRetryOptions): HttpRetryPolicy {
  const { statusCodesToRetry = [], ...timing } = readOptions('callHttp retry', options, [
    'maxNumberOfAttempts',
    'firstRetryIntervalMs',
    'backoffCoefficient',
    'maxRetryIntervalMs',
    'retryTimeoutMs',
    'statusCodesToRetry',
  ]);
  if (!Array.isArray(statusCodesToRetry) || !statusCodesToRetry.every(isStatus)) {
    throw new TypeError('callHttp retry: statusCodesToRetry is a list of statuses, whole numbers from 100 to 599.');
  }
  return Object.freeze({
    ...resolveRetryPolicy(timing),
    statusCodesToRetry: Object.freeze([...statusCodesToRetry]),
  });
}

/** Whether an answer of this status is worth another attempt. */
export function isRetried({ statusCodesToRetry }: HttpRetryPolicy, status: number): boolean {
  if (statusCodesToRetry.length === 0) return status >= 400 && status <= 599;
  return statusCodesToRetry.includes(status);
}

function isStatus(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 100 && Number(value) <= 599;
}
