import type { Account, MakeOperation } from './account.ts';
import { type FeedOptions, feedExecuteOptions, withFeedOptions } from './feed-options.ts';
import { QueryIterator } from './query-iterator.ts';

/** A feed, page by page, as options ask for it. @param make  Makes the feed as it is without options. */
export function iterateFeed<T>(account: Account, make: MakeOperation, options: FeedOptions = {}): QueryIterator<T> {
  return new QueryIterator<T>((after) =>
    account.pages(async () => {
      const feed = withFeedOptions(await make(), options);
      return after === undefined ? feed : feed.withContinuation(after);
    }, feedExecuteOptions(options)),
  );
}
