import type { Clock } from '../../src/client/clock.ts';

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets time pass, and rings what is due, one after the other; between them all work that needs no time is done. */
  advance(byMs: number): Promise<void>;
  /** Does all work that needs no time. */
  settle(): Promise<void>;
}

/** @param isBusy  Whether something is under way that needs no timer of this clock. */
export function manualClock(isBusy: () => boolean): ManualClock {
  const startMs = Date.UTC(2026, 10, 21);
  let elapsedMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>();

  async function settle(): Promise<void> {
    for (let idleTurns = 0; idleTurns < 10; ) {
      await new Promise((resolve) => setImmediate(resolve));
      idleTurns = isBusy() ? 0 : idleTurns + 1;
    }
  }

  return {
    nowMs: () => startMs + elapsedMs,
    elapsedMs: () => elapsedMs,
    startTimer(delayMs, callback) {
      const timer = { atMs: elapsedMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    settle,
    async advance(byMs) {
      const untilMs = elapsedMs + byMs;
      await settle();
      for (;;) {
        const [next] = [...timers].sort((left, right) => left.atMs - right.atMs);
        if (next === undefined || next.atMs > untilMs) break;
        timers.delete(next);
        elapsedMs = Math.max(elapsedMs, next.atMs);
        next.callback();
        await settle();
      }
      elapsedMs = untilMs;
    },
  };
}
