import type { Clock } from '@perdura/durable-client';

/** A clock that jumps to the next scheduled call as soon as nothing else is left to do. */
export function jumpingClock(): Clock & { readonly pausesMs: readonly number[] } {
  let nowMs = Date.UTC(2026, 0, 1);
  const pausesMs: number[] = [];
  return {
    pausesMs,
    now: () => nowMs,
    schedule: (callback, delayMs) => {
      pausesMs.push(delayMs);
      const handle = setImmediate(() => {
        nowMs += delayMs;
        callback();
      });
      return () => clearImmediate(handle);
    },
  };
}
