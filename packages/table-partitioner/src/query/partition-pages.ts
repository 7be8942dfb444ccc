import { listPages } from '../effects/list-pages.ts';
import type { RepeatSettings } from '../effects/table-rows.ts';
import type { Generation } from '../partitioner/generation.ts';
import type { FoundRow } from '../partitioner/partitioner.ts';
import { idleSinceOf } from '../rows/move-row.ts';
import { readRow } from '../rows/read-row.ts';
import { DELETED, IDLE_SINCE } from '../rows/reserved-properties.ts';
import { quote } from '../service/odata-literal.ts';
import type { TableLike } from '../service/table-like.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';

/** A generation whose rows are queried. */
export interface QueriedGeneration {
  readonly generation: Generation;
  readonly partitionKeys: readonly string[];
  readonly table: TableLike;
}

/** A row of a query; a tombstone hides copies in older generations and is not given away. */
export interface QueriedRow {
  readonly found: FoundRow;
  readonly deleted: boolean;
}

/** The rows of one partition, page by page, each page when it is asked for. */
export type PartitionPages = AsyncGenerator<readonly QueriedRow[], void, undefined>;

/** What is asked of every partition. */
export interface PartitionQuery {
  readonly filter: string | undefined;
  readonly select: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** Queries one partition of a generation. */
export async function* partitionPages(
  { generation, table }: QueriedGeneration,
  partitionKey: string,
  { filter, select, signal }: PartitionQuery,
  settings: RepeatSettings,
): PartitionPages {
  const terms = `PartitionKey eq ${quote(partitionKey)}`;
  const query = {
    filter: filter === undefined ? terms : `${terms} and (${filter})`,
    select: select === undefined ? undefined : ['PartitionKey', 'RowKey', 'Timestamp', DELETED, IDLE_SINCE, ...select],
    signal,
  };
  for await (const page of listPages(table, query, settings)) {
    yield page.map((entity): QueriedRow => {
      const row = readRow(entity, table.tableName);
      const { rowKey } = entity;
      if (rowKey === undefined) {
        throw new TablePartitionerError('unreadable-answer', `A row of table "${table.tableName}" came without key.`, {
          table: table.tableName,
          partitionKey,
        });
      }
      const found: FoundRow = {
        generation: generation.id,
        table: generation.table,
        partitionKey,
        rowKey,
        etag: row.etag,
        lastWrittenAt: new Date(idleSinceOf(row)),
        properties: row.properties,
      };
      return { found, deleted: row.deleted };
    });
  }
}
