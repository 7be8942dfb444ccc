import { readOptions } from '../options/read-options.ts';
import type { RetryOptions } from './retry-options.ts';

/** Retry options with every default applied. */
export type RetryPolicy = Readonly<Required<RetryOptions>>;

const always = (): boolean => true;

/** The longest pause where the options name none: 6 days, the extension's `MaxRetryInterval`. */
const longestRetryIntervalMs = 6 * 24 * 60 * 60 * 1000;

/**
 * Checks retry options and applies the defaults.
 *
 * @throws {TypeError} when an option is missing, unknown or out of its range.
 */
export function resolveRetryPolicy(options: RetryOptions): RetryPolicy {
  const {
    maxNumberOfAttempts,
    firstRetryIntervalMs,
    backoffCoefficient = 1,
    maxRetryIntervalMs = longestRetryIntervalMs,
    retryTimeoutMs = Number.POSITIVE_INFINITY,
    shouldRetry = always,
  } = readOptions('retry', options, [
    'maxNumberOfAttempts',
    'firstRetryIntervalMs',
    'backoffCoefficient',
    'maxRetryIntervalMs',
    'retryTimeoutMs',
    'shouldRetry',
  ]);
  if (!Number.isInteger(maxNumberOfAttempts) || maxNumberOfAttempts < 1) {
    throw outOfRange('maxNumberOfAttempts', 'a whole number from 1', maxNumberOfAttempts);
  }
  if (!isAtLeast(firstRetryIntervalMs, Number.MIN_VALUE)) {
    throw outOfRange('firstRetryIntervalMs', 'a number of milliseconds above 0', firstRetryIntervalMs);
  }
  if (!isAtLeast(backoffCoefficient, 1)) throw outOfRange('backoffCoefficient', 'a number from 1', backoffCoefficient);
  if (!isAtLeast(maxRetryIntervalMs, Number.MIN_VALUE)) {
    throw outOfRange('maxRetryIntervalMs', 'a number of milliseconds above 0', maxRetryIntervalMs);
  }
  if (retryTimeoutMs !== Number.POSITIVE_INFINITY && !isAtLeast(retryTimeoutMs, Number.MIN_VALUE)) {
    throw outOfRange('retryTimeoutMs', 'a number of milliseconds above 0', retryTimeoutMs);
  }
  if (typeof shouldRetry !== 'function') throw outOfRange('shouldRetry', 'a function', shouldRetry);
  return Object.freeze({
    maxNumberOfAttempts,
    firstRetryIntervalMs,
    backoffCoefficient,
    maxRetryIntervalMs,
    retryTimeoutMs,
    shouldRetry,
  });
}

function isAtLeast(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= least;
}

function outOfRange(name: string, wanted: string, got: unknown): TypeError {
  return new TypeError(`Retry option ${name} is ${wanted}, got ${String(got)}.`);
}
