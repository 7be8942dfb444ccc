import { serverTime } from '../effects/server-time.ts';
import type { TableLike } from '../service/table-like.ts';
import { assertPast, CLOCK_SKEW_MARGIN_MS } from './assert-past.ts';
import type { ResolvedPurgeOptions } from './resolve-purge-options.ts';

/**
 * The one cutoff of a purge: that of its checkpoint, the one given, or so long before the service's present.
 *
 * The tables are asked for their time when it is needed, and whenever there are several: so none of them is found missing
 * after rows of another are gone. A single table tells its time with every page it lists.
 *
 * @throws {TablePartitionerError} `table-not-found`, `access-denied`, `service-busy`, `cutoff-in-future`; see `serverTime`.
 */
export async function resolveCutoff(
  { age, checkpoint, signal }: Pick<ResolvedPurgeOptions, 'age' | 'checkpoint' | 'signal'>,
  tables: readonly TableLike[],
): Promise<Date> {
  const given =
    checkpoint === undefined ? ('olderThan' in age ? age.olderThan : undefined) : new Date(checkpoint.cutoff);
  if (given !== undefined && tables.length < 2) return given;

  const times = await Promise.all(
    tables.map(async (table) => {
      const time = await serverTime(table, signal === undefined ? {} : { signal });
      if (given !== undefined) assertPast({ cutoff: given, table: table.tableName }, time);
      return time.getTime();
    }),
  );
  const idleForMs = 'idleForMs' in age ? age.idleForMs : 0;
  return given ?? new Date(Math.min(...times) - idleForMs - CLOCK_SKEW_MARGIN_MS);
}
