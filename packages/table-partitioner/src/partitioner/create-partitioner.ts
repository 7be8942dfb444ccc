import { createTableRows, type TableRows } from '../effects/table-rows.ts';
import { warnOnce } from '../effects/warn-once.ts';
import { type GuidInput, parseGuid } from '../guid/parse-guid.ts';
import { describeSkew, describeSkewOf } from '../keys/describe-skew.ts';
import { partitionKeyOf } from '../keys/partitioning.ts';
import { queryAll } from '../query/query-all.ts';
import { type QueryOptions, resolveQueryOptions } from '../query/query-options.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { createRow } from '../rows/create-row.ts';
import { deleteRow } from '../rows/delete-row.ts';
import { getRow } from '../rows/get-row.ts';
import { moveFrom } from '../rows/move-from.ts';
import { idleSinceOf } from '../rows/move-row.ts';
import { assertProperties } from '../rows/reserved-properties.ts';
import type { RowSites } from '../rows/row-site.ts';
import { updateRow } from '../rows/update-row.ts';
import { upsertRow } from '../rows/upsert-row.ts';
import { assertPipelineTable, assertTableLike, assertTableMethods } from '../service/assert-table-like.ts';
import type { TableLike } from '../service/table-like.ts';
import { assertMovable } from './assert-movable.ts';
import type { Generation } from './generation.ts';
import { createLayout, generationOf, type Layout, refreshLayout } from './layout.ts';
import type { FoundRow, OperationOptions, Partitioner, RowLocation } from './partitioner.ts';
import { assertOneOf, type PartitionerOptions, resolvePartitionerOptions } from './partitioner-options.ts';

/**
 * Puts together where rows live: the layouts of the data and the clients of their tables. Sends nothing.
 *
 * It owns one thing that changes: the layout, replaced as a whole by `refresh`. An operation takes the layout once, at its
 * beginning.
 *
 * @throws {TypeError} when an option is missing, unknown or cannot work.
 */
export function createPartitioner(options: PartitionerOptions): Partitioner {
  const settings = resolvePartitionerOptions(options);
  const { lookup, migrate } = settings;
  const movesOnWrite = migrate === 'onWrite' || migrate === 'onRead';
  const tables = new Map<number, TableLike>();
  const rowsOf = new Map<number, TableRows>();
  const warnOf = (warning: string | undefined): void => {
    if (warning !== undefined) warnOnce(settings.onWarning, warning);
  };
  const keyIn = (generation: Generation, bytes: Uint8Array): string => {
    warnOf(describeSkewOf(bytes, generation));
    return partitionKeyOf(bytes, generation);
  };
  const adopt = (next: Layout): Layout => {
    for (const { generation } of next.all) {
      if (tables.has(generation.id)) continue;
      const table = settings.table(generation.table);
      assertTableLike(table, generation.table);
      tables.set(generation.id, table);
      warnOf(describeSkew(generation));
    }
    return next;
  };
  let layout = adopt(createLayout(settings.generations));

  const tableOf = (id: number): TableLike => {
    generationOf(layout, id);
    return tables.get(id) as TableLike;
  };
  const rowsIn = (id: number): TableRows => {
    const known = rowsOf.get(id);
    if (known !== undefined) return known;
    const table = tables.get(id) as TableLike;
    assertTableMethods(table, 'getEntity', 'createEntity', 'updateEntity', 'deleteEntity');
    const rows = createTableRows(table, settings);
    rowsOf.set(id, rows);
    return rows;
  };
  const sitesOf = (guid: GuidInput, signal: AbortSignal | undefined): RowSites => {
    const { bytes, rowKey } = readGuid(guid);
    const newestFirst = layout.readable.map(({ generation }) => ({
      generation: generation.id,
      table: generation.table,
      state: generation.state,
      key: { partitionKey: keyIn(generation, bytes), rowKey },
      rows: rowsIn(generation.id),
    }));
    const active = newestFirst.find(({ state }) => state === 'active') as (typeof newestFirst)[number];
    const isFirst = layout.all.every(({ generation }) => generation.id === 1);
    return { newestFirst, active, lookup, moves: migrate !== 'never', isFirst, signal };
  };

  return Object.freeze({
    get generations(): readonly Generation[] {
      return layout.all.map(({ generation }) => generation);
    },
    migrate,
    refresh(generations: readonly Generation[]): void {
      layout = adopt(refreshLayout(layout, generations));
    },
    locate(guid) {
      const { bytes, rowKey } = readGuid(guid);
      const locations = layout.readable.map(({ generation }) => ({
        generation: generation.id,
        table: generation.table,
        partitionKey: keyIn(generation, bytes),
        rowKey,
      }));
      return locations as [RowLocation, ...RowLocation[]];
    },
    async get<T extends object>(guid: GuidInput, options: OperationOptions = {}): Promise<FoundRow<T> | undefined> {
      refuseUnknownOptions('get', options, GET_OPTIONS);
      const found = await getRow(sitesOf(guid, options.signal), migrate === 'onRead');
      if (found === undefined) return undefined;
      const { site, row } = found;
      return {
        generation: site.generation,
        table: site.table,
        ...site.key,
        etag: row.etag,
        lastWrittenAt: new Date(idleSinceOf(row)),
        properties: row.properties as T,
      };
    },
    async create(guid, properties, options = {}) {
      refuseUnknownOptions('create', options, CREATE_OPTIONS);
      assertProperties(properties);
      return createRow(sitesOf(guid, options.signal), properties, options.checkOlder ?? false);
    },
    async update(guid, properties, options = {}) {
      refuseUnknownOptions('update', options, UPDATE_OPTIONS);
      assertProperties(properties);
      const { mode = 'Merge', signal } = options;
      assertOneOf('mode', mode, ['Merge', 'Replace']);
      const etag = readEtag(options.etag);
      return updateRow(sitesOf(guid, signal), { properties, mode, etag, moveFirst: movesOnWrite });
    },
    async upsert(guid, properties, options = {}) {
      refuseUnknownOptions('upsert', options, UPSERT_OPTIONS);
      assertProperties(properties);
      const { mode = 'Merge', signal } = options;
      assertOneOf('mode', mode, ['Merge', 'Replace']);
      return upsertRow(sitesOf(guid, signal), properties, mode, movesOnWrite);
    },
    async delete(guid, options = {}) {
      refuseUnknownOptions('delete', options, DELETE_OPTIONS);
      return deleteRow(sitesOf(guid, options.signal), readEtag(options.etag));
    },
    async move(guid, options) {
      refuseUnknownOptions('move', options, MOVE_OPTIONS);
      assertMovable({ generations: layout.all.map(({ generation }) => generation), migrate }, options.from);
      return moveFrom(sitesOf(guid, options.signal), options.from);
    },
    queryAll<T extends object>(filter?: string, options: QueryOptions = {}) {
      const resolved = resolveQueryOptions(filter, options);
      const oldestFirst = layout.readable
        .map(({ generation, partitionKeys }) => ({ generation, partitionKeys, table: tableOf(generation.id) }))
        .reverse();
      return queryAll({ ...resolved, oldestFirst, settings }) as AsyncGenerator<FoundRow<T>, void, undefined>;
    },
    partitions: (id = layout.active.generation.id) => generationOf(layout, id).partitionKeys,
    client(id = layout.active.generation.id) {
      const table = tableOf(id);
      assertPipelineTable(table);
      return table;
    },
    table: (id = layout.active.generation.id) => tableOf(id),
  } satisfies Partitioner);
}

const GET_OPTIONS: ReadonlySet<string> = new Set(['signal']);
const CREATE_OPTIONS: ReadonlySet<string> = new Set(['signal', 'checkOlder']);
const UPDATE_OPTIONS: ReadonlySet<string> = new Set(['signal', 'etag', 'mode']);
const UPSERT_OPTIONS: ReadonlySet<string> = new Set(['signal', 'mode']);
const MOVE_OPTIONS: ReadonlySet<string> = new Set(['signal', 'from']);
const DELETE_OPTIONS: ReadonlySet<string> = new Set(['signal', 'etag']);

/** The ETag a row must have; `*`, as HTTP has it, is any. */
function readEtag(etag: unknown): string | undefined {
  if (etag === undefined || etag === '*') return undefined;
  if (typeof etag !== 'string' || etag === '') {
    throw new TypeError('The option etag is the ETag of a row as it was read; leave it out to accept any.');
  }
  return etag;
}

function readGuid(input: GuidInput): { readonly bytes: Uint8Array; readonly rowKey: string } {
  const guid = parseGuid(input);
  return { bytes: guid.bytes, rowKey: String(guid) };
}
