import { CosmosOperation } from '@perdura/cosmos-driver';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import type { FeedOptions } from './feed-options.ts';
import { iteratePlainFeed } from './iterate-plain-feed.ts';
import type { OfferDefinition } from './offer.ts';
import type { QueryIterator } from './query-iterator.ts';
import type { Resource } from './resource.ts';
import { type SqlQuerySpec, toFeedQuery } from './sql-query-spec.ts';
import type { Untyped } from './untyped.ts';

/** The throughputs of an account. */
export class Offers {
  readonly #account: Account;

  /** Made by `client.offers`. */
  constructor(account: Account) {
    this.#account = account;
  }

  /** Results of a query over the offers. */
  query(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<Untyped>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T>;
  query<T>(query: string | SqlQuerySpec, options?: FeedOptions): QueryIterator<T> {
    const given = toFeedQuery(query);
    const body = encodeResource(typeof given === 'string' ? { query: given } : given);
    return iteratePlainFeed(this.#account, () => CosmosOperation.queryOffers().withBody(body), options);
  }

  /** All offers. */
  readAll(options?: FeedOptions): QueryIterator<OfferDefinition & Resource> {
    return this.query<OfferDefinition & Resource>('SELECT * FROM root', options);
  }
}
