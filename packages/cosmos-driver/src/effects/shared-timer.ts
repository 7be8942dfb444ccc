/**
 * One timer for many moments.
 *
 * 1. The timer runs only while a moment is awaited, so whoever waits for nothing keeps no process alive.
 * 2. It is set to the earliest moment ever awaited; it may fire for one that was taken back, and is then set anew. Moments
 *    that are taken back, nearly all, therefore cost two changes of a set and no timer.
 */
import type { Clock } from './clock.ts';

/** A moment and what is to be done then. */
export interface Moment {
  /** When, on the clock's `elapsedMs`. */
  readonly atMs: number;
  readonly ring: () => void;
}

/** A timer that many share. */
export interface SharedTimer {
  /** Calls `ring` when the moment has come, unless it is taken back before. */
  add(moment: Moment): void;
  /** Takes a moment back; one that has come, or never was added, may be taken back as well. */
  remove(moment: Moment): void;
}

/** Makes a timer on which nothing waits. */
export function createSharedTimer(clock: Clock): SharedTimer {
  const pending = new Set<Moment>();
  let timer: { readonly atMs: number; readonly cancel: () => void } | undefined;

  function setTimer(atMs: number): void {
    timer = { atMs, cancel: clock.startTimer(Math.max(0, Math.ceil(atMs - clock.elapsedMs())), ringDue) };
  }

  function ringDue(): void {
    timer = undefined;
    const nowMs = clock.elapsedMs();
    let nextMs = Number.POSITIVE_INFINITY;
    const due: Moment[] = [];
    for (const moment of pending) {
      if (moment.atMs <= nowMs) due.push(moment);
      else nextMs = Math.min(nextMs, moment.atMs);
    }
    for (const moment of due) pending.delete(moment);
    if (nextMs < Number.POSITIVE_INFINITY) setTimer(nextMs);
    for (const moment of due) moment.ring();
  }

  return {
    add(moment) {
      pending.add(moment);
      if (timer !== undefined && timer.atMs <= moment.atMs) return;
      timer?.cancel();
      setTimer(moment.atMs);
    },
    remove(moment) {
      pending.delete(moment);
      if (pending.size > 0) return;
      timer?.cancel();
      timer = undefined;
    },
  };
}
