import { refuseUnknownOptions } from './refuse-unknown-options.ts';

/**
 * How long a write takes to reach the other regions, by the account's clock: no time, always the same, or a random time
 * between two bounds. Writes reach a region in the order in which they were sent.
 */
export type Replication =
  | 'immediate'
  | { readonly delayMs: number }
  | { readonly minDelayMs: number; readonly maxDelayMs: number };

/** The bounds of the delay, in milliseconds. */
export interface ReplicationDelay {
  readonly minMs: number;
  readonly maxMs: number;
}

const optionNames = new Set(['delayMs', 'minDelayMs', 'maxDelayMs']);

/**
 * Checks the option `replication`.
 *
 * @throws {TypeError} for anything but the three forms.
 */
export function resolveReplication(replication: Replication): ReplicationDelay {
  if (replication === 'immediate') return { minMs: 0, maxMs: 0 };
  if (typeof replication !== 'object' || replication === null) {
    throw new TypeError("replication must be 'immediate', { delayMs } or { minDelayMs, maxDelayMs }.");
  }
  refuseUnknownOptions('replication', replication, optionNames);
  const { delayMs, minDelayMs, maxDelayMs } = replication as Readonly<Record<string, number | undefined>>;
  const isFixed = delayMs !== undefined && minDelayMs === undefined && maxDelayMs === undefined;
  const minMs = isFixed ? delayMs : minDelayMs;
  const maxMs = isFixed ? delayMs : maxDelayMs;
  if (!isDelay(minMs) || !isDelay(maxMs) || maxMs < minMs || (!isFixed && delayMs !== undefined)) {
    throw new TypeError(
      'replication takes either delayMs, or minDelayMs and a maxDelayMs not below it: milliseconds from 0 on.',
    );
  }
  return { minMs, maxMs };
}

function isDelay(value: number | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
