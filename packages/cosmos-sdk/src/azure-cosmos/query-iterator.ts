import { type CosmosDiagnostics, type CosmosResponse, CosmosDiagnostics as Diagnostics } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';
import { FeedResponse, hasMore, pageHeaders } from './feed-response.ts';
import { translatingErrors } from './translate-error.ts';

/** Begins a feed. @param after  Where to go on; `undefined` for its start. */
export type BeginPages = (after: string | undefined) => AsyncGenerator<CosmosResponse, void, undefined>;

const nothingRead: CosmosDiagnostics = new Diagnostics('', '', [], 0);

/** Results, page by page. Nothing is sent before they are asked for. */
export class QueryIterator<T> {
  readonly #begin: BeginPages;
  #pages: AsyncGenerator<CosmosResponse, void, undefined> | undefined;
  #last: CosmosResponse | undefined;
  #hasMore = true;

  /** Made by `items.query` and its like. */
  constructor(begin: BeginPages) {
    this.#begin = begin;
  }

  /** The pages, from the first on. */
  async *getAsyncIterator(): AsyncGenerator<FeedResponse<T>, void, undefined> {
    this.reset();
    while (this.#hasMore) {
      const response = await translatingErrors(() => this.#next());
      if (response !== undefined) yield this.#pageOf(response);
    }
  }

  /** Whether more may follow. */
  hasMoreResults(): boolean {
    return this.#hasMore;
  }

  /** All results, from the first on. */
  async fetchAll(): Promise<FeedResponse<T>> {
    this.reset();
    const resources: T[] = [];
    let headers: CosmosHeaders = {};
    let requestCharge = 0;
    let diagnostics = nothingRead;
    while (this.#hasMore) {
      const response = await translatingErrors(() => this.#next());
      if (response === undefined) break;
      for (const item of itemsOf<T>(response)) resources.push(item);
      requestCharge += response.headers.requestCharge ?? 0;
      headers = { ...response.rawHeaders };
      diagnostics = response.diagnostics;
    }
    delete headers['x-ms-continuation'];
    return new FeedResponse(resources, { ...headers, 'x-ms-request-charge': requestCharge }, false, diagnostics);
  }

  /**
   * The next page; after an error the same page once more.
   *
   * @throws {ErrorResponse} also where a query that failed half-way cannot go on, because its state fits into no token.
   */
  async fetchNext(): Promise<FeedResponse<T>> {
    const response = this.#hasMore ? await translatingErrors(() => this.#next()) : undefined;
    if (response === undefined) return new FeedResponse<T>([], {}, false, nothingRead);
    return this.#pageOf(response);
  }

  /** Begins anew. */
  reset(): void {
    this.#leave();
    this.#last = undefined;
    this.#hasMore = true;
  }

  #pageOf(response: CosmosResponse): FeedResponse<T> {
    return new FeedResponse(itemsOf<T>(response), pageHeaders(response), this.#hasMore, response.diagnostics);
  }

  async #next(): Promise<CosmosResponse | undefined> {
    this.#pages ??= this.#begin(this.#last?.continuationToken);
    const pages = this.#pages;
    try {
      const { done, value } = await pages.next();
      if (this.#pages !== pages) return value ?? undefined;
      if (done === true) {
        this.#hasMore = false;
        return undefined;
      }
      this.#last = value;
      this.#hasMore = hasMore(value);
      return value;
    } catch (error) {
      if (this.#pages === pages) this.#pages = undefined;
      throw error;
    }
  }

  /** Ends the requests of a feed that is left early; nobody waits for that. */
  #leave(): void {
    this.#pages?.return().catch(() => undefined);
    this.#pages = undefined;
  }
}

function itemsOf<T>({ body }: CosmosResponse): T[] {
  return body.kind === 'items' ? [...(body.items as readonly T[])] : [];
}
