import type { ExecuteOptions } from '@perdura/cosmos-driver';
import { optionsOfCall } from '../client/options-of-call.ts';
import type { BulkProgress } from './bulk-outcome.ts';

/**
 * Options of a bulk. `endToEndTimeoutMs` limits each of its requests; `throttlingRetry` how often, and how long in all, each operation
 * waits for throughput (default: any number of times, for 270000 ms), behind others too while its partition lets nothing through.
 */
export interface BulkOptions extends ExecuteOptions {
  /** See at least what this token has seen, in place of the client's own. */
  readonly sessionToken?: string | undefined;
  /** Most requests under way at once, over all partitions, 1 to 1000. (default `32`) */
  readonly maxConcurrency?: number | undefined;
  /** Told how far it is whenever requests were answered, before their outcomes come. What it throws ends the bulk, after the outcomes of all that were read. */
  readonly onProgress?: ((progress: BulkProgress) => void) | undefined;
}

/** Options of a bulk with their defaults. */
export interface ResolvedBulkOptions {
  readonly maxConcurrency: number;
  readonly onProgress: ((progress: BulkProgress) => void) | undefined;
  readonly sessionToken: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly throttling: { readonly maxRetryCount: number; readonly maxRetryWaitMs: number };
  /** What the driver is given, signal and throttling aside. */
  readonly others: ExecuteOptions;
}

/** Our choice: enough to keep a container of some dozens of partitions busy. */
const defaultMaxConcurrency = 32;

/** As the driver waits for single items. */
const defaultMaxRetryWaitMs = 270_000;

/** @throws {TypeError} for what is not an option's value. What the driver knows of, the driver checks. */
export function resolveBulkOptions(options: BulkOptions | undefined): ResolvedBulkOptions {
  const given: BulkOptions = optionsOfCall(options);
  const {
    sessionToken,
    maxConcurrency = defaultMaxConcurrency,
    onProgress,
    signal,
    throttlingRetry,
    ...others
  } = given;
  if (!Number.isInteger(maxConcurrency) || maxConcurrency < 1 || maxConcurrency > 1000) {
    throw new TypeError('Option "maxConcurrency" must be an integer from 1 to 1000.');
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError('Option "onProgress" must be a function.');
  }
  const { maxRetryCount = Number.POSITIVE_INFINITY, maxRetryWaitMs = defaultMaxRetryWaitMs } = throttlingRetry ?? {};
  return {
    maxConcurrency,
    onProgress,
    sessionToken,
    signal,
    throttling: { maxRetryCount, maxRetryWaitMs },
    others: throttlingRetry === undefined ? others : { ...others, throttlingRetry },
  };
}
