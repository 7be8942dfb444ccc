/** Which rows of a partition. */
export interface RowRange {
  readonly partitionKey: string;
  /** Rows whose last change is earlier than this instant. */
  readonly cutoff: Date;
  /** Only rows from this key on. */
  readonly fromRowKey?: string | undefined;
  /** Only rows up to and with this key. */
  readonly toRowKey?: string | undefined;
}

/**
 * The OData filter for rows of one partition that were last changed before the cutoff.
 *
 * The service keeps `Timestamp` to 100 ns and compares; the cutoff is written to the millisecond, as `Date` has it, so no
 * `Timestamp` is ever rounded.
 */
export function rowFilter({ partitionKey, cutoff, fromRowKey, toRowKey }: RowRange): string {
  const terms = [`PartitionKey eq ${quote(partitionKey)}`];
  if (fromRowKey !== undefined) terms.push(`RowKey ge ${quote(fromRowKey)}`);
  if (toRowKey !== undefined) terms.push(`RowKey le ${quote(toRowKey)}`);
  terms.push(`Timestamp lt datetime'${cutoff.toISOString()}'`);
  return terms.join(' and ');
}

/** An OData string literal: quotes inside it are doubled. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
