import { findSettled, MAX_ROUNDS } from './find-settled.ts';
import { overwriteTombstone, type WrittenRow } from './overwrite.ts';
import { rowContended, rowExists } from './row-errors.ts';
import type { RowSites } from './row-site.ts';

/**
 * Creates a row in the active generation, over its tombstone if it was deleted.
 *
 * Newer, announced generations are looked at first: a process for which one is already active may have the row, or its
 * tombstone, there.
 *
 * @throws {TablePartitionerError} `row-exists`.
 */
export async function createRow(sites: RowSites, properties: object, checkOlder: boolean): Promise<WrittenRow> {
  const { active } = sites;
  const looked = sites.newestFirst.filter(({ generation }) => checkOlder || generation > active.generation);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    // After a conflict the active generation has the row, or had it: it tells what is to be done.
    const places = round === 0 ? looked : [...new Set([...looked, active])].sort((a, b) => b.generation - a.generation);
    const copy = places.length === 0 ? undefined : await findSettled({ ...sites, newestFirst: places });
    if (copy !== undefined && !copy.row.deleted) throw rowExists(copy.site);
    if (copy !== undefined && copy.site.generation >= active.generation) {
      const written = await overwriteTombstone(copy, properties, sites.signal);
      if (written !== undefined) return written;
      continue;
    }
    const inserted = await active.rows.insert(active.key, properties, sites.signal);
    if (inserted.kind === 'done') return { generation: active.generation, etag: inserted.etag };
  }
  throw rowContended(active);
}
