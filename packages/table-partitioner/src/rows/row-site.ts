import type { RowKey, TableRows } from '../effects/table-rows.ts';
import type { GenerationState } from '../partitioner/generation.ts';
import type { StoredRow } from './stored-row.ts';

/** The place a row has in one generation, whether it is there or not. */
export interface RowSite {
  /** Id of the generation. */
  readonly generation: number;
  /** Name of its table. */
  readonly table: string;
  readonly state: GenerationState;
  readonly key: RowKey;
  readonly rows: TableRows;
}

/** A row as it was found in one generation. */
export interface RowCopy {
  readonly site: RowSite;
  readonly row: StoredRow;
}

/** The places of one row in all generations that are read, newest first, and how to work on them. */
export interface RowSites {
  readonly newestFirst: readonly RowSite[];
  /** Where the row would be created. */
  readonly active: RowSite;
  readonly lookup: 'sequential' | 'parallel';
  /** Whether any process may move rows between these generations. */
  readonly moves: boolean;
  /** Whether no row can ever have been moved: there is only the very first generation. */
  readonly isFirst: boolean;
  readonly signal: AbortSignal | undefined;
}

/** Where a moving row may be inserted: the generations that are not closed. */
export function destinationsOf(sites: RowSites): readonly RowSite[] {
  return sites.newestFirst.filter(({ generation }) => generation >= sites.active.generation);
}
