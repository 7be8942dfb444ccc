/**
 * The waits of one driver: pauses between attempts, and the deadlines of operations. They share one timer.
 *
 * `close` ends every pause at once and lets deadlines never come.
 */
import type { Clock } from './clock.ts';
import { createSharedTimer, type Moment } from './shared-timer.ts';

/** A driver's alarms. */
export interface Alarms {
  /** Resolves `delayMs` from now, when `signal` is aborted, or when the alarms are closed. */
  pause(delayMs: number, signal: AbortSignal | undefined): Promise<void>;
  /**
   * Waits for a promise until its operation must stop.
   *
   * @returns What the promise settles to; `undefined` when the deadline passes or the signal is aborted first, and the
   * promise is left to itself.
   */
  untilStopped<T>(promise: Promise<T>, limits: StopLimits): Promise<T | undefined>;
  /** Ends every pause. */
  close(): void;
}

/** When an operation must stop. */
interface StopLimits {
  /** Its deadline, on the clock's `elapsedMs`; `Infinity` for none. */
  readonly deadlineMs: number;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/** Makes the alarms of a driver. */
export function createAlarms(clock: Clock): Alarms {
  const timer = createSharedTimer(clock);
  const pauses = new Set<() => void>();
  let closed = false;

  return {
    pause(delayMs, signal) {
      if (delayMs <= 0 || closed || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          timer.remove(alarm);
          pauses.delete(end);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const alarm: Moment = { atMs: clock.elapsedMs() + delayMs, ring: end };
        signal?.addEventListener('abort', end);
        pauses.add(end);
        timer.add(alarm);
      });
    },

    untilStopped(promise, { deadlineMs, signal }) {
      if (deadlineMs === Number.POSITIVE_INFINITY && signal === undefined) return promise;
      return new Promise((resolve, reject) => {
        // A signal tells once: who listens after that waits for ever.
        if (signal?.aborted === true) {
          promise.catch(() => undefined);
          resolve(undefined);
          return;
        }
        const release = (): void => {
          timer.remove(alarm);
          signal?.removeEventListener('abort', stop);
        };
        const stop = (): void => {
          release();
          resolve(undefined);
        };
        const alarm: Moment = { atMs: deadlineMs, ring: stop };
        if (deadlineMs < Number.POSITIVE_INFINITY) timer.add(alarm);
        signal?.addEventListener('abort', stop);
        promise.then(
          (value) => {
            release();
            resolve(value);
          },
          (error) => {
            release();
            reject(error);
          },
        );
      });
    },

    close() {
      closed = true;
      for (const end of [...pauses]) end();
    },
  };
}
