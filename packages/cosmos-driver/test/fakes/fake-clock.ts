import type { Clock } from '../../src/effects/clock.ts';
import { defaults } from '../../src/options/defaults.ts';

/**
 * A clock that stands still until everything waits for it, and then jumps to the next timer. Timers in the background are
 * rung only by time that passes otherwise.
 */
export interface FakeClock extends Clock {
  /** Lets time pass by itself, and rings what is due meanwhile. */
  advance(byMs: number): void;
  /** The waits asked for, in milliseconds, in order; neither those in the background nor the limit of shared work. */
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

  /** Whatever is ready goes first; so two turns of the event loop, and again while others are due before it. */
  function jumpTo(timer: Timer): void {
    setImmediate(() =>
      setImmediate(() => {
        if (!timers.has(timer)) return;
        jumpToNext();
        jumpTo(timer);
      }),
    );
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
      if (!isLimitOfSharedWork(delayMs)) delays.push(delayMs);
      timers.add(timer);
      jumpTo(timer);
      return () => timers.delete(timer);
    },
  };
}

/** The whole of it, or most of it. */
function isLimitOfSharedWork(delayMs: number): boolean {
  const { sharedWorkTimeoutMs } = defaults;
  return delayMs > sharedWorkTimeoutMs / 2 && delayMs <= sharedWorkTimeoutMs;
}
