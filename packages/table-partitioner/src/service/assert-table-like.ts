import type { TableLike } from './table-like.ts';

/** A table whose client has a pipeline. */
export type PipelineTable = TableLike & Required<Pick<TableLike, 'pipeline'>>;

/**
 * Refuses what is no table client.
 *
 * @throws {TypeError} saying what is missing.
 */
export function assertTableLike(table: TableLike, tableName: string): void {
  if (typeof table?.listEntities !== 'function') {
    throw new TypeError(`The client of table "${tableName}" has no listEntities; pass a TableClient.`);
  }
  if (table.tableName !== tableName) {
    throw new TypeError(`Asked for table "${tableName}" the option table answered a client of "${table.tableName}".`);
  }
  if (typeof table.url !== 'string' || !URL.canParse(table.url) || !/^https?:/i.test(table.url)) {
    throw new TypeError(`The client of table "${tableName}" has no http or https URL of its account.`);
  }
}

/**
 * Refuses a client that batches of conditional deletes cannot be sent through.
 *
 * @throws {TypeError} saying what is missing.
 */
export function assertPipelineTable(table: TableLike): asserts table is PipelineTable {
  if (typeof table.pipeline?.clone !== 'function') {
    throw new TypeError(
      `The client of table "${table.tableName}" has no pipeline to send conditional deletes through; ` +
        'pass a TableClient of @azure/data-tables 13.3 or newer.',
    );
  }
}

/**
 * Refuses a client that lacks a method.
 *
 * @throws {TypeError} naming the method.
 */
export function assertTableMethods<Name extends keyof TableLike>(
  table: TableLike,
  ...names: readonly Name[]
): asserts table is TableLike & Required<Pick<TableLike, Name>> {
  for (const name of names) {
    if (typeof table[name] !== 'function') {
      throw new TypeError(
        `The client of table "${table.tableName}" has no ${name}; pass a TableClient of @azure/data-tables.`,
      );
    }
  }
}
