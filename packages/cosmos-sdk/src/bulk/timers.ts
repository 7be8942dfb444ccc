import type { Clock } from '../client/clock.ts';

/** Things to be done later, all of which can be called off. */
export interface Timers {
  /** Does something after a while. */
  after(delayMs: number, act: () => void): void;
  /** Calls everything off. */
  clear(): void;
}

/** Nothing is to be done yet. */
export function createTimers(clock: Clock): Timers {
  const pending = new Set<() => void>();
  return {
    after(delayMs, act) {
      const cancel = clock.startTimer(delayMs, () => {
        pending.delete(cancel);
        act();
      });
      pending.add(cancel);
    },
    clear() {
      for (const cancel of pending) cancel();
      pending.clear();
    },
  };
}
