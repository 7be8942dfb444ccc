import { defaults } from '../options/defaults.ts';
import { exponentialDelay, withJitter } from './backoff.ts';
import type { Attempt } from './decision.ts';
import { countRetry, type RetryCount } from './retry-state.ts';

/**
 * How long to wait for the account to tell where to go, after it told something that is no longer so: nothing the first time,
 * then longer and longer, as long as `defaults.topology` allows.
 *
 * @returns The wait in milliseconds, and what is used up with it; `undefined` when nothing is left.
 */
export function topologyWait({
  retry,
  random,
}: Attempt): { readonly delayMs: number; readonly topology: RetryCount } | undefined {
  const { firstDelayMs, maxDelayMs, maxWaitMs, maxRetryCount } = defaults.topology;
  const { count, waitedMs } = retry.topology;
  const leftMs = maxWaitMs - waitedMs;
  if (count >= maxRetryCount || leftMs <= 0) return undefined;
  const wanted = count === 0 ? 0 : withJitter(exponentialDelay(firstDelayMs, maxDelayMs, count - 1), random);
  const delayMs = Math.min(wanted, leftMs);
  return { delayMs, topology: countRetry(retry.topology, delayMs) };
}
