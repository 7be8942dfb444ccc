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

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
