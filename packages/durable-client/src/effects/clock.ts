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
