import type { TableLike } from './table-like.ts';

/** A table whose client has a pipeline. */
export type PipelineTable = TableLike & Required<Pick<TableLike, 'pipeline'>>;

/**
 * Refuses a client that batches cannot be sent through.
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
