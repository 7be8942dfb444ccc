import { isTextDue, type RowProperty } from './row-property.ts';

/** A property that marks a row as deleted while its generation is being migrated; such rows keep late copies from coming back. */
const TOMBSTONE_PROPERTY = '_deleted';

/** What a row shows of itself: its keys, its ETag and the properties asked for. */
export type ListedProperties = Readonly<Record<string, unknown>>;

/** What is asked of every row listed, beside its keys, and which of the rows are meant. */
export interface RowQuery {
  /** Names of properties to list. */
  readonly properties: readonly string[];
  /** Decides what the service's filter cannot. */
  readonly isMeant: (row: ListedProperties) => boolean;
}

/**
 * What has to be looked at in the rows themselves.
 *
 * @param keepsTombstones  Whether tombstones of a migration stay: as long as it goes on.
 */
export function rowQuery(property: RowProperty, cutoff: Date, keepsTombstones: boolean): RowQuery {
  const { name, type } = property;
  return {
    properties: [...(type === 'iso-string' ? [name] : []), ...(keepsTombstones ? [TOMBSTONE_PROPERTY] : [])],
    isMeant: (row) =>
      (type !== 'iso-string' || isTextDue(row[name], cutoff)) && !(keepsTombstones && row[TOMBSTONE_PROPERTY] === true),
  };
}
