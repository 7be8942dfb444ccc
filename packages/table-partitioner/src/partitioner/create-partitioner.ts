import { warnOnce } from '../effects/warn-once.ts';
import type { Guid } from '../guid/guid.ts';
import { type GuidInput, parseGuid } from '../guid/parse-guid.ts';
import { describeSkew, describeSkewOf } from '../keys/describe-skew.ts';
import { partitionKeyOf } from '../keys/partitioning.ts';
import { queryAll } from '../query/query-all.ts';
import { type QueryOptions, resolveQueryOptions } from '../query/query-options.ts';
import { createRow } from '../rows/create-row.ts';
import { deleteRow } from '../rows/delete-row.ts';
import { getRow } from '../rows/get-row.ts';
import { moveFrom } from '../rows/move-from.ts';
import { idleSinceOf } from '../rows/move-row.ts';
import { assertProperties } from '../rows/reserved-properties.ts';
import type { RowSites } from '../rows/row-site.ts';
import { updateRow } from '../rows/update-row.ts';
import { upsertRow } from '../rows/upsert-row.ts';
import { assertPipelineTable } from '../service/assert-table-like.ts';
import type { TableLike } from '../service/table-like.ts';
import { assertMovable } from './assert-movable.ts';
import type { Generation } from './generation.ts';
import { createGenerationTables } from './generation-tables.ts';
import { createLayout, generationOf, type Layout, refreshLayout } from './layout.ts';
import { assertOperationOptions, readEtag, readMode } from './operation-options.ts';
import type { FoundRow, OperationOptions, Partitioner, RowLocation } from './partitioner.ts';
import { type PartitionerOptions, resolvePartitionerOptions } from './partitioner-options.ts';

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
  const tables = createGenerationTables(settings);
  const warnOf = (warning: string | undefined): void => {
    if (warning !== undefined) warnOnce(settings.onWarning, warning);
  };
  const keyIn = (generation: Generation, guid: Guid): string => {
    // Bytes of its own for every generation: a strategy may keep or change them.
    const { bytes } = guid;
    warnOf(describeSkewOf(bytes, generation));
    return partitionKeyOf(bytes, generation);
  };
  const adopt = (next: Layout): Layout => {
    for (const { generation } of next.all) {
      if (tables.open(generation)) warnOf(describeSkew(generation));
    }
    return next;
  };
  let layout = adopt(createLayout(settings.generations));

  const tableOf = (id: number): TableLike => tables.tableOf(generationOf(layout, id).generation.id);
  const sitesOf = (guid: GuidInput, signal: AbortSignal | undefined): RowSites => {
    const parsed = parseGuid(guid);
    const rowKey = String(parsed);
    const newestFirst = layout.readable.map(({ generation }) => ({
      generation: generation.id,
      table: generation.table,
      state: generation.state,
      key: { partitionKey: keyIn(generation, parsed), rowKey },
      rows: tables.rowsOf(generation.id),
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
      const parsed = parseGuid(guid);
      const rowKey = String(parsed);
      const locations = layout.readable.map(({ generation }) => ({
        generation: generation.id,
        table: generation.table,
        partitionKey: keyIn(generation, parsed),
        rowKey,
      }));
      return locations as [RowLocation, ...RowLocation[]];
    },
    async get<T extends object>(guid: GuidInput, options: OperationOptions = {}): Promise<FoundRow<T> | undefined> {
      assertOperationOptions('get', options);
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
      assertOperationOptions('create', options);
      assertProperties(properties);
      return createRow(sitesOf(guid, options.signal), properties, options.checkOlder ?? false);
    },
    async update(guid, properties, options = {}) {
      assertOperationOptions('update', options);
      assertProperties(properties);
      const update = { properties, mode: readMode(options), etag: readEtag(options), moveFirst: movesOnWrite };
      return updateRow(sitesOf(guid, options.signal), update);
    },
    async upsert(guid, properties, options = {}) {
      assertOperationOptions('upsert', options);
      assertProperties(properties);
      return upsertRow(sitesOf(guid, options.signal), properties, readMode(options), movesOnWrite);
    },
    async delete(guid, options = {}) {
      assertOperationOptions('delete', options);
      return deleteRow(sitesOf(guid, options.signal), readEtag(options));
    },
    async move(guid, options) {
      assertOperationOptions('move', options);
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
