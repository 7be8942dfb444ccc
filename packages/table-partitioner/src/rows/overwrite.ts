import { dateTime, isNotIdleSince } from './move-row.ts';
import { IDLE_SINCE, NOT_IDLE_SINCE } from './reserved-properties.ts';
import type { RowCopy } from './row-site.ts';

/** A row that was written. */
export interface WrittenRow {
  /** Id of the generation it is in. */
  readonly generation: number;
  /** Its ETag; `undefined` when the service did not say it. */
  readonly etag: string | undefined;
}

/** How properties replace those of a row: `Merge` leaves the others as they are, `Replace` removes them. */
export type UpdateMode = 'Merge' | 'Replace';

/**
 * Changes a copy on condition that it is still what it was.
 *
 * A row that was moved is no longer idle since before its move; it keeps the property, which tells deletes that a paused mover
 * may bring it back.
 *
 * @returns `undefined` when it was changed or deleted meanwhile.
 */
export async function overwriteCopy(
  { site, row }: RowCopy,
  properties: object,
  mode: UpdateMode,
  signal: AbortSignal | undefined,
): Promise<WrittenRow | undefined> {
  const isKnown = row.idleSince === undefined || (mode === 'Merge' && isNotIdleSince(row.idleSince));
  const written = isKnown ? properties : { ...properties, [IDLE_SINCE]: dateTime(NOT_IDLE_SINCE) };
  const outcome = await site.rows.change(site.key, written, { mode, etag: row.etag }, signal);
  return outcome.kind === 'done' ? { generation: site.generation, etag: outcome.etag } : undefined;
}

/** Puts a live row where its tombstone is, on condition that it still is. */
export function overwriteTombstone(
  { site, row }: RowCopy,
  properties: object,
  signal: AbortSignal | undefined,
): Promise<WrittenRow | undefined> {
  // As a moved row: where there is a tombstone, a mover may have been.
  return overwriteCopy(
    { site, row: { ...row, idleSince: row.idleSince ?? row.timestamp } },
    properties,
    'Replace',
    signal,
  );
}
