import { type Clock, systemClock } from '../effects/clock.ts';
import type { RepeatSettings } from '../effects/table-rows.ts';
import { warnProcess } from '../effects/warn-once.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { RetryPolicy } from '../service/retry-policy.ts';
import type { TableLike } from '../service/table-like.ts';
import type { Generation } from './generation.ts';

/** What a partitioner is made of. */
export interface PartitionerOptions {
  /** The layouts of the data, ids ascending, exactly one active. */
  readonly generations: readonly Generation[];
  /** Answers the client of a table, such as `(name) => TableClient.fromConnectionString(connection, name)`. Called once per table. */
  readonly table: (tableName: string) => TableLike;
  /**
   * Ask generations one after the other, the newest first, or all at once: one round trip for rows in any of them, but a request
   * to each. (default `'sequential'`)
   */
  readonly lookup?: 'sequential' | 'parallel';
  /**
   * When rows of older generations move into the active one: never, only when `move` or `migrateGeneration` is called, before
   * they are updated, or as soon as they are read.
   *
   * All processes must agree whether rows move at all. `'never'` promises that nobody moves any: misses cost no second look then,
   * and deletes leave no tombstones. Any other value is safe beside any other but that; give every process `'onDemand'` before the
   * first of them moves rows. (default `'never'`)
   */
  readonly migrate?: 'never' | 'onDemand' | 'onWrite' | 'onRead';
  /** Repeats of requests that the service throttled and the client gave up on. (default: 5 repeats, 100 ms doubling up to 5 s, half of it random) */
  readonly retry?: Partial<RetryPolicy>;
  /** Where time comes from. (default: the machine) */
  readonly clock?: Clock;
  /** A number in [0, 1) for the jitter of waits. (default `Math.random`) */
  readonly random?: () => number;
  /** Is told what will work badly, in one sentence and once each. (default: `process.emitWarning`) */
  readonly onWarning?: (warning: string) => void;
}

/** The options with every default applied, checked; the generations are checked with the layout. */
export interface ResolvedPartitionerOptions extends Required<Omit<PartitionerOptions, 'retry'>>, RepeatSettings {}

const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...['generations', 'table', 'lookup', 'migrate', 'retry', 'clock', 'random', 'onWarning'],
]);
const DEFAULT_RETRY: RetryPolicy = { maxRetries: 5, baseDelayMs: 100, maxDelayMs: 5_000 };

/**
 * Applies the defaults and refuses what cannot be meant.
 *
 * @throws {TypeError} naming the option.
 */
export function resolvePartitionerOptions(options: PartitionerOptions): ResolvedPartitionerOptions {
  refuseUnknownOptions('createPartitioner', options, OPTION_NAMES);
  const { generations, table, lookup = 'sequential', migrate = 'never', clock = systemClock } = options;
  if (typeof table !== 'function') {
    throw new TypeError('The option table is a function that answers the client of a table.');
  }
  assertOneOf('lookup', lookup, ['sequential', 'parallel']);
  assertOneOf('migrate', migrate, ['never', 'onDemand', 'onWrite', 'onRead']);
  return {
    generations,
    table,
    lookup,
    migrate,
    clock,
    random: options.random ?? Math.random,
    retry: resolveRetry('createPartitioner', options.retry),
    onWarning: options.onWarning ?? warnProcess,
  };
}

/**
 * Refuses a value that is none of those known.
 *
 * @throws {TypeError} naming the option and the known values.
 */
export function assertOneOf(name: string, value: unknown, known: readonly string[]): void {
  if (!known.includes(value as string)) {
    const values = known.map((one) => `'${one}'`).join(' or ');
    throw new TypeError(`The option ${name} is ${values}, not ${JSON.stringify(value)}.`);
  }
}

/**
 * Applies the defaults to how requests are repeated.
 *
 * @throws {TypeError} naming the option.
 */
export function resolveRetry(functionName: string, given: Partial<RetryPolicy> = {}): RetryPolicy {
  refuseUnknownOptions(`The option retry of ${functionName}`, given, new Set(Object.keys(DEFAULT_RETRY)));
  const retry = { ...DEFAULT_RETRY, ...given };
  for (const [name, value] of Object.entries(retry)) {
    if (!Number.isInteger(value) || value < 0 || value > 3_600_000) {
      throw new TypeError(`The option retry.${name} is an integer from 0 to 3600000, not ${String(value)}.`);
    }
  }
  return retry;
}
