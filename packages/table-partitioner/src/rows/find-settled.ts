import { findCopy } from './find-copy.ts';
import { moveRow } from './move-row.ts';
import { rowContended, unknownGeneration } from './row-errors.ts';
import type { RowCopy, RowSite, RowSites } from './row-site.ts';

/** Changes of a row by others that one operation bears before it gives up. */
export const MAX_ROUNDS = 100;

/**
 * Finds the newest copy of a row that is not on its way: a move that somebody began is finished first.
 *
 * @returns The live row or its tombstone; `undefined` when it is nowhere.
 */
export async function findSettled(sites: RowSites): Promise<RowCopy | undefined> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const copy = await findCopy(sites);
    if (copy?.row.movingTo === undefined) return copy;
    await moveRow(moveOf(sites, copy.site));
  }
  throw rowContended(sites.active);
}

/** The move of a row into the active generation, or to wherever it is on its way. */
export function moveOf(sites: RowSites, from: RowSite): Parameters<typeof moveRow>[0] {
  return { from, to: sites.active, siteOf: (id) => siteOf(sites, id), signal: sites.signal };
}

/** Whether a copy is to be moved before it is used, where moves are wanted. */
export function isOutdated({ site }: RowCopy, sites: RowSites): boolean {
  return site.generation < sites.active.generation;
}

/**
 * The place of the row in a generation.
 *
 * @throws {TablePartitionerError} `unknown-generation`.
 */
export function siteOf(sites: RowSites, generation: number): RowSite {
  const site = sites.newestFirst.find((candidate) => candidate.generation === generation);
  if (site === undefined) throw unknownGeneration(sites.active.key.rowKey, generation);
  return site;
}
