import type { CosmosResponse } from '@perdura/cosmos-driver';
import { knownOptions } from '../client/known-options.ts';
import { QueryPage, rowsOf } from './query-page.ts';

/** Holds the rows of a page against something, and answers what that makes of them. */
export type CheckRows = (rows: readonly unknown[], response: CosmosResponse) => Promise<readonly unknown[]>;

/**
 * Rows, page by page from the service as they are asked for. Nothing is sent before; each iteration begins anew; leaving one
 * early ends its requests.
 *
 * ```ts
 * for await (const order of container.query('SELECT * FROM c')) …
 * for await (const page of container.query('SELECT * FROM c').pages()) …
 * ```
 */
export class QueryIterable<Row> implements AsyncIterable<Row> {
  readonly #pages: AsyncIterable<CosmosResponse>;
  readonly #check: CheckRows | undefined;

  /** Made by `container.query` and its like. */
  constructor(pages: AsyncIterable<CosmosResponse>, check?: CheckRows) {
    this.#pages = pages;
    this.#check = check;
  }

  /** The pages, with charge, diagnostics and continuation. */
  async *pages(): AsyncGenerator<QueryPage<Row>, void, undefined> {
    for await (const response of this.#pages) {
      const rows = rowsOf(response);
      yield new QueryPage(response, (this.#check === undefined ? rows : await this.#check(rows, response)) as Row[]);
    }
  }

  /** The rows. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Row, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /**
   * All rows, or the first of them, in memory.
   *
   * @param options  `limit`: most rows; pages behind them are not asked for. (default: all)
   * @throws {TypeError} unless the limit is an integer from 0 on, and for other options.
   */
  async toArray(options?: { readonly limit?: number | undefined }): Promise<Row[]> {
    const { limit = Number.POSITIVE_INFINITY } = knownOptions(options, ['limit']);
    if (limit !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(limit) && limit >= 0)) {
      throw new TypeError(`The limit of toArray must be an integer from 0 on, not ${String(limit)}.`);
    }
    const rows: Row[] = [];
    if (limit === 0) return rows;
    for await (const { items } of this.pages()) {
      for (const item of items) {
        rows.push(item);
        if (rows.length === limit) return rows;
      }
    }
    return rows;
  }
}
