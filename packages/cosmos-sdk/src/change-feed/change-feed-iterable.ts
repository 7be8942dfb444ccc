import { type CosmosResponse, isCosmosError } from '@perdura/cosmos-driver';
import { QueryPage } from '../queries/query-page.ts';
import { pause } from './pause.ts';

/** How the changes are waited for. */
export interface ChangeFeedPolling {
  /** How long to wait after nothing new was found, in milliseconds. */
  readonly pollIntervalMs: number;
  /** Ends the feed. */
  readonly signal: AbortSignal | undefined;
  /** Aborted when the client is closed: the wait is over, and what comes next says why. */
  readonly closing: AbortSignal;
}

/**
 * The changes of a container, which never end. Changes of one partition key come in their order.
 *
 * ```ts
 * for await (const order of orders.changeFeed({ startFrom: 'beginning', signal })) …        // until the signal
 * for await (const page of orders.changeFeed({ continuationToken }).pages()) …               // until you leave
 * ```
 */
export class ChangeFeedIterable<Change> implements AsyncIterable<Change> {
  readonly #pages: AsyncIterable<CosmosResponse>;
  readonly #polling: ChangeFeedPolling;

  /** Made by `container.changeFeed`. */
  constructor(pages: AsyncIterable<CosmosResponse>, polling: ChangeFeedPolling) {
    this.#pages = pages;
    this.#polling = polling;
  }

  /**
   * The pages; one without items says that there is nothing new so far, and the next is asked for at once: the waiting is the
   * reader's. `continuationToken` of a page is where to go on after a restart.
   */
  async *pages(): AsyncGenerator<QueryPage<Change>, void, undefined> {
    for await (const response of this.#pages) yield new QueryPage<Change>(response);
  }

  /** The changes, with waits while there are none; the signal ends them without an error, also within a page. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Change, void, undefined> {
    const { pollIntervalMs, signal, closing } = this.#polling;
    const ends = signal === undefined ? [closing] : [signal, closing];
    try {
      for await (const { items } of this.pages()) {
        for (const item of items) {
          yield item;
          if (signal?.aborted) return;
        }
        if (items.length === 0) await pause(pollIntervalMs, ends);
        if (signal?.aborted) return;
      }
    } catch (error) {
      if (signal?.aborted && isCosmosError(error) && error.code === 'aborted') return;
      throw error;
    }
  }
}
