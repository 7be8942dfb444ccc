import type { RowKey, TableRows } from '../effects/table-rows.ts';
import { DELETED, IDLE_SINCE, MOVING, NOT_IDLE_SINCE } from './reserved-properties.ts';
import { rowContended } from './row-errors.ts';
import type { RowSite } from './row-site.ts';
import type { TypedRow } from './stored-row.ts';

/** Which row goes where. */
export interface Move {
  readonly from: RowSite;
  /** Where it goes unless it is already on its way elsewhere. */
  readonly to: RowSite;
  /** The place of the row in a generation, for a move that somebody began to it. */
  readonly siteOf: (generation: number) => RowSite;
  /** The row is moved only if it has this ETag. (default: whatever it has) */
  readonly etag?: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * How a move went. `moved`: this call inserted the row, which has that ETag now. `settled`: it is no longer in the old
 * generation; somebody else moved, replaced or deleted it. `changed`: it does not have the ETag asked for, and stays.
 */
export type MoveOutcome =
  | { readonly kind: 'moved'; readonly etag: string | undefined }
  | { readonly kind: 'settled' | 'changed' };

/** More rounds than writers that each change the row once while it is being moved. */
const MAX_ROUNDS = 100;

/**
 * Moves a row to another generation so that no acknowledged change is lost. Three steps, each safe to repeat by anybody:
 *
 * 1. Fence: the old row is marked as moving, on condition that it has not changed since it was read. From now on writers that
 *    hold its former ETag are refused, and those that read it finish the move before they write.
 * 2. Insert into the new generation. A row that is there already is newer, or a tombstone, and stays.
 * 3. Delete the old row, on condition that it is the fenced one.
 *
 * A crash after any step leaves what the next reader finishes.
 *
 * @throws {TablePartitionerError} `unknown-generation` when the row is on its way to a generation that is not known.
 */
export async function moveRow(move: Move): Promise<MoveOutcome> {
  const { from, signal } = move;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const row = await from.rows.readTyped(from.key, signal);
    if (row === undefined) return { kind: 'settled' };
    if (move.etag !== undefined && round === 0 && row.etag !== move.etag) return { kind: 'changed' };

    const fence =
      row.movingTo === undefined ? await putFence(row, move) : { etag: row.etag, to: move.siteOf(row.movingTo) };
    if (fence === 'conflict') {
      if (move.etag !== undefined) return { kind: 'changed' };
      continue;
    }
    const { rows, key } = fence.to;
    const inserted = await rows.insert(key, movedProperties(row), signal);
    const removed = await removeFenced(from.rows, from.key, fence.etag, signal);
    if (removed) return inserted.kind === 'done' ? { kind: 'moved', etag: inserted.etag } : { kind: 'settled' };
  }
  throw rowContended(from);
}

async function putFence(
  row: TypedRow,
  { from, to, signal }: Move,
): Promise<{ readonly etag: string | undefined; readonly to: RowSite } | 'conflict'> {
  const marks = { [MOVING]: to.generation, [IDLE_SINCE]: dateTime(idleSinceOf(row)) };
  const fenced = await from.rows.change(from.key, marks, { mode: 'Merge', etag: row.etag }, signal);
  return fenced.kind === 'done' ? { etag: fenced.etag, to } : 'conflict';
}

/** Whether the old row is gone. Without an answered ETag it is read for it. */
async function removeFenced(
  rows: TableRows,
  key: RowKey,
  fencedEtag: string | undefined,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const etag = fencedEtag ?? (await rows.read(key, signal))?.etag;
  if (etag === undefined) return true;
  return (await rows.remove(key, etag, signal)).kind !== 'conflict';
}

function movedProperties(row: TypedRow): object {
  return {
    ...row.values,
    [IDLE_SINCE]: dateTime(idleSinceOf(row)),
    ...(row.deleted ? { [DELETED]: true } : {}),
  };
}

/** When a row was last changed by an application: before the moves it has been through, if nothing came after them. */
export function idleSinceOf({ idleSince, timestamp }: Pick<TypedRow, 'idleSince' | 'timestamp'>): string {
  return idleSince === undefined || isNotIdleSince(idleSince) ? timestamp : idleSince;
}

/** Read into a `Date` and back, the instant has lost its last digits. */
export function isNotIdleSince(idleSince: string): boolean {
  return idleSince.slice(0, 4) === NOT_IDLE_SINCE.slice(0, 4);
}

/** An instant as the client writes it, to 100 ns. */
export function dateTime(value: string): { readonly type: 'DateTime'; readonly value: string } {
  return { type: 'DateTime', value };
}
