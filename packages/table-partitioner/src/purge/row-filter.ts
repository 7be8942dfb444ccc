import { dueTerm, type RowProperty } from './row-property.ts';

/** Which rows a purge is about, in every partition. */
export interface RowSelection {
  /** Rows due before this instant. */
  readonly cutoff: Date;
  /** What says when a row is due. */
  readonly property: RowProperty;
  /** An OData condition they meet too. */
  readonly filter: string | undefined;
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
export function rowFilter({ partitionKey, cutoff, property, filter, fromRowKey, toRowKey }: RowRange): string {
  const terms = [`PartitionKey eq ${quote(partitionKey)}`];
  if (fromRowKey !== undefined) terms.push(`RowKey ge ${quote(fromRowKey)}`);
  if (toRowKey !== undefined) terms.push(`RowKey le ${quote(toRowKey)}`);
  terms.push(dueTerm(property, cutoff));
  if (filter !== undefined) terms.push(`(${filter})`);
  return terms.join(' and ');
}

/** An OData string literal: quotes inside it are doubled. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
