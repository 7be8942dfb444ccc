import { destinationsOf, type RowCopy, type RowSite, type RowSites } from './row-site.ts';

/**
 * Finds the newest copy of a row, be it live, moving or a tombstone.
 *
 * A miss is looked at twice where rows may move: between reading the newer generation and the older one the row may have gone
 * from the older to the newer. A row only moves towards the newest, so that looking once more where it can have gone suffices.
 */
export async function findCopy(sites: RowSites): Promise<RowCopy | undefined> {
  const found = await findFirst(sites.newestFirst, sites);
  if (found !== undefined || !mayHaveMoved(sites)) return found;
  return findFirst(destinationsOf(sites), sites);
}

/** All copies of a row, newest first; seen twice as `findCopy` does. */
export async function findCopies(sites: RowSites): Promise<readonly RowCopy[]> {
  const copies = await readAll(sites.newestFirst, sites);
  if (copies.length > 0 || !mayHaveMoved(sites)) return copies;
  return readAll(destinationsOf(sites), sites);
}

function mayHaveMoved(sites: RowSites): boolean {
  return sites.moves && sites.newestFirst.length > 1;
}

async function findFirst(newestFirst: readonly RowSite[], sites: RowSites): Promise<RowCopy | undefined> {
  if (sites.lookup === 'parallel') return (await readAll(newestFirst, sites))[0];
  for (const site of newestFirst) {
    const row = await site.rows.read(site.key, sites.signal);
    if (row !== undefined) return { site, row };
  }
  return undefined;
}

async function readAll(newestFirst: readonly RowSite[], { signal }: RowSites): Promise<readonly RowCopy[]> {
  const rows = await Promise.all(newestFirst.map((site) => site.rows.read(site.key, signal)));
  return newestFirst.flatMap((site, index) => {
    const row = rows[index];
    return row === undefined ? [] : [{ site, row }];
  });
}
