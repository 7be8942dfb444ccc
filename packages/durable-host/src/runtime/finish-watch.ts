import type { Clock } from '../effects/clock.ts';
import type { Instance } from '../instances/instance.ts';

/** Tells whoever waits that an instance has finished. */
export class FinishWatch {
  readonly #clock: Clock;
  #isClosed = false;
  readonly #waiting = new Map<string, Set<(instance: Instance | undefined) => void>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Resolves to the instance when it finishes, to `undefined` when the time is up or the watch closes. */
  next(instanceId: string, timeoutMs: number): Promise<Instance | undefined> {
    if (this.#isClosed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(instanceId) ?? new Set();
      this.#waiting.set(instanceId, waiting);
      const settle = (instance: Instance | undefined) => {
        cancel();
        waiting.delete(settle);
        if (waiting.size === 0) this.#waiting.delete(instanceId);
        resolve(instance);
      };
      const cancel = this.#clock.schedule(() => settle(undefined), timeoutMs);
      waiting.add(settle);
    });
  }

  /** Says that an instance has finished. */
  announce(instance: Instance): void {
    for (const settle of [...(this.#waiting.get(instance.id) ?? [])]) settle(instance);
  }

  /** Ends every wait, and every later one at once. */
  close(): void {
    this.#isClosed = true;
    for (const waiting of [...this.#waiting.values()]) for (const settle of [...waiting]) settle(undefined);
  }
}
