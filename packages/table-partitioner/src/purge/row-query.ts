import type { RowSelection } from './row-filter.ts';
import { DELETED, isTextDue } from './row-property.ts';

/** What a row shows of itself: its keys, its ETag and the properties asked for. */
export type ListedProperties = Readonly<Record<string, unknown>>;

/** What is asked of every row listed, beside its keys, and which of the rows are meant. */
export interface RowQuery {
  /** Names of properties to list. */
  readonly properties: readonly string[];
  /** Decides what the service's filter cannot. */
  readonly isMeant: (row: ListedProperties) => boolean;
}

/** What has to be looked at in the rows themselves: texts, which the service cannot compare as instants, and tombstones. */
export function rowQuery({ property, cutoff, moves }: RowSelection): RowQuery {
  const isText = property.type === 'iso-string';
  return {
    properties: [...(isText ? [property.name] : []), ...(moves === 'none' ? [] : [DELETED])],
    isMeant(row) {
      if (moves !== 'none' && row[DELETED] === true) return moves === 'closed';
      return !isText || isTextDue(row[property.name], cutoff);
    },
  };
}
