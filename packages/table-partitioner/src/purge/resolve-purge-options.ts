import { type Clock, systemClock } from '../effects/clock.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { RetryPolicy } from '../service/retry-policy.ts';
import type { PurgeCheckpoint } from './purge-checkpoint.ts';
import type { PurgeOptions, PurgeSettings } from './purge-options.ts';
import { type PurgeAgeOrCutoff, resolvePurgeAge } from './resolve-purge-age.ts';
import { isPropertyName, type RowProperty, TIMESTAMP } from './row-property.ts';

/** The options with every default applied, checked. */
export interface ResolvedPurgeOptions {
  readonly age: PurgeAgeOrCutoff;
  readonly property: RowProperty;
  readonly filter: string | undefined;
  readonly generations: readonly number[] | undefined;
  readonly concurrency: number;
  readonly batchSize: number;
  /** `Infinity` for no limit, as the next one. */
  readonly maxRowsPerSecond: number;
  readonly maxRowsPerSecondPerPartition: number;
  readonly dryRun: boolean;
  readonly checkpoint: PurgeCheckpoint | undefined;
  readonly onCheckpoint: PurgeSettings['onCheckpoint'] | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: PurgeSettings['onProgress'] | undefined;
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Operations of one transaction. https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions */
const MAX_BATCH_SIZE = 100;
const DEFAULT_RETRY: RetryPolicy = { maxRetries: 8, baseDelayMs: 100, maxDelayMs: 10_000 };
const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...['olderThan', 'idleForMs', 'property', 'filter', 'generations'],
  ...['concurrency', 'batchSize', 'maxRowsPerSecond', 'maxRowsPerSecondPerPartition', 'dryRun'],
  ...['checkpoint', 'onCheckpoint', 'signal', 'onProgress', 'retry', 'clock', 'random'],
]);

/**
 * Applies the defaults and refuses what cannot be meant.
 *
 * @throws {TypeError} naming the option.
 */
export function resolvePurgeOptions(options: PurgeOptions): ResolvedPurgeOptions {
  refuseUnknownOptions('purge', options, OPTION_NAMES);
  const { concurrency = 8, batchSize = MAX_BATCH_SIZE, dryRun = false, clock = systemClock } = options;
  const { signal, filter, generations, onProgress, onCheckpoint, checkpoint } = options;
  assertInteger('concurrency', concurrency, 1, 1000);
  assertInteger('batchSize', batchSize, 1, MAX_BATCH_SIZE);
  if (typeof dryRun !== 'boolean') throw new TypeError('The option dryRun is true or false.');
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError('The option signal is an AbortSignal.');
  }
  for (const [name, callback] of Object.entries({ onProgress, onCheckpoint })) {
    if (callback !== undefined && typeof callback !== 'function') {
      throw new TypeError(`The option ${name} is a function.`);
    }
  }
  if (filter !== undefined && (typeof filter !== 'string' || filter.trim() === '')) {
    throw new TypeError('The option filter is a condition in OData.');
  }
  if (generations !== undefined && (!Array.isArray(generations) || generations.length === 0)) {
    throw new TypeError('The option generations is a list of ids.');
  }
  return {
    age: resolvePurgeAge(options, clock),
    property: resolveProperty(options.property),
    filter,
    generations,
    concurrency,
    batchSize,
    maxRowsPerSecond: resolveRate('maxRowsPerSecond', options.maxRowsPerSecond),
    maxRowsPerSecondPerPartition: resolveRate('maxRowsPerSecondPerPartition', options.maxRowsPerSecondPerPartition),
    dryRun,
    checkpoint,
    signal,
    onProgress,
    onCheckpoint,
    retry: resolveRetry(options.retry),
    clock,
    random: options.random ?? Math.random,
  };
}

function resolveProperty(property: RowProperty | undefined): RowProperty {
  if (property === undefined) return TIMESTAMP;
  refuseUnknownOptions('The option property of purge', property, new Set(['name', 'type']));
  const { name, type } = property;
  if (!isPropertyName(name))
    throw new TypeError(`The option property.name, ${String(name)}, is no name of a property.`);
  if (type !== 'date' && type !== 'iso-string') {
    throw new TypeError(`The option property.type is 'date' or 'iso-string', not ${String(type)}.`);
  }
  if (name === TIMESTAMP.name && type !== TIMESTAMP.type) throw new TypeError('Timestamp is a date.');
  return { name, type };
}

function resolveRate(name: string, rate: number | undefined): number {
  if (rate === undefined) return Number.POSITIVE_INFINITY;
  if (typeof rate !== 'number' || !(rate > 0)) {
    throw new TypeError(`The option ${name} is a number of rows above 0, not ${String(rate)}.`);
  }
  return rate;
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
