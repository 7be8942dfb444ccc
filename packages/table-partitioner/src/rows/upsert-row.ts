import { isTablePartitionerError } from '../table-partitioner-error.ts';
import { createRow } from './create-row.ts';
import { MAX_ROUNDS } from './find-settled.ts';
import type { UpdateMode, WrittenRow } from './overwrite.ts';
import { rowContended } from './row-errors.ts';
import type { RowSites } from './row-site.ts';
import { updateRow } from './update-row.ts';

/** Updates a row where it lives, or creates it. Written blindly into the active generation it would be there twice. */
export async function upsertRow(
  sites: RowSites,
  properties: object,
  mode: UpdateMode,
  moveFirst: boolean,
): Promise<WrittenRow> {
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const updated = await unless('row-not-found', updateRow(sites, { properties, mode, etag: undefined, moveFirst }));
    if (updated !== undefined) return updated;
    const created = await unless('row-exists', createRow(sites, properties, false));
    if (created !== undefined) return created;
  }
  throw rowContended(sites.active);
}

async function unless(code: string, work: Promise<WrittenRow>): Promise<WrittenRow | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isTablePartitionerError(error) && error.code === code) return undefined;
    throw error;
  }
}
