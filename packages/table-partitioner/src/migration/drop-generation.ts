import { type Clock, systemClock } from '../effects/clock.ts';
import { listPages } from '../effects/list-pages.ts';
import { orTableError } from '../effects/or-table-error.ts';
import { serverTime } from '../effects/server-time.ts';
import type { Generation } from '../partitioner/generation.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import { resolveRetry } from '../partitioner/partitioner-options.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { idleSinceOf } from '../rows/move-row.ts';
import { readRow } from '../rows/read-row.ts';
import { DELETED, IDLE_SINCE } from '../rows/reserved-properties.ts';
import { assertTableMethods } from '../service/assert-table-like.ts';
import type { TableLike } from '../service/table-like.ts';
import { isTablePartitionerError, TablePartitionerError } from '../table-partitioner-error.ts';

/** When a generation may be dropped. */
export interface DropOptions {
  /**
   * How long ago, in milliseconds, the generation must have been retired: at least as long as it takes until every process has
   * loaded its retirement, and clocks to agree.
   */
  readonly minAgeMs: number;
  /**
   * Rows that no application wrote for so many milliseconds are dead, by the service's clock: what `purge` would be given as
   * `idleForMs`. (default: a row lives until it is deleted or moved)
   */
  readonly rowLifetimeMs?: number;
  /** Ends the call when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** Where time to wait between repeats comes from. (default: the machine) */
  readonly clock?: Clock;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['minAgeMs', 'rowLifetimeMs', 'signal', 'clock']);

/**
 * Deletes the table of a retired generation in which no row lives. Before it does, it looks once more.
 *
 * Its name stays taken for a while, and is best never used again: processes that have not heard of the retirement would take
 * rows of the new table for those of the old.
 *
 * @returns `false` when the table was gone already, or on its way.
 * @throws {TablePartitionerError} `generation-in-use` when it is not retired, not closed for long enough, or a row lives in it;
 *   nothing has been deleted then.
 * @throws {TypeError} when an option is missing, unknown or wrong, or the generation does not say when it was closed.
 */
export async function dropGeneration(partitioner: Partitioner, id: number, options: DropOptions): Promise<boolean> {
  if (typeof partitioner?.table !== 'function') {
    throw new TypeError('dropGeneration needs a partitioner, made by createPartitioner.');
  }
  refuseUnknownOptions('dropGeneration', options, OPTION_NAMES);
  const { minAgeMs, rowLifetimeMs, clock = systemClock } = options;
  assertDuration('minAgeMs', minAgeMs);
  if (rowLifetimeMs !== undefined) assertDuration('rowLifetimeMs', rowLifetimeMs);
  const generation = partitioner.generations.find((candidate) => candidate.id === id);
  if (generation === undefined) throw new TypeError(`There is no generation ${String(id)}.`);
  const closedAt = assertRetired(generation);
  const table = partitioner.table(id);
  assertTableMethods(table, 'deleteTable');

  const signal = options.signal ?? new AbortController().signal;
  try {
    const now = (await serverTime(table, { signal })).getTime();
    if (now - closedAt.getTime() < minAgeMs) {
      const from = new Date(closedAt.getTime() + minAgeMs).toISOString();
      throw inUse(generation, `was closed at ${closedAt.toISOString()}, and may be dropped from ${from} on`);
    }
    const writtenAfterMs = rowLifetimeMs === undefined ? undefined : now - rowLifetimeMs;
    if (await hasLivingRow(table, writtenAfterMs, signal, clock)) throw inUse(generation, 'has rows that live');
    await orTableError(table.tableName, table.deleteTable({ abortSignal: signal }));
    return true;
  } catch (error) {
    if (isTablePartitionerError(error) && isGone(error)) return false;
    throw error;
  }
}

/** The last look: a row that is no tombstone, and was written in its lifetime if it has one. A row on its way lives. */
async function hasLivingRow(
  table: TableLike,
  writtenAfterMs: number | undefined,
  signal: AbortSignal,
  clock: Clock,
): Promise<boolean> {
  // A moved row's Timestamp is later than what it stands for: none is missed.
  const filter =
    writtenAfterMs === undefined ? undefined : `Timestamp ge datetime'${new Date(writtenAfterMs).toISOString()}'`;
  const query = { filter, select: ['PartitionKey', 'RowKey', 'Timestamp', DELETED, IDLE_SINCE], signal };
  const settings = { retry: resolveRetry('dropGeneration'), clock, random: Math.random };
  for await (const page of listPages(table, query, settings)) {
    for (const entity of page) {
      const row = readRow(entity, table.tableName);
      const writtenAtMs = Date.parse(idleSinceOf(row));
      // One that does not say when it was written may live.
      if (!row.deleted && !(writtenAfterMs !== undefined && writtenAtMs < writtenAfterMs)) return true;
    }
  }
  return false;
}

function assertRetired(generation: Generation): Date {
  const { id, state, closedAt } = generation;
  if (state !== 'retired') throw inUse(generation, `is ${state}; retire it first`);
  if (closedAt === undefined) {
    throw new TypeError(`Generation ${id} does not say when it was closed; give it closedAt.`);
  }
  return closedAt;
}

function inUse({ id, table }: Generation, why: string): TablePartitionerError {
  return new TablePartitionerError('generation-in-use', `Generation ${id}, table "${table}", ${why}.`, { table });
}

function isGone({ code }: TablePartitionerError): boolean {
  return code === 'table-not-found' || code === 'table-being-deleted';
}

function assertDuration(name: string, value: unknown): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw new TypeError(`The option ${name} is a number of milliseconds from 0 on, not ${String(value)}.`);
  }
}
