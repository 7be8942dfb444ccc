/** Taken once, so that a patched global (fake timers) cannot stall a turn. */
const scheduleImmediate: (callback: () => void) => unknown = setImmediate;

/** More would save nothing, and keep the rest of the process waiting. */
const mostAhead = 256;

/**
 * Macrotasks in a row, for code that has to come to rest again and again.
 *
 * 1. Between two immediates Node runs all promise reactions and `process.nextTick` callbacks and tells of rejections that nobody
 *    handles, also where both belong to one round of the event loop. A round costs twenty times as much as an immediate.
 * 2. So immediates are scheduled ahead: one at first, and each time they are used up twice as many, until there are `mostAhead`.
 * 3. Those left over when nobody drains any more do nothing.
 */
export class MacrotaskLane {
  #ahead = 0;
  #scheduled = 0;
  #resolve: (() => void) | undefined;

  /** Resolves when every promise reaction and `process.nextTick` callback queued so far, and all that follow from them, have run. */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#scheduled === 0) this.#scheduleAhead();
    });
  }

  #scheduleAhead(): void {
    this.#ahead = Math.min(2 * this.#ahead || 1, mostAhead);
    for (; this.#scheduled < this.#ahead; this.#scheduled++) scheduleImmediate(this.#pass);
  }

  readonly #pass = (): void => {
    this.#scheduled -= 1;
    this.#resolve?.();
    this.#resolve = undefined;
  };
}
