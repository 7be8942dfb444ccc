import { assertKeyText } from '../keys/assert-key-text.ts';
import { resolvePartitioning } from '../keys/partitioning.ts';
import { refuseUnknownOptions } from '../refuse-unknown-options.ts';
import type { Generation } from './generation.ts';

const FIELD_NAMES: ReadonlySet<string> = new Set(['id', 'table', 'partitions', 'strategy', 'keyFormat', 'state']);
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
 * @throws {TypeError} when there is not exactly one and active, a field is missing, unknown or wrong, or the key format
 *   gives two partitions one key or a key the service does not take.
 */
export function resolveGenerations(generations: readonly Generation[]): readonly [ResolvedGeneration] {
  if (!Array.isArray(generations)) throw new TypeError('The option generations is a list of generations.');
  const [generation] = generations;
  if (generation === undefined || generations.length !== 1) {
    throw new TypeError(`A partitioner has exactly one generation, not ${generations.length}.`);
  }
  refuseUnknownOptions('A generation', generation, FIELD_NAMES);
  const { id, table, state, strategy, keyFormat } = generation;
  if (!Number.isSafeInteger(id) || id < 1) {
    throw new TypeError(`The id of a generation is an integer, at least 1, not ${String(id)}.`);
  }
  if (typeof table !== 'string' || !TABLE_NAME.test(table)) {
    throw new TypeError(`${JSON.stringify(table)} is no table name: 3 to 63 letters and digits, a letter first.`);
  }
  if (state !== 'active') throw new TypeError(`Generation ${id} is to be 'active', not ${JSON.stringify(state)}.`);
  if (strategy === undefined || keyFormat === undefined) {
    throw new TypeError(
      `Generation ${id} needs its strategy and its keyFormat: they belong to the data, so nothing is assumed.`,
    );
  }
  return [{ generation: Object.freeze({ ...generation }), partitionKeys: writePartitionKeys(generation) }];
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
