import { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { FeedPage } from '../feeds/feed-page.ts';
import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { operationName } from '../operation/operation-traits.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import type { FeedParts } from './feed-run.ts';
import { openFeed } from './open-feed.ts';
import type { TellHandlers } from './tell-handlers.ts';

/** One page, without anything read ahead. Of a feed at its end, an empty one. @throws {CosmosError} */
export async function readOnePage(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
): Promise<CosmosResponse> {
  const feed = openFeed(operation, options, feeds, { signal, isReadingAhead: false });
  try {
    return (await feed.next()) ?? emptyPage(operation);
  } finally {
    feed.close();
  }
}

/** All pages, read ahead. @param tell  Told of each page. @throws {CosmosError} */
export async function* readPages(
  operation: CosmosOperation,
  options: ResolvedOperationOptions,
  feeds: FeedParts,
  signal: AbortSignal | undefined,
  tell: TellHandlers | undefined,
): AsyncGenerator<CosmosResponse, void, undefined> {
  const feed = openFeed(operation, options, feeds, { signal, isReadingAhead: true });
  const next = (): Promise<FeedPage | undefined> =>
    tell === undefined ? feed.next() : tell(operation, options, feed.next());
  try {
    for (let page = await next(); page !== undefined; page = await next()) yield page;
  } finally {
    feed.close();
  }
}

function emptyPage(operation: CosmosOperation): CosmosResponse {
  return new FeedPage({
    items: [],
    responses: [],
    diagnostics: new CosmosDiagnostics('', operationName(operation), [], 0),
    isNotModified: false,
    continuationToken: () => undefined,
  });
}
