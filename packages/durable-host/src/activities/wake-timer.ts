import type { Clock } from '../effects/clock.ts';

/** One clock timer for many wishes to be woken: it is set to the earliest, and whoever is woken wishes again for the rest. */
export class WakeTimer {
  readonly #clock: Clock;
  readonly #wake: () => void;
  #set: { readonly dueMs: number; readonly withdraw: () => void } | undefined;

  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Wakes at a time, in milliseconds since 1970, or earlier. */
  wakeBy(dueMs: number): void {
    if (this.#set !== undefined && this.#set.dueMs <= dueMs) return;
    this.stop();
    const withdraw = this.#clock.schedule(() => {
      this.#set = undefined;
      this.#wake();
    }, dueMs - this.#clock.now());
    this.#set = { dueMs, withdraw };
  }

  /** Wakes nobody until it is asked again. */
  stop(): void {
    this.#set?.withdraw();
    this.#set = undefined;
  }
}
