import { DELETED, MOVING } from '../rows/reserved-properties.ts';
import type { RowSelection } from './row-filter.ts';
import { isDue, TIMESTAMP } from './row-property.ts';

/** What is asked of every row listed, beside its keys, and which of the rows are meant. */
export interface RowQuery {
  /** Names of properties to list. */
  readonly properties: readonly string[];
  /** Decides what the service's filter cannot, by the properties of a row. */
  readonly isMeant: (row: Readonly<Record<string, unknown>>) => boolean;
  /** Whether the move of a row is to be finished; it is not meant then. */
  readonly isMoving: (row: Readonly<Record<string, unknown>>) => boolean;
}

/** What has to be looked at in the rows themselves: properties, which may be of any type, and tombstones. */
export function rowQuery({ property: { name, type }, cutoff, moves, finishMove }: RowSelection): RowQuery {
  const isOwn = name !== TIMESTAMP.name;
  return {
    properties: [
      ...(isOwn ? [name] : []),
      ...(moves === 'none' ? [] : [DELETED]),
      ...(finishMove === undefined ? [] : [MOVING]),
    ],
    isMoving: (row) => finishMove !== undefined && row[MOVING] !== undefined && row[MOVING] !== null,
    isMeant(row) {
      if (moves !== 'none' && row[DELETED] === true) return moves === 'closed';
      return !isOwn || isDue(row[name], type, cutoff);
    },
  };
}
