import { moveOf, siteOf } from './find-settled.ts';
import { moveRow } from './move-row.ts';
import type { RowSites } from './row-site.ts';

/**
 * Moves what one generation holds of a row into the active one. Newer copies in generations between go first: the one that is
 * moved last would otherwise be taken for the newest.
 *
 * @returns Whether the copy of this generation was inserted.
 */
export async function moveFrom(sites: RowSites, generation: number): Promise<boolean> {
  for (const site of sites.newestFirst) {
    const isBetween = site.generation > generation && site.generation < sites.active.generation;
    if (isBetween) await moveRow(moveOf(sites, site));
  }
  return (await moveRow(moveOf(sites, siteOf(sites, generation)))).kind === 'moved';
}
