import { assertKeyText } from '../keys/assert-key-text.ts';
import { resolvePartitioning } from '../keys/partitioning.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { Generation, GenerationState } from './generation.ts';

const FIELD_NAMES: ReadonlySet<string> = new Set([
  ...['id', 'table', 'partitions', 'strategy', 'keyFormat', 'state', 'closedAt'],
]);
const STATES: ReadonlySet<GenerationState> = new Set(['announced', 'active', 'readonly', 'retired']);
/** https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#table-names */
const TABLE_NAME = /^[A-Za-z][A-Za-z0-9]{2,62}$/;

/** A checked generation with the keys of all its partitions. */
export interface ResolvedGeneration {
  readonly generation: Generation;
  /** The key of every partition, by its number. */
  readonly partitionKeys: readonly string[];
}

/**
 * Checks the generations a partitioner is made of, and writes out their partition keys.
 *
 * @returns them as given, in ascending order of their ids.
 * @throws {TypeError} when ids do not ascend, not exactly one is active, states contradict the order, two share a table, a
 *   field is missing, unknown or wrong, or a key format gives two partitions one key or a key the service does not take.
 */
export function resolveGenerations(generations: readonly Generation[]): readonly ResolvedGeneration[] {
  if (!Array.isArray(generations)) throw new TypeError('The option generations is a list of generations.');
  for (const generation of generations) assertGeneration(generation);
  assertOrder(generations);
  return generations.map((generation: Generation) => ({
    generation: Object.freeze({ ...generation }),
    partitionKeys: writePartitionKeys(generation),
  }));
}

/**
 * Checks one generation by itself.
 *
 * @throws {TypeError} when a field is missing, unknown or wrong.
 */
export function assertGeneration(generation: Generation): void {
  refuseUnknownOptions('A generation', generation, FIELD_NAMES);
  const { id, table, state, strategy, keyFormat, closedAt } = generation;
  if (!Number.isSafeInteger(id) || id < 1) {
    throw new TypeError(`The id of a generation is an integer, at least 1, not ${String(id)}.`);
  }
  if (typeof table !== 'string' || !TABLE_NAME.test(table)) {
    throw new TypeError(`${JSON.stringify(table)} is no table name: 3 to 63 letters and digits, a letter first.`);
  }
  if (!STATES.has(state)) {
    throw new TypeError(
      `Generation ${id} is to be ${[...STATES].join(', ')}; ${JSON.stringify(state)} is none of them.`,
    );
  }
  if (strategy === undefined || keyFormat === undefined) {
    throw new TypeError(
      `Generation ${id} needs its strategy and its keyFormat: they belong to the data, so nothing is assumed.`,
    );
  }
  if (closedAt !== undefined && !(closedAt instanceof Date && !Number.isNaN(closedAt.getTime()))) {
    throw new TypeError(`The closedAt of generation ${id} is a valid Date.`);
  }
  resolvePartitioning(generation);
}

/** What lies behind the active generation is older, what lies before it is only announced. */
function assertOrder(generations: readonly Generation[]): void {
  const active = generations.filter(({ state }) => state === 'active');
  const [only] = active;
  if (only === undefined || active.length !== 1) {
    const ids = active.length === 0 ? '' : ` (${active.map(({ id }) => id).join(', ')})`;
    throw new TypeError(`Exactly one generation is active, not ${active.length}${ids}.`);
  }
  const tables = new Map<string, number>();
  let last = 0;
  for (const { id, table, state } of generations) {
    if (id <= last) throw new TypeError(`The ids of generations ascend; ${id} comes after ${last}.`);
    last = id;
    if (state === 'announced' && id < only.id) {
      throw new TypeError(`Generation ${id} is announced, but the active one, ${only.id}, is newer.`);
    }
    if (state === 'readonly' && id > only.id) {
      throw new TypeError(`Generation ${id} is readonly, but newer than the active one, ${only.id}.`);
    }
    // Table names are not case-sensitive: https://learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model#table-names
    const name = table.toLowerCase();
    const other = tables.get(name);
    if (other !== undefined) throw new TypeError(`Generations ${other} and ${id} share the table "${table}".`);
    tables.set(name, id);
  }
}

function writePartitionKeys(generation: Generation): readonly string[] {
  const { partitions, keyFormat } = resolvePartitioning(generation);
  const keys = Array.from({ length: partitions }, (_, partition) => keyFormat.keyOf(partition, partitions));
  for (const key of keys) assertKeyText(key, `The partition key of generation ${generation.id}`);
  if (new Set(keys).size !== keys.length) {
    throw new TypeError(
      `The key format ${keyFormat.name} gives different partitions of generation ${generation.id} one key.`,
    );
  }
  return Object.freeze(keys);
}
