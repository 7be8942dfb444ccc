import { type Clock, systemClock } from '../effects/clock.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { PurgeProgress } from './purge-progress.ts';
import type { RetryPolicy } from './retry-policy.ts';

/** Which rows a purge deletes: by an instant, or by how long they have been idle. Exactly one of the two. */
export type PurgeAge =
  | {
      /**
       * Rows last changed before this instant go. It is compared to the service's `Timestamp`, so take it from the service's
       * clock (`serverTime`). More than 15 minutes ahead of this machine's clock it is refused as a mistake.
       */
      readonly olderThan: Date;
      readonly idleForMs?: undefined;
    }
  | {
      /**
       * Rows not changed for at least this many milliseconds go, by the service's own clock, which is asked once. Five
       * seconds are added for servers whose clocks differ.
       */
      readonly idleForMs: number;
      readonly olderThan?: undefined;
    };

/** How a purge goes about it. */
export interface PurgeSettings {
  /** Partitions worked on at the same time. (default `8`: the gain flattens there) */
  readonly concurrency?: number;
  /** Rows per transaction, 1 to 100. (default `100`, the service's limit) */
  readonly batchSize?: number;
  /** Count the rows, delete none; it costs the same listing. (default `false`) */
  readonly dryRun?: boolean;
  /** Ends the purge early: batches under way are finished, no further one is begun, the report says `done: false`. */
  readonly signal?: AbortSignal;
  /** Called after every page listed and every batch answered. What it throws ends the purge. */
  readonly onProgress?: (progress: PurgeProgress) => void;
  /** Repeats after throttling, lost answers and server errors. (default: 8 repeats, 100 ms doubling up to 10 s, half of it random) */
  readonly retry?: Partial<RetryPolicy>;
  /** Where time comes from. (default: the machine) */
  readonly clock?: Clock;
  /** A number in [0, 1) for the jitter of waits. (default `Math.random`) */
  readonly random?: () => number;
}

/** What to purge and how. */
export type PurgeOptions = PurgeAge & PurgeSettings;

/** The options with every default applied, checked. */
export interface ResolvedPurgeOptions {
  readonly age: { readonly olderThan: Date } | { readonly idleForMs: number };
  readonly concurrency: number;
  readonly batchSize: number;
  readonly dryRun: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: PurgeProgress) => void) | undefined;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
}

/** https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key: requests whose clock is further off are refused. */
const MAX_CLOCK_SKEW_MS = 15 * 60_000;
/** Operations of one transaction. https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions */
const MAX_BATCH_SIZE = 100;
const DEFAULT_RETRY: RetryPolicy = { maxRetries: 8, baseDelayMs: 100, maxDelayMs: 10_000 };
const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...['olderThan', 'idleForMs', 'concurrency', 'batchSize', 'dryRun'],
  ...['signal', 'onProgress', 'retry', 'clock', 'random'],
]);

/**
 * Applies the defaults and refuses what cannot be meant.
 *
 * @throws {TypeError} naming the option.
 */
export function resolvePurgeOptions(options: PurgeOptions): ResolvedPurgeOptions {
  refuseUnknownOptions('purge', options, OPTION_NAMES);
  const {
    concurrency = 8,
    batchSize = MAX_BATCH_SIZE,
    dryRun = false,
    signal,
    onProgress,
    clock = systemClock,
  } = options;
  assertInteger('concurrency', concurrency, 1, 1000);
  assertInteger('batchSize', batchSize, 1, MAX_BATCH_SIZE);
  if (typeof dryRun !== 'boolean') throw new TypeError('The option dryRun is true or false.');
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw new TypeError('The option signal is an AbortSignal.');
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError('The option onProgress is a function.');
  }
  const { random = Math.random } = options;
  return {
    age: resolveAge(options, clock),
    concurrency,
    batchSize,
    dryRun,
    signal,
    onProgress,
    retry: resolveRetry(options.retry),
    clock,
    random,
  };
}

function resolveAge({ olderThan, idleForMs }: PurgeAge, clock: Clock): ResolvedPurgeOptions['age'] {
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

function resolveRetry(given: Partial<RetryPolicy> | undefined): RetryPolicy {
  if (given === undefined) return DEFAULT_RETRY;
  refuseUnknownOptions('The option retry of purge', given, new Set(Object.keys(DEFAULT_RETRY)));
  const retry = { ...DEFAULT_RETRY, ...given };
  for (const [name, value] of Object.entries(retry)) assertInteger(`retry.${name}`, value, 0, 3_600_000);
  return retry;
}

function assertInteger(name: string, value: unknown, least: number, most: number): void {
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    throw new TypeError(`The option ${name} is an integer from ${least} to ${most}, not ${String(value)}.`);
  }
}
