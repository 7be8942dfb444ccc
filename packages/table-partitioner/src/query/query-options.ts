import { refuseUnknownOptions } from '../refuse-unknown-options.ts';

/** How rows of all partitions are queried. */
export interface QueryOptions {
  /** Properties to return. (default: all) */
  readonly select?: readonly string[];
  /**
   * `'none'`: rows as they come, a page of every partition asked at a time in memory. `'rowKey'`: in ascending order of row keys
   * over all partitions; a page of every partition is in memory, all rows of older generations, and where the service does not
   * sort (Cosmos DB) all rows. (default `'none'`)
   */
  readonly order?: 'none' | 'rowKey';
  /** Partitions asked at the same time. (default `8`) */
  readonly concurrency?: number;
  /** Ends the query when it aborts: the iteration throws its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The options with every default applied, checked. */
export interface ResolvedQueryOptions {
  readonly filter: string | undefined;
  readonly select: readonly string[] | undefined;
  readonly order: 'none' | 'rowKey';
  readonly concurrency: number;
  readonly signal: AbortSignal | undefined;
}

const OPTION_NAMES: ReadonlySet<string> = new Set(['select', 'order', 'concurrency', 'signal']);

/**
 * Applies the defaults and refuses what cannot be meant.
 *
 * @throws {TypeError} naming the option.
 */
export function resolveQueryOptions(filter: string | undefined, options: QueryOptions): ResolvedQueryOptions {
  refuseUnknownOptions('queryAll', options, OPTION_NAMES);
  const { select, order = 'none', concurrency = 8, signal } = options;
  if (filter !== undefined && (typeof filter !== 'string' || filter.trim() === '')) {
    throw new TypeError(
      'The filter of queryAll is an OData condition, such as "user eq \'ada\'"; leave it out for all rows.',
    );
  }
  if (select !== undefined && !(Array.isArray(select) && select.every((name) => typeof name === 'string'))) {
    throw new TypeError('The option select is a list of names of properties.');
  }
  if (order !== 'none' && order !== 'rowKey') {
    throw new TypeError(`The option order is 'none' or 'rowKey', not ${JSON.stringify(order)}.`);
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1000) {
    throw new TypeError(`The option concurrency is an integer from 1 to 1000, not ${String(concurrency)}.`);
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError('The option signal is an AbortSignal.');
  }
  return { filter, select, order, concurrency, signal };
}
