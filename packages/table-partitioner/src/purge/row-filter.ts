import { DELETED, MOVING } from '../rows/reserved-properties.ts';
import { quote } from '../service/odata-literal.ts';
import type { FinishMove } from './finish-move.ts';
import { BEFORE_MOVE, dueTerm, type RowProperty, TIMESTAMP } from './row-property.ts';

/**
 * What moves between generations have to do with the rows of a table.
 *
 * - `none`: there were none; rows are all as the application wrote them.
 * - `open`: rows may still be moved here. Tombstones keep late copies from coming back, and stay.
 * - `closed`: no more rows are moved here. Tombstones go when they are older than the cutoff.
 */
export type MovesOfRows = 'none' | 'open' | 'closed';

/** Which rows a purge is about, in every partition of a generation. */
export interface RowSelection {
  /** Rows due before this instant. */
  readonly cutoff: Date;
  /** What says when a row is due. */
  readonly property: RowProperty;
  /** An OData condition they meet too. */
  readonly filter: string | undefined;
  readonly moves: MovesOfRows;
  /** Finishes the move of a row that is on its way; where it is missing, such rows are as all others. */
  readonly finishMove: FinishMove | undefined;
}

/** Which rows of a partition. */
export interface RowRange extends RowSelection {
  readonly partitionKey: string;
  /** Only rows from this key on. */
  readonly fromRowKey?: string | undefined;
  /** Only rows up to and with this key. */
  readonly toRowKey?: string | undefined;
}

/** The OData filter for rows of one partition that are due before the cutoff. */
export function rowFilter(range: RowRange): string {
  const { partitionKey, fromRowKey, toRowKey } = range;
  const terms = [`PartitionKey eq ${quote(partitionKey)}`];
  if (fromRowKey !== undefined) terms.push(`RowKey ge ${quote(fromRowKey)}`);
  if (toRowKey !== undefined) terms.push(`RowKey le ${quote(toRowKey)}`);
  const selection = selectionTerm(range);
  terms.push(range.finishMove === undefined ? selection : `(${selection} or ${MOVING} ge 1)`);
  return terms.join(' and ');
}

function selectionTerm({ cutoff, property, filter, moves }: RowSelection): string {
  // A move gives a row a new Timestamp; what it was before is kept beside.
  const isMoved = moves !== 'none' && property.name === TIMESTAMP.name;
  const due = isMoved ? `(${dueTerm(property, cutoff)} or ${dueTerm(BEFORE_MOVE, cutoff)})` : dueTerm(property, cutoff);
  const rows = filter === undefined ? due : `${due} and (${filter})`;
  if (moves !== 'closed' || (rows === due && isMoved)) return rows;
  return `(${rows} or ${DELETED} eq true and ${dueTerm(TIMESTAMP, cutoff)})`;
}
