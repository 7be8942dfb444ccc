import type { ApiRequest } from './api-request.ts';

/** A read that got no answer is sent this many times more. */
const repetitions = 2;

/** The longest pause before the first repetition; before the second it is twice as long. */
const firstPauseMs = 100;

/**
 * Decides whether a request that got no answer is sent again, and after what pause.
 *
 * Only a `GET` is. Everything else may have been applied, and is not the same a second time: a start or restart would
 * start two instances, an event or signal would arrive twice; a purge would tell of nothing removed, and a termination,
 * suspension, resumption, rewind or purge could meet an instance that someone has started or steered anew in between.
 *
 * @param failures  How often it got no answer, from 1.
 * @param random    From 0 up to 1: shortens the pause by up to half, so that many clients do not come back at once.
 * @returns Milliseconds to pause before sending it again, or `undefined` to give up.
 */
export function pauseBeforeRepeating(
  { method }: Pick<ApiRequest, 'method'>,
  failures: number,
  random: number,
): number | undefined {
  if (method !== 'GET' || failures > repetitions) return undefined;
  return firstPauseMs * 2 ** (failures - 1) * (1 - random / 2);
}
