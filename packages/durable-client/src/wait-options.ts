import { type CallOptions, checkCallOptions, checkNumber } from './arguments/check-call-options.ts';

/** Time a wait takes at most, and its longest pause: the defaults of durable-functions 3.5. */
const defaultTimeoutMs = 10_000;
const defaultPollingIntervalMs = 1_000;

/** How long and how often {@link DurableClient.waitForCompletion} looks. */
export interface WaitOptions extends CallOptions {
  /** How long to wait at most, in milliseconds. (default 10,000, as durable-functions does) */
  readonly timeoutMs?: number | undefined;
  /** The longest pause between two looks, in milliseconds; the first pauses are shorter. (default 1,000) */
  readonly pollingIntervalMs?: number | undefined;
}

/** {@link WaitOptions} with every default applied. */
export interface ResolvedWaitOptions extends CallOptions {
  readonly timeoutMs: number;
  readonly pollingIntervalMs: number;
}

/** Applies the defaults. @throws {TypeError} when an option is unknown, or not what it must be. */
export function resolveWaitOptions(options: WaitOptions, owner: string): ResolvedWaitOptions {
  checkCallOptions(options, ['timeoutMs', 'pollingIntervalMs'], owner);
  checkNumber(options.timeoutMs, 0, 'timeoutMs', owner);
  checkNumber(options.pollingIntervalMs, 1, 'pollingIntervalMs', owner);
  const { timeoutMs = defaultTimeoutMs, pollingIntervalMs = defaultPollingIntervalMs, ...call } = options;
  return { ...call, timeoutMs, pollingIntervalMs };
}
