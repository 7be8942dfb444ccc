import type { Clock } from '../effects/clock.ts';

/** Takes the next free moment for so many rows, and answers how long it is until then, in milliseconds. */
export type TakeTurn = (rows: number) => number;

/**
 * Keeps work to so many rows per second: rows take the moment that those before them leave free. Time in which nothing went is
 * not saved up, so there are no bursts.
 *
 * @param rowsPerSecond  `Infinity` for no limit.
 */
export function createTurns(rowsPerSecond: number, clock: Pick<Clock, 'now'>): TakeTurn {
  let freeAtMs = 0;
  return (rows) => {
    const nowMs = clock.now();
    const turnMs = Math.max(freeAtMs, nowMs);
    freeAtMs = turnMs + (rows * 1000) / rowsPerSecond;
    return turnMs - nowMs;
  };
}
