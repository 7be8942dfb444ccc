import { type Clock, systemClock } from '../effects/clock.ts';
import type { RepeatSettings } from '../effects/table-rows.ts';
import { assertMovable } from '../partitioner/assert-movable.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import { resolveRetry } from '../partitioner/partitioner-options.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { RetryPolicy } from '../service/retry-policy.ts';
import type { MigrationCheckpoint, MigrationProgress } from './migration-report.ts';

/** What to migrate and how. */
export interface MigrationOptions {
  /** Id of the readonly generation whose rows are moved. */
  readonly from: number;
  /** Id of the active generation. (default: the active one; a check that it is the one meant) */
  readonly to?: number;
  /** Rows moved at the same time. (default `8`) */
  readonly concurrency?: number;
  /** Ends the migration early: rows on their way are finished, no further one is begun, the report says `done: false`. */
  readonly signal?: AbortSignal | undefined;
  /** Takes up a migration that ended early: partitions that are done are not listed again. */
  readonly checkpoint?: MigrationCheckpoint | undefined;
  /** Called after every page of rows and every partition. What it throws ends the migration. */
  readonly onProgress?: (progress: MigrationProgress) => void;
  /** Repeats of listings that the service throttled and the client gave up on. (default: 5 repeats, 100 ms doubling up to 5 s, half of it random) */
  readonly retry?: Partial<RetryPolicy>;
  /** Where time comes from. (default: the machine) */
  readonly clock?: Clock;
  /** A number in [0, 1) for the jitter of waits. (default `Math.random`) */
  readonly random?: () => number;
}

/** The options with every default applied, checked. */
export interface ResolvedMigrationOptions extends RepeatSettings {
  readonly from: number;
  readonly to: number;
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
  readonly donePartitions: readonly string[];
  readonly onProgress: ((progress: MigrationProgress) => void) | undefined;
}

const OPTION_NAMES: ReadonlySet<string> = new Set([
  ...['from', 'to', 'concurrency', 'signal', 'checkpoint', 'onProgress', 'retry', 'clock', 'random'],
]);

/**
 * Applies the defaults and refuses what cannot be meant.
 *
 * @throws {TypeError} naming the option.
 */
export function resolveMigrationOptions(partitioner: Partitioner, options: MigrationOptions): ResolvedMigrationOptions {
  refuseUnknownOptions('migrateGeneration', options, OPTION_NAMES);
  const active = partitioner.generations.find(({ state }) => state === 'active');
  const { from, to = active?.id ?? 0, concurrency = 8, signal, checkpoint, onProgress } = options;
  assertMovable(partitioner, from);
  if (to !== active?.id) throw new TypeError(`Rows are moved into the active generation, ${active?.id}, not ${to}.`);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1000) {
    throw new TypeError(`The option concurrency is an integer from 1 to 1000, not ${String(concurrency)}.`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError('The option signal is an AbortSignal.');
  }
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw new TypeError('The option onProgress is a function.');
  }
  return {
    from,
    to,
    concurrency,
    signal,
    donePartitions: readCheckpoint(checkpoint, { from, to }, partitioner.partitions(from)),
    onProgress,
    retry: resolveRetry('migrateGeneration', options.retry),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function readCheckpoint(
  checkpoint: MigrationCheckpoint | undefined,
  { from, to }: { readonly from: number; readonly to: number },
  partitions: readonly string[],
): readonly string[] {
  if (checkpoint === undefined) return [];
  if (checkpoint?.from !== from || checkpoint.to !== to || !Array.isArray(checkpoint.donePartitions)) {
    throw new TypeError(`The checkpoint is not of a migration from generation ${from} to ${to}.`);
  }
  const known = new Set(partitions);
  const strange = checkpoint.donePartitions.find((partition: unknown) => !known.has(partition as string));
  if (strange !== undefined) {
    throw new TypeError(
      `The checkpoint names the partition ${JSON.stringify(strange)}, which generation ${from} lacks.`,
    );
  }
  return checkpoint.donePartitions;
}
