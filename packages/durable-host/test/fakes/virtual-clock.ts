import type { Clock } from '@perdura/durable-host';

/** A clock that stands still until it is told to jump. */
export interface VirtualClock extends Clock {
  /** Jumps to the next scheduled call and makes it. Answers whether there was one. */
  jump(): boolean;
  /** When the scheduled calls are due, soonest first, in milliseconds from now. */
  readonly dueInMs: readonly number[];
}

/** A clock that begins at 2026-01-01T00:00:00Z. */
export function virtualClock(startMs: number = Date.UTC(2026, 0, 1)): VirtualClock {
  let nowMs = startMs;
  let calls: { readonly dueMs: number; readonly callback: () => void }[] = [];
  return {
    now: () => nowMs,
    schedule: (callback, delayMs) => {
      const call = { dueMs: nowMs + delayMs, callback };
      calls = [...calls, call].sort((a, b) => a.dueMs - b.dueMs);
      return () => {
        calls = calls.filter((other) => other !== call);
      };
    },
    jump: () => {
      const [next] = calls;
      if (next === undefined) return false;
      calls = calls.slice(1);
      nowMs = Math.max(nowMs, next.dueMs);
      next.callback();
      return true;
    },
    get dueInMs() {
      return calls.map(({ dueMs }) => dueMs - nowMs);
    },
  };
}
