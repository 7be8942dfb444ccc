import { createTableRows, type TableRows } from '../effects/table-rows.ts';
import { assertTableLike, assertTableMethods } from '../service/assert-table-like.ts';
import type { TableLike } from '../service/table-like.ts';
import type { Generation } from './generation.ts';
import type { ResolvedPartitionerOptions } from './partitioner-options.ts';

/** The clients of the tables of generations. It keeps them: each is asked for once, when its generation is first heard of. */
export interface GenerationTables {
  /**
   * Asks for the client of a generation that was not known before.
   *
   * @returns Whether it was new.
   * @throws {TypeError} when what is answered is no client of its table.
   */
  open(generation: Generation): boolean;
  /** The client of an opened generation. */
  tableOf(id: number): TableLike;
  /**
   * The rows of an opened generation.
   *
   * @throws {TypeError} when the client lacks a method that rows need.
   */
  rowsOf(id: number): TableRows;
}

/** Keeps the clients that the option `table` answers. */
export function createGenerationTables(settings: ResolvedPartitionerOptions): GenerationTables {
  const tables = new Map<number, TableLike>();
  const rows = new Map<number, TableRows>();
  const tableOf = (id: number): TableLike => tables.get(id) as TableLike;
  return {
    open({ id, table: name }) {
      if (tables.has(id)) return false;
      const table = settings.table(name);
      assertTableLike(table, name);
      tables.set(id, table);
      return true;
    },
    tableOf,
    rowsOf(id) {
      const known = rows.get(id);
      if (known !== undefined) return known;
      const table = tableOf(id);
      // Not before: whoever only locates or purges may have a client without them.
      assertTableMethods(table, 'getEntity', 'createEntity', 'updateEntity', 'deleteEntity');
      const opened = createTableRows(table, settings);
      rows.set(id, opened);
      return opened;
    },
  };
}
