/** The time, and waiting for it. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Milliseconds since some moment, with fractions; never goes back. */
  elapsedMs(): number;
  /** Calls back once, `delayMs` from now; the answer cancels it. */
  startTimer(delayMs: number, callback: () => void, options?: TimerOptions): () => void;
}

/** How a timer waits. */
interface TimerOptions {
  /** Whether the process may end before it. (default `false`) */
  readonly isBackground?: boolean;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  elapsedMs: () => performance.now(),
  startTimer: (delayMs, callback, { isBackground = false } = {}) => {
    const timer = setTimeout(callback, delayMs);
    // Only Node's timers keep a process alive.
    if (isBackground) (timer as { unref?: () => void }).unref?.();
    return () => clearTimeout(timer);
  },
};
