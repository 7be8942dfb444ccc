import { defaults } from '../options/defaults.ts';

/**
 * A delay that doubles with every repeat, up to a cap.
 *
 * @param count  Repeats so far, from 0.
 * @returns Milliseconds.
 */
export function exponentialDelay(firstDelayMs: number, maxDelayMs: number, count: number): number {
  return Math.min(firstDelayMs * 2 ** count, maxDelayMs);
}

/**
 * A delay moved by up to a quarter in either direction, so that clients do not come back all at once.
 *
 * @param random  From 0 to just below 1; `0.5` leaves the delay as it is.
 */
export function withJitter(delayMs: number, random: number): number {
  return delayMs * (1 + defaults.jitter * (2 * random - 1));
}
