import type { CosmosResponse } from '@perdura/cosmos-driver';
import type { Account, MakeOperation } from './account.ts';
import { type FeedOptions, feedExecuteOptions } from './feed-options.ts';
import { QueryIterator } from './query-iterator.ts';

/**
 * A feed that the driver answers a single page of, such as offers; the pages are strung together by the service's own
 * continuation.
 *
 * @param make  Makes the operation.
 */
export function iteratePlainFeed<T>(
  account: Account,
  make: MakeOperation,
  options: FeedOptions = {},
): QueryIterator<T> {
  return new QueryIterator<T>((after) =>
    pages(account, make, options, after ?? options.continuationToken ?? options.continuation),
  );
}

async function* pages(
  account: Account,
  make: MakeOperation,
  options: FeedOptions,
  after: string | undefined,
): AsyncGenerator<CosmosResponse, void, undefined> {
  const { customHeaders, ...call } = feedExecuteOptions(options);
  const { maxItemCount } = options;
  let token = after;
  do {
    const headers = {
      ...customHeaders,
      ...(maxItemCount ? { 'x-ms-max-item-count': String(maxItemCount) } : {}),
      ...(token === undefined ? {} : { 'x-ms-continuation': token }),
    };
    const response = await account.execute(make, { ...call, customHeaders: headers });
    token = response.rawHeaders['x-ms-continuation'];
    yield { ...response, continuationToken: token };
  } while (token !== undefined);
}
