import { findSettled, isOutdated, MAX_ROUNDS, moveOf } from './find-settled.ts';
import { moveRow } from './move-row.ts';
import { rowContended } from './row-errors.ts';
import type { RowCopy, RowSites } from './row-site.ts';

/**
 * Reads the newest copy of a row, after moving it to the active generation if that is wanted.
 *
 * @returns `undefined` when there is none, or a tombstone.
 */
export async function getRow(sites: RowSites, moveFirst: boolean): Promise<RowCopy | undefined> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const copy = await findSettled(sites);
    if (copy === undefined || copy.row.deleted) return undefined;
    if (!moveFirst || !isOutdated(copy, sites)) return copy;
    await moveRow(moveOf(sites, copy.site));
  }
  throw rowContended(sites.active);
}
