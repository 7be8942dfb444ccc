/**
 * One timer for many moments.
 *
 * 1. The timer runs only while a moment is awaited, so whoever waits for nothing keeps no process alive.
 * 2. It is set to the earliest moment ever awaited; it may fire for one that was taken back, and is then set anew. Moments
 *    that are taken back, nearly all, therefore cost two changes of a list and no timer.
 * 3. Nothing holds a moment that was taken back. A `Set` would: each table that a set outgrows refers to the one that takes its
 *    place, and as soon as one of them has grown old, collections of young garbage spare all later ones with the requests in them.
 */
import type { Clock } from './clock.ts';

/** A moment and what is to be done then. */
export interface Moment {
  /** When, on the clock's `elapsedMs`. */
  readonly atMs: number;
  readonly ring: () => void;
  /** Where in the timer's list it is; only the timer looks at it. */
  place?: number | undefined;
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
  const pending: Moment[] = [];
  let timer: { readonly atMs: number; readonly cancel: () => void } | undefined;

  function setTimer(atMs: number): void {
    timer = { atMs, cancel: clock.startTimer(Math.max(0, Math.ceil(atMs - clock.elapsedMs())), ringDue) };
  }

  /** The last of the list takes the place of the one that leaves. */
  function takeOff(moment: Moment): void {
    const { place } = moment;
    if (place === undefined) return;
    moment.place = undefined;
    const last = pending.pop();
    if (last === undefined || last === moment) return;
    pending[place] = last;
    last.place = place;
  }

  function ringDue(): void {
    timer = undefined;
    const nowMs = clock.elapsedMs();
    const due = pending.filter(({ atMs }) => atMs <= nowMs).sort((left, right) => left.atMs - right.atMs);
    for (const moment of due) takeOff(moment);
    const nextMs = pending.reduce((earliestMs, { atMs }) => Math.min(earliestMs, atMs), Number.POSITIVE_INFINITY);
    if (nextMs < Number.POSITIVE_INFINITY) setTimer(nextMs);
    for (const moment of due) moment.ring();
  }

  return {
    add(moment) {
      moment.place = pending.push(moment) - 1;
      if (timer !== undefined && timer.atMs <= moment.atMs) return;
      timer?.cancel();
      setTimer(moment.atMs);
    },
    remove(moment) {
      takeOff(moment);
      if (pending.length > 0) return;
      timer?.cancel();
      timer = undefined;
    },
  };
}
