import type { GuidInput } from '../guid/parse-guid.ts';
import type { QueryOptions } from '../query/query-options.ts';
import type { UpdateMode, WrittenRow } from '../rows/overwrite.ts';
import type { PipelineTable } from '../service/assert-table-like.ts';
import type { TableLike } from '../service/table-like.ts';
import type { Generation } from './generation.ts';

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

/** A row that was found, and where. */
export interface FoundRow<T extends object = Record<string, unknown>> extends RowLocation {
  /** What its next change can be made conditional on. */
  readonly etag: string;
  /** When an application last wrote it, by the service's clock; a move does not count. To the millisecond. */
  readonly lastWrittenAt: Date;
  /** Its properties, without keys and without what the service adds. */
  readonly properties: Readonly<T>;
}

/** How any operation is carried out. */
export interface OperationOptions {
  /** Ends the operation when it aborts. Whether a request under way was carried out is then unknown. */
  readonly signal?: AbortSignal | undefined;
}

/** How a row is created. */
export interface CreateOptions extends OperationOptions {
  /**
   * Look into older generations before, and refuse a row that is there. Without it a GUID that is not new is there twice, and
   * the newer row hides the older. (default `false`: GUIDs are new)
   */
  readonly checkOlder?: boolean;
}

/** How a row is updated or created. */
export interface UpsertOptions extends OperationOptions {
  /** Whether properties that are not given stay (`Merge`) or go (`Replace`). (default `'Merge'`) */
  readonly mode?: UpdateMode;
}

/** How a row is updated. */
export interface UpdateOptions extends UpsertOptions {
  /** The ETag the row must have. (default: whatever it has) */
  readonly etag?: string;
}

/** How a row is deleted. */
export interface DeleteOptions extends OperationOptions {
  /** The ETag the row must have. (default: whatever it has) */
  readonly etag?: string;
}

/** What is moved. */
export interface MoveOptions extends OperationOptions {
  /** Id of the generation it is moved from. */
  readonly from: number;
}

/** Knows where rows live, and reads and writes them there. */
export interface Partitioner {
  /** The layouts it knows, ids ascending. */
  readonly generations: readonly Generation[];
  /** Whether it moves rows out of older generations, and when. */
  readonly migrate: 'never' | 'onDemand' | 'onWrite' | 'onRead';
  /**
   * Goes on with these generations: the states of known ones changed, newer ones added. Operations under way finish with the
   * former ones.
   *
   * @throws {TypeError} when a known generation changed its table, strategy, key format or number of partitions, or one that
   *   is not retired is missing.
   */
  refresh(generations: readonly Generation[]): void;
  /**
   * Where the row of this GUID can be, the newest generation first; retired ones are left out. Pure: nothing is asked.
   *
   * @throws {TablePartitionerError} `invalid-guid` when the GUID is none.
   */
  locate(guid: GuidInput): readonly [RowLocation, ...RowLocation[]];
  /**
   * Reads a row, the newest generation first.
   *
   * @returns `undefined` when it is in no generation.
   */
  get<T extends object = Record<string, unknown>>(
    guid: GuidInput,
    options?: OperationOptions,
  ): Promise<FoundRow<T> | undefined>;
  /**
   * Creates a row in the active generation.
   *
   * A client that repeats a request whose answer was lost can meet the row it created itself.
   *
   * @throws {TablePartitionerError} `row-exists`.
   */
  create(guid: GuidInput, properties: object, options?: CreateOptions): Promise<WrittenRow>;
  /**
   * Updates a row where it lives.
   *
   * Without `etag` it is repeated until nobody else wrote in between: last writer wins, property by property in mode `Merge`.
   *
   * @throws {TablePartitionerError} `row-not-found`; `row-changed` when the row does not have the ETag asked for.
   */
  update(guid: GuidInput, properties: object, options?: UpdateOptions): Promise<WrittenRow>;
  /** Updates a row where it lives, or creates it in the active generation. */
  upsert(guid: GuidInput, properties: object, options?: UpsertOptions): Promise<WrittenRow>;
  /**
   * Deletes a row in all generations, so that no older copy comes to light.
   *
   * @returns `false` when there was none. (Of two that delete it at once only one answers `true`, unless they disagree about
   *   which generation is active.)
   * @throws {TablePartitionerError} `row-changed` when the row does not have the ETag asked for.
   */
  delete(guid: GuidInput, options?: DeleteOptions): Promise<boolean>;
  /**
   * Moves what an older generation holds of a row into the active one, so that no acknowledged change is lost. A copy that is
   * there already is newer and stays.
   *
   * @returns Whether this call inserted it; `false` when there was nothing to move, or something newer.
   * @throws {TypeError} when the generation is not older than the active one, or rows are never moved here.
   */
  move(guid: GuidInput, options: MoveOptions): Promise<boolean>;
  /**
   * Queries all partitions of all generations, several at a time. Nothing is asked until rows are taken, and nothing more while
   * they are not.
   *
   * Every row is given once, however it moves meanwhile. The service checks the condition on each copy by itself: where a newer
   * copy hides an older one, the older is given if only it meets the condition, and in order `'none'` always.
   *
   * @param filter  An OData condition that rows meet, without the partition key. (default: all rows)
   * @throws {TypeError} when an option is unknown or wrong.
   */
  queryAll<T extends object = Record<string, unknown>>(
    filter?: string,
    options?: QueryOptions,
  ): AsyncGenerator<FoundRow<T>, void, undefined>;
  /**
   * The keys of all partitions of a generation, by their number.
   *
   * @param generation  Id of the generation. (default: the active one)
   * @throws {TypeError} when there is no such generation.
   */
  partitions(generation?: number): readonly string[];
  /**
   * The client of a generation's table, for batches.
   *
   * @param generation  Id of the generation. (default: the active one)
   * @throws {TypeError} when there is no such generation, or its client has no pipeline to send batches through.
   */
  client(generation?: number): PipelineTable;
  /**
   * The client of a generation's table, with or without a pipeline.
   *
   * @param generation  Id of the generation. (default: the active one)
   * @throws {TypeError} when there is no such generation.
   */
  table(generation?: number): TableLike;
}
