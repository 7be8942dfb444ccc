/** Things to be done later, all of which can be called off. */
export interface Timers {
  /** Does something after a while. */
  after(delayMs: number, act: () => void): void;
  /** Calls everything off. */
  clear(): void;
}

/** Nothing is to be done yet. */
export function createTimers(): Timers {
  const pending = new Set<ReturnType<typeof setTimeout>>();
  return {
    after(delayMs, act) {
      const timer = setTimeout(() => {
        pending.delete(timer);
        act();
      }, delayMs);
      pending.add(timer);
    },
    clear() {
      for (const timer of pending) clearTimeout(timer);
      pending.clear();
    },
  };
}
