import type { Clock } from '../../src/effects/clock.ts';

/**
 * A clock that stands still until everything waits for it, and then jumps to the next timer. Timers in the background are
 * rung only by time that passes otherwise.
 */
export interface FakeClock extends Clock {
  /** Lets time pass by itself, and rings what is due meanwhile. */
  advance(byMs: number): void;
  /** The waits asked for, in milliseconds, in order; not those in the background. */
  readonly delays: readonly number[];
  /** Timers that are set; not those in the background. */
  readonly pending: () => number;
}

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

export function fakeClock(startMs: number = Date.UTC(2025, 11, 2, 18, 4, 5)): FakeClock {
  let nowMs = startMs;
  const delays: number[] = [];
  const timers = new Set<Timer>();
  const background = new Set<Timer>();

  function ringBackground(untilMs: number): void {
    for (;;) {
      const [next] = [...background]
        .filter(({ atMs }) => atMs <= untilMs)
        .sort((left, right) => left.atMs - right.atMs);
      if (next === undefined) return;
      background.delete(next);
      nowMs = Math.max(nowMs, next.atMs);
      next.callback();
    }
  }

  function jumpToNext(): void {
    const [next] = [...timers].sort((left, right) => left.atMs - right.atMs);
    if (next === undefined) return;
    timers.delete(next);
    ringBackground(next.atMs);
    nowMs = Math.max(nowMs, next.atMs);
    next.callback();
  }

  return {
    delays,
    pending: () => timers.size,
    nowMs: () => nowMs,
    elapsedMs: () => nowMs,
    advance(byMs) {
      const untilMs = nowMs + byMs;
      ringBackground(untilMs);
      nowMs = untilMs;
    },
    startTimer(delayMs, callback, { isBackground = false } = {}) {
      const timer = { atMs: nowMs + delayMs, callback };
      if (isBackground) {
        background.add(timer);
        return () => background.delete(timer);
      }
      delays.push(delayMs);
      timers.add(timer);
      // Two turns of the event loop: whatever is ready goes first.
      setImmediate(() => setImmediate(jumpToNext));
      return () => timers.delete(timer);
    },
  };
}
