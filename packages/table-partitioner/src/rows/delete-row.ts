import { findCopies } from './find-copy.ts';
import { MAX_ROUNDS, moveOf, siteOf } from './find-settled.ts';
import { moveRow } from './move-row.ts';
import { DELETED } from './reserved-properties.ts';
import { rowChanged, rowContended } from './row-errors.ts';
import type { RowCopy, RowSite, RowSites } from './row-site.ts';

/**
 * Deletes a row in every generation that is read.
 *
 * Where rows may move, a mover that was paused before it inserted would bring the row back. So the row is first replaced by a
 * tombstone in the newest generation it can be inserted into; the late insert then finds the place taken.
 *
 * @param etag  The ETag the newest copy must have.
 * @returns Whether there was a row.
 * @throws {TablePartitionerError} `row-changed` when it does not have the ETag asked for.
 */
export async function deleteRow(sites: RowSites, etag: string | undefined): Promise<boolean> {
  if (etag !== undefined && sites.isFirst) {
    const { active, signal } = sites;
    if ((await active.rows.remove(active.key, etag, signal)).kind === 'done') return true;
  }
  let expected = etag;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const copies = await findCopies(sites);
    const [newest] = copies;
    if (newest === undefined || (newest.row.deleted && copies.length === 1)) return false;
    if (expected !== undefined && !newest.row.deleted && newest.row.etag !== expected) throw rowChanged(newest.site);

    if (!needsTombstone(copies, sites)) {
      if (await removeCopies(copies, sites)) return true;
      continue;
    }
    const target = tombstoneSite(copies, sites);
    if (expected !== undefined && !newest.row.deleted && newest.site !== target) {
      // A tombstone there cannot be put on the condition that the row here has not changed; the row is moved there on it.
      const moved = await moveRow({ ...moveOf(sites, newest.site), to: target, etag: expected });
      if (moved.kind !== 'moved' || moved.etag === undefined) throw rowChanged(newest.site);
      expected = moved.etag;
      continue;
    }
    if (await buryCopies(copies, target, sites.signal)) return !newest.row.deleted;
  }
  throw rowContended(sites.active);
}

/** A fence and the carried instant of a moved row are traces of a mover, also where this process was told of none. */
function needsTombstone(copies: readonly RowCopy[], { moves, newestFirst }: RowSites): boolean {
  if (copies.some(({ row }) => row.movingTo !== undefined)) return true;
  if (newestFirst.length === 1) return false;
  return moves || copies.some(({ row }) => row.idleSince !== undefined || row.deleted);
}

/** The oldest first, so that no reader meets an older copy in place of a newer one. Whether none had changed meanwhile. */
async function removeCopies(copies: readonly RowCopy[], { signal }: RowSites): Promise<boolean> {
  for (const { site, row } of [...copies].reverse()) {
    const removed = await site.rows.remove(site.key, row.etag, signal);
    if (removed.kind !== 'done') return false;
  }
  return true;
}

/** Whether the tombstone is in place and all other copies are gone. */
async function buryCopies(
  copies: readonly RowCopy[],
  target: RowSite,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const there = copies.find(({ site }) => site === target);
  if (there === undefined) {
    const inserted = await target.rows.insert(target.key, { [DELETED]: true }, signal);
    if (inserted.kind === 'exists') return false;
  } else if (!there.row.deleted) {
    const condition = { mode: 'Replace', etag: there.row.etag } as const;
    const replaced = await target.rows.change(target.key, { [DELETED]: true }, condition, signal);
    if (replaced.kind !== 'done') return false;
  }
  // Hidden by the tombstone, they go unconditionally: nobody writes to them any more.
  for (const { site } of copies) {
    if (site !== target) await site.rows.remove(site.key, '*', signal);
  }
  return true;
}

/** The newest generation in which the row is, may be created, or is about to be inserted. */
function tombstoneSite(copies: readonly RowCopy[], sites: RowSites): RowSite {
  const ids = [sites.active.generation, ...copies.map(({ site, row }) => Math.max(site.generation, row.movingTo ?? 0))];
  return siteOf(sites, Math.max(...ids));
}
