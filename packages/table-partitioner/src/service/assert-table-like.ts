import { assertPipelineTable, type PipelineTable } from './assert-pipeline-table.ts';
import type { TableLike } from './table-like.ts';

/**
 * Refuses what is no table client, or none that batches can be sent through.
 *
 * @throws {TypeError} saying what is missing.
 */
export function assertTableLike(table: TableLike, tableName: string): asserts table is PipelineTable {
  if (typeof table?.listEntities !== 'function') {
    throw new TypeError(`The client of table "${tableName}" has no listEntities; pass a TableClient.`);
  }
  if (table.tableName !== tableName) {
    throw new TypeError(`Asked for table "${tableName}" the option table answered a client of "${table.tableName}".`);
  }
  if (typeof table.url !== 'string' || !URL.canParse(table.url) || !/^https?:/i.test(table.url)) {
    throw new TypeError(`The client of table "${tableName}" has no http or https URL of its account.`);
  }
  assertPipelineTable(table);
}
