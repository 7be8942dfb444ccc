import type { Clock } from '../effects/clock.ts';
import { retryDelayMs } from './retry-delay.ts';

/**
 * Has turns that failed be tried again, after a pause that grows from failure to failure.
 *
 * Of one instance at most one pause runs. What comes for it meanwhile is tried at once, since it may be something that works, such
 * as a termination; when it fails too, the pause goes on.
 */
export class TurnRetries {
  readonly #clock: Clock;
  readonly #again: (id: string) => void;
  readonly #failed = new Map<string, { failures: number; withdraw: (() => void) | undefined }>();

  /** @param again  Told whose pause is over. */
  constructor(clock: Clock, again: (id: string) => void) {
    this.#clock = clock;
    this.#again = again;
  }

  /** Takes note that a turn failed. Answers whether that is news: it is the first failure since a turn was taken. */
  fail(id: string): boolean {
    const failed = this.#failed.get(id) ?? { failures: 0, withdraw: undefined };
    const isNews = failed.failures === 0;
    this.#failed.set(id, failed);
    if (failed.withdraw !== undefined) return isNews;
    failed.failures += 1;
    failed.withdraw = this.#clock.schedule(() => {
      failed.withdraw = undefined;
      this.#again(id);
    }, retryDelayMs(failed.failures));
    return isNews;
  }

  /** Takes note that a turn was taken. */
  work(id: string): void {
    this.#failed.get(id)?.withdraw?.();
    this.#failed.delete(id);
  }

  /** Tries nothing again any more. */
  close(): void {
    for (const { withdraw } of this.#failed.values()) withdraw?.();
    this.#failed.clear();
  }
}
