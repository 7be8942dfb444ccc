import type { Clock } from '../effects/clock.ts';
import type { PurgeAge } from './purge-options.ts';

/** An instant, or how long before the service's present. */
export type PurgeAgeOrCutoff = { readonly olderThan: Date } | { readonly idleForMs: number };

/** https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key: requests whose clock is further off are refused. */
const MAX_CLOCK_SKEW_MS = 15 * 60_000;

/**
 * Checks which rows a purge is to delete.
 *
 * A cutoff far ahead of this machine's clock is refused without asking the service; one a little ahead is checked against the
 * service's clock before anything is deleted.
 *
 * @throws {TypeError} when there is no cutoff, or two, or none that can be meant.
 */
export function resolvePurgeAge({ olderThan, idleForMs }: PurgeAge, clock: Clock): PurgeAgeOrCutoff {
  if ((olderThan === undefined) === (idleForMs === undefined)) {
    throw new TypeError('purge needs either olderThan, a Date, or idleForMs, a number of milliseconds.');
  }
  if (idleForMs !== undefined) {
    if (!Number.isFinite(idleForMs) || idleForMs < 0) {
      throw new TypeError(`The option idleForMs is a number of milliseconds from 0 on, not ${String(idleForMs)}.`);
    }
    return { idleForMs };
  }
  if (!(olderThan instanceof Date) || Number.isNaN(olderThan.getTime())) {
    throw new TypeError('The option olderThan is a valid Date.');
  }
  if (olderThan.getTime() > clock.now() + MAX_CLOCK_SKEW_MS) {
    throw new TypeError(`The option olderThan, ${olderThan.toISOString()}, is in the future: every row would go.`);
  }
  return { olderThan: new Date(olderThan) };
}
