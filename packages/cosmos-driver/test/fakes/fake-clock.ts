import type { Clock } from '../../src/effects/clock.ts';

/** A clock that stands still until everything waits for it, and then jumps to the next timer. */
export interface FakeClock extends Clock {
  /** Lets time pass by itself. */
  advance(byMs: number): void;
  /** The waits asked for, in milliseconds, in order. */
  readonly delays: readonly number[];
  /** Timers that are set. */
  readonly pending: () => number;
}

export function fakeClock(startMs: number = Date.UTC(2025, 11, 2, 18, 4, 5)): FakeClock {
  let nowMs = startMs;
  const delays: number[] = [];
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  function jumpToNext(): void {
    const [next] = [...timers].sort((left, right) => left.atMs - right.atMs);
    if (next === undefined) return;
    timers.delete(next);
    nowMs = Math.max(nowMs, next.atMs);
    next.callback();
  }

  return {
    delays,
    pending: () => timers.size,
    nowMs: () => nowMs,
    elapsedMs: () => nowMs,
    advance(byMs) {
      nowMs += byMs;
    },
    startTimer(delayMs, callback) {
      delays.push(delayMs);
      const timer = { atMs: nowMs + delayMs, callback };
      timers.add(timer);
      // Two turns of the event loop: whatever is ready goes first.
      setImmediate(() => setImmediate(jumpToNext));
      return () => timers.delete(timer);
    },
  };
}
