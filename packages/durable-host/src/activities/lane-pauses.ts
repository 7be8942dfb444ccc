import { retryDelayMs } from '../runtime/retry-delay.ts';

interface Pause {
  readonly failures: number;
  readonly untilMs: number;
  readonly isProbed: boolean;
}

/** How many activities of a lane may begin: all there are places for, one to see whether it works again, or none before a time. */
export type LaneState = 'open' | 'probe' | 'probed' | { readonly notBeforeMs: number };

/**
 * The lanes whose activities nobody can run now: the worker that has them is down.
 *
 * A lane rests for longer and longer. Then one activity is tried; when that is answered, whatever the answer, the others
 * follow.
 */
export class LanePauses {
  readonly #pauses = new Map<string, Pause>();

  /** Whether activities of a lane may begin. After `'probe'`, none is until `fail` or `work` is told. */
  look(lane: string, nowMs: number): LaneState {
    const pause = this.#pauses.get(lane);
    if (pause === undefined) return 'open';
    if (pause.isProbed) return 'probed';
    return nowMs < pause.untilMs ? { notBeforeMs: pause.untilMs } : 'probe';
  }

  /** Takes note that an activity is tried. */
  probe(lane: string): void {
    const pause = this.#pauses.get(lane);
    if (pause !== undefined) this.#pauses.set(lane, { ...pause, isProbed: true });
  }

  /**
   * Takes note that an activity could not be run. Of several that began together, the first counts.
   *
   * @returns Whether that is news, and when to try again.
   */
  fail(lane: string, nowMs: number): { readonly isNews: boolean; readonly notBeforeMs: number } {
    const pause = this.#pauses.get(lane);
    if (pause !== undefined && !pause.isProbed && nowMs < pause.untilMs) {
      return { isNews: false, notBeforeMs: pause.untilMs };
    }
    const failures = (pause?.failures ?? 0) + 1;
    const untilMs = nowMs + retryDelayMs(failures);
    this.#pauses.set(lane, { failures, untilMs, isProbed: false });
    return { isNews: failures === 1, notBeforeMs: untilMs };
  }

  /** Takes note that an activity was run, or that there is none left. */
  work(lane: string): void {
    this.#pauses.delete(lane);
  }
}
