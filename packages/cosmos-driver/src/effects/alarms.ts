/**
 * The waits of one driver: pauses between attempts, and the deadlines of operations. They share one timer.
 *
 * 1. The timer runs only while something waits, so an idle driver keeps no process alive.
 * 2. The timer is set to the earliest alarm ever pending; it may fire for one that is gone, and is then set anew.
 *    Operations that end before their deadline, nearly all, therefore cost two changes of a set and no timer.
 * 3. `close` ends every pause at once and lets deadlines never come.
 */
import type { Clock } from './clock.ts';

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

interface Alarm {
  readonly atMs: number;
  readonly ring: () => void;
}

/** Makes the alarms of a driver. */
export function createAlarms(clock: Clock): Alarms {
  const pending = new Set<Alarm>();
  const pauses = new Set<() => void>();
  let timer: { readonly atMs: number; readonly cancel: () => void } | undefined;
  let closed = false;

  function add(alarm: Alarm): void {
    pending.add(alarm);
    if (timer !== undefined && timer.atMs <= alarm.atMs) return;
    timer?.cancel();
    setTimer(alarm.atMs);
  }

  function remove(alarm: Alarm): void {
    pending.delete(alarm);
    if (pending.size > 0) return;
    timer?.cancel();
    timer = undefined;
  }

  function setTimer(atMs: number): void {
    timer = { atMs, cancel: clock.startTimer(Math.max(0, Math.ceil(atMs - clock.elapsedMs())), ringDue) };
  }

  function ringDue(): void {
    timer = undefined;
    const nowMs = clock.elapsedMs();
    let nextMs = Number.POSITIVE_INFINITY;
    const due: Alarm[] = [];
    for (const alarm of pending) {
      if (alarm.atMs <= nowMs) due.push(alarm);
      else nextMs = Math.min(nextMs, alarm.atMs);
    }
    for (const alarm of due) pending.delete(alarm);
    if (nextMs < Number.POSITIVE_INFINITY) setTimer(nextMs);
    for (const alarm of due) alarm.ring();
  }

  return {
    pause(delayMs, signal) {
      if (delayMs <= 0 || closed || signal?.aborted === true) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          remove(alarm);
          pauses.delete(end);
          signal?.removeEventListener('abort', end);
          resolve();
        };
        const alarm: Alarm = { atMs: clock.elapsedMs() + delayMs, ring: end };
        signal?.addEventListener('abort', end);
        pauses.add(end);
        add(alarm);
      });
    },

    untilStopped(promise, { deadlineMs, signal }) {
      if (deadlineMs === Number.POSITIVE_INFINITY && signal === undefined) return promise;
      return new Promise((resolve, reject) => {
        const release = (): void => {
          remove(alarm);
          signal?.removeEventListener('abort', stop);
        };
        const stop = (): void => {
          release();
          resolve(undefined);
        };
        const alarm: Alarm = { atMs: deadlineMs, ring: stop };
        if (deadlineMs < Number.POSITIVE_INFINITY) add(alarm);
        signal?.addEventListener('abort', stop);
        promise.then(resolve, reject).finally(release);
      });
    },

    close() {
      closed = true;
      for (const end of [...pauses]) end();
    },
  };
}
