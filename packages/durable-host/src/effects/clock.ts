/** Where time comes from; a test passes one it moves by hand. */
export interface Clock {
  /** The time now, in milliseconds since 1970. */
  now(): number;
  /**
   * Calls `callback` once, `delayMs` milliseconds from now.
   *
   * @returns Withdraws the call; does nothing once it was made.
   */
  schedule(callback: () => void, delayMs: number): () => void;
}

/** The longest delay a timer of JavaScript takes; a longer one would fire at once. */
const longestDelayMs = 2 ** 31 - 1;

/** The clock of the machine. A delay of more than 24.8 days is called back after 24.8 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (callback, delayMs) => {
    const timer = setTimeout(callback, Math.min(delayMs, longestDelayMs));
    return () => clearTimeout(timer);
  },
};

/** How much slower than the machine's a clock goes that is ahead of it: a pause of a minute takes at most 67 seconds. */
const slowDown = 0.1;

/**
 * The same clock in whole milliseconds, except that its time goes on from where it was when the machine's is set back.
 *
 * Standing still would stop every timer until the machine has caught up; so it is ahead for a while, and goes a little
 * slower until the two agree.
 */
export function monotonicClock(clock: Clock): Clock {
  let machineMs = Number.NEGATIVE_INFINITY;
  let aheadMs = 0;
  let latestMs = Number.NEGATIVE_INFINITY;
  return {
    now: () => {
      const nowMs = clock.now();
      const elapsedMs = nowMs - machineMs;
      machineMs = nowMs;
      aheadMs = elapsedMs < 0 ? aheadMs - elapsedMs : Math.max(0, aheadMs - elapsedMs * slowDown);
      // what rounding might take back
      latestMs = Math.max(latestMs, Math.floor(nowMs + aheadMs));
      return latestMs;
    },
    schedule: (callback, delayMs) => clock.schedule(callback, delayMs),
  };
}
