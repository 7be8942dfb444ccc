import { type GuidInput, parseGuid } from '../guid/parse-guid.ts';
import { partitionKeyOf } from '../keys/partitioning.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { assertTableLike, type PipelineTable } from '../service/assert-table-like.ts';
import type { TableLike } from '../service/table-like.ts';
import type { Generation } from './generation.ts';
import { resolveGenerations } from './resolve-generations.ts';

/** What a partitioner is made of. */
export interface PartitionerOptions {
  /** The layouts of the data; at present exactly one, active. */
  readonly generations: readonly Generation[];
  /** Answers the client of a table, such as `(name) => TableClient.fromConnectionString(connection, name)`. Called once per table. */
  readonly table: (tableName: string) => TableLike;
  /** Is told what will work badly, in one sentence. (default: `process.emitWarning`) */
  readonly onWarning?: (warning: string) => void;
}

/** Where the row of a GUID is. */
export interface RowLocation {
  /** Id of the generation. */
  readonly generation: number;
  /** Name of the generation's table. */
  readonly table: string;
  /** Key of the partition. */
  readonly partitionKey: string;
  /** Key of the row: the GUID in lower case with hyphens. */
  readonly rowKey: string;
}

/** Knows where rows live. It holds no data and sends nothing by itself. */
export interface Partitioner {
  /** The layouts it knows. */
  readonly generations: readonly Generation[];
  /**
   * Where the row of this GUID is, the newest generation first. Pure: nothing is asked.
   *
   * @throws {TablePartitionerError} `invalid-guid` when the GUID is none.
   */
  locate(guid: GuidInput): readonly [RowLocation, ...RowLocation[]];
  /**
   * The keys of all partitions of a generation, by their number.
   *
   * @param generation  Id of the generation. (default: the active one)
   * @throws {TypeError} when there is no such generation.
   */
  partitions(generation?: number): readonly string[];
  /**
   * The client of a generation's table.
   *
   * @param generation  Id of the generation. (default: the active one)
   * @throws {TypeError} when there is no such generation.
   */
  client(generation?: number): PipelineTable;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['generations', 'table', 'onWarning']);

/**
 * Puts together where rows live: the layout of the data and the client of its table. Sends nothing.
 *
 * @throws {TypeError} when an option is missing, unknown or cannot work.
 */
export function createPartitioner(options: PartitionerOptions): Partitioner {
  refuseUnknownOptions('createPartitioner', options, OPTION_NAMES);
  const [{ generation, partitionKeys }] = resolveGenerations(options.generations);
  if (typeof options.table !== 'function') {
    throw new TypeError('The option table is a function that answers the client of a table.');
  }
  const client: TableLike = options.table(generation.table);
  assertTableLike(client, generation.table);

  const { strategy, partitions } = generation;
  if (strategy.evenUpTo !== undefined && partitions > strategy.evenUpTo) {
    const warn =
      options.onWarning ?? ((warning: string) => process.emitWarning(warning, { code: 'PERDURA_UNEVEN_PARTITIONS' }));
    warn(`${strategy.name} loads ${partitions} partitions unevenly: it is even up to ${strategy.evenUpTo}.`);
  }

  const assertKnown = (id: number): void => {
    if (id !== generation.id) throw new TypeError(`There is no generation ${String(id)}.`);
  };
  return Object.freeze({
    generations: Object.freeze([generation]),
    locate(guid: GuidInput): readonly [RowLocation] {
      const parsed = parseGuid(guid);
      return [
        {
          generation: generation.id,
          table: generation.table,
          partitionKey: partitionKeyOf(parsed.bytes, generation),
          rowKey: String(parsed),
        },
      ];
    },
    partitions(id: number = generation.id): readonly string[] {
      assertKnown(id);
      return partitionKeys;
    },
    client(id: number = generation.id): PipelineTable {
      assertKnown(id);
      return client;
    },
  });
}
