import { orTableError } from '../effects/or-table-error.ts';
import { serverTime } from '../effects/server-time.ts';
import type { KeyFormat } from '../keys/key-format.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';
import type { Generation } from '../partitioner/generation.ts';
import type { OperationOptions } from '../partitioner/partitioner.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import { assertTableLike, assertTableMethods } from '../service/assert-table-like.ts';
import { failureToError } from '../service/failure-to-error.ts';
import { readThrownFailure, type ServiceFailure } from '../service/service-failure.ts';
import type { TableLike } from '../service/table-like.ts';
import { TablePartitionerError } from '../table-partitioner-error.ts';
import {
  decideActivate,
  decidePublish,
  decideRetire,
  type GenerationsChange,
  type NewGeneration,
} from './decide-change.ts';
import { assertNamed, nameParts } from './named-parts.ts';
import { actionsOf, readStoredGenerations } from './stored-generations.ts';

/** What the generations are stored with. */
export interface GenerationStoreOptions {
  /** The client of the control table, which exists. Its partition `generations` is the store's. */
  readonly control: TableLike;
  /** Answers the client of a generation's table, which `publish` creates. */
  readonly table: (tableName: string) => TableLike;
  /** Strategies of your own that stored generations may name. */
  readonly strategies?: readonly PartitionStrategy[];
  /** Key formats of your own that stored generations may name. */
  readonly keyFormats?: readonly KeyFormat[];
}

/**
 * The generations of the data, stored for all processes. Every change is one transaction on condition that nobody changed
 * anything since it was decided: of two at once one wins, the other is told.
 */
export interface GenerationStore {
  /**
   * All generations, ids ascending: what `createPartitioner` and `refresh` take. None before the first is published.
   *
   * @throws {TablePartitionerError} `unreadable-answer` when a strategy or key format is not known by its name here.
   */
  load(options?: OperationOptions): Promise<readonly Generation[]>;
  /**
   * Publishes a generation and creates its table: active if it is the first, else announced. Again with the same layout it
   * does nothing.
   *
   * @throws {TypeError} when it is not valid, or was published with another layout; nothing has been changed then.
   * @throws {TablePartitionerError} `generations-changed`, `table-being-deleted`.
   */
  publish(generation: NewGeneration, options?: OperationOptions): Promise<readonly Generation[]>;
  /**
   * Makes an announced generation the active one; the former becomes readonly. Do so once every process has loaded the
   * announcement: one that does not know a generation misses the rows in it.
   *
   * @throws {TypeError} when it is not announced.
   * @throws {TablePartitionerError} `generations-changed`.
   */
  activate(id: number, options?: OperationOptions): Promise<readonly Generation[]>;
  /**
   * Takes a readonly generation out of reading. Do so when its rows have moved or expired.
   *
   * @throws {TypeError} when it is active.
   * @throws {TablePartitionerError} `generations-changed`.
   */
  retire(id: number, options?: OperationOptions): Promise<readonly Generation[]>;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['control', 'table', 'strategies', 'keyFormats']);

/**
 * Stores generations in a control table. Sends nothing yet.
 *
 * @throws {TypeError} when an option is missing, unknown or cannot work.
 */
export function createGenerationStore(options: GenerationStoreOptions): GenerationStore {
  refuseUnknownOptions('createGenerationStore', options, OPTION_NAMES);
  const { control, table, strategies = [], keyFormats = [] } = options;
  assertTableLike(control, control?.tableName);
  assertTableMethods(control, 'submitTransaction');
  if (typeof table !== 'function') {
    throw new TypeError('The option table is a function that answers the client of a table.');
  }
  const named = nameParts(strategies, keyFormats);

  const read = (signal: AbortSignal | undefined) => readStoredGenerations(control, named, signal);

  const store = async (
    decide: (stored: readonly Generation[]) => GenerationsChange | Promise<GenerationsChange>,
    { signal }: OperationOptions,
  ): Promise<readonly Generation[]> => {
    const stored = await read(signal);
    const change = await decide(stored.generations);
    if (change.created.length + change.changed.length === 0) return change.all;

    const changeId = crypto.randomUUID();
    try {
      const request = signal === undefined ? {} : { abortSignal: signal };
      await control.submitTransaction(actionsOf(change, stored.etags, changeId), request);
    } catch (error) {
      const failure = readThrownFailure(error);
      if (failure === undefined) throw error;
      // The client repeats a request whose answer was lost, and then meets its own change.
      if ((await read(signal)).changeId === changeId) return change.all;
      if (!isOutrun(failure)) throw failureToError(failure, { table: control.tableName }, error);
      throw new TablePartitionerError(
        'generations-changed',
        `Another process changed the generations in table "${control.tableName}" first; nothing was changed. Load them and decide again.`,
        { table: control.tableName, status: failure.status, serviceCode: failure.serviceCode, cause: error },
      );
    }
    return change.all;
  };

  return Object.freeze({
    load: async ({ signal }: OperationOptions = {}) => (await read(signal)).generations,
    publish: (generation: NewGeneration, operation: OperationOptions = {}) =>
      store(async (stored) => {
        const change = decidePublish(stored, generation);
        for (const created of change.created) assertNamed(created, named);
        // Before it is announced: from then on processes read it.
        for (const { table: name } of change.created) await createTable(table(name), name, operation.signal);
        return change;
      }, operation),
    activate: (id: number, operation: OperationOptions = {}) =>
      store(async (stored) => decideActivate(stored, id, await serverTime(control, timeOptions(operation))), operation),
    retire: (id: number, operation: OperationOptions = {}) =>
      store(async (stored) => decideRetire(stored, id, await serverTime(control, timeOptions(operation))), operation),
  } satisfies GenerationStore);
}

function timeOptions({ signal }: OperationOptions): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

async function createTable(table: TableLike, name: string, signal: AbortSignal | undefined): Promise<void> {
  assertTableLike(table, name);
  assertTableMethods(table, 'createTable');
  await orTableError(name, table.createTable(signal === undefined ? {} : { abortSignal: signal }));
}

/** The head has another ETag, or is there already, or a generation is. */
function isOutrun({ status, serviceCode }: ServiceFailure): boolean {
  return status === 412 || serviceCode === 'EntityAlreadyExists';
}
