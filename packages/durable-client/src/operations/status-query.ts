import type { StatusPage } from './list-statuses.ts';
import type { OrchestrationStatus } from './orchestration-status.ts';

/** A list of instances that is fetched as it is read: loop over the instances, or over whole pages. */
export interface StatusQuery extends AsyncIterable<OrchestrationStatus> {
  /** The pages as the host cuts them, each with the token to go on from later. */
  pages(): AsyncIterable<StatusPage>;
}

/**
 * Follows continuation tokens to the end, one request ahead of nobody: the next page is fetched when it is asked for.
 *
 * @param fetchPage  Fetches the page that begins at a token; `undefined` is the first.
 */
export function statusQuery(
  fetchPage: (continuationToken: string | undefined) => Promise<StatusPage>,
  firstToken: string | undefined,
): StatusQuery {
  async function* pages(): AsyncGenerator<StatusPage, void, undefined> {
    let token = firstToken;
    do {
      const page = await fetchPage(token);
      yield page;
      token = page.continuationToken;
    } while (token !== undefined);
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* page.statuses;
    },
  };
}
