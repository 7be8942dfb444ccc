import { findSettled, isOutdated, MAX_ROUNDS, moveOf } from './find-settled.ts';
import { moveRow } from './move-row.ts';
import { overwriteCopy, type UpdateMode, type WrittenRow } from './overwrite.ts';
import { rowChanged, rowContended, rowNotFound } from './row-errors.ts';
import type { RowCopy, RowSites } from './row-site.ts';

/** What an update writes, and on what condition. */
export interface RowUpdate {
  readonly properties: object;
  readonly mode: UpdateMode;
  /** The ETag the row must have; without one its latest is taken. */
  readonly etag: string | undefined;
  /** Whether a row of an older generation is moved first, or updated where it is. */
  readonly moveFirst: boolean;
}

/**
 * Updates a row where it lives.
 *
 * @throws {TablePartitionerError} `row-not-found`, or `row-changed` when it does not have the ETag asked for.
 */
export async function updateRow(sites: RowSites, update: RowUpdate): Promise<WrittenRow> {
  const { properties, mode, etag, moveFirst } = update;
  if (etag !== undefined && sites.isFirst) {
    // Nothing of a move has to be kept, and a fence would have changed the ETag: there is nothing to read first.
    const { active, signal } = sites;
    const outcome = await active.rows.change(active.key, properties, { mode, etag }, signal);
    if (outcome.kind === 'done') return { generation: active.generation, etag: outcome.etag };
  }
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const copy = await findSettled(sites);
    if (copy === undefined || copy.row.deleted) throw rowNotFound(sites.active);
    if (etag !== undefined && copy.row.etag !== etag) throw rowChanged(copy.site);
    if (moveFirst && isOutdated(copy, sites)) {
      if (etag === undefined) await moveRow(moveOf(sites, copy.site));
      else return updateMoved(sites, copy, { ...update, etag });
      continue;
    }
    const written = await overwriteCopy(copy, properties, mode, sites.signal);
    if (written !== undefined) return written;
    if (etag !== undefined) throw rowChanged(copy.site);
  }
  throw rowContended(sites.active);
}

/** The condition goes with the row: it is moved only if it has the ETag asked for, and updated only as this call moved it. */
async function updateMoved(
  sites: RowSites,
  copy: RowCopy,
  { properties, mode, etag }: RowUpdate & { readonly etag: string },
): Promise<WrittenRow> {
  const moved = await moveRow({ ...moveOf(sites, copy.site), etag });
  if (moved.kind !== 'moved' || moved.etag === undefined) throw rowChanged(copy.site);
  const row = { ...copy.row, etag: moved.etag, idleSince: copy.row.timestamp };
  const written = await overwriteCopy({ site: sites.active, row }, properties, mode, sites.signal);
  if (written === undefined) throw rowChanged(sites.active);
  return written;
}
