import type { ContainerReference } from './container-reference.ts';
import type { DatabaseReference } from './database-reference.ts';
import { type ChangeFeedOptions, checkChangeFeed, encodeQuery, type FeedQuery } from './feed-settings.ts';
import { newOperation, type Operation } from './operation.ts';
import { feedResource, type OperationResource, requireContainer, requireDatabase } from './operation-resource.ts';

/** What is read page by page: feeds, queries and changes. */
export const feedOperations = {
  /**
   * Reads all items of a container, all containers of a database, or all databases, page by page. Items come in the order
   * of the hash space, within a partition key in the order of their creation.
   */
  readFeed(of: ContainerReference | DatabaseReference | 'databases'): Operation {
    return newOperation({ type: 'read-feed', resource: feedResource(of), feed: {} });
  },

  /** Queries the items of a container, page by page. @throws {TypeError} for a query without a text. */
  queryItems(container: ContainerReference, query: FeedQuery): Operation {
    return queryOf({ kind: 'items', container: requireContainer(container) }, query);
  },

  /** Queries the properties of a database's containers, page by page. @throws {TypeError} for a query without a text. */
  queryContainers(database: DatabaseReference, query: FeedQuery): Operation {
    return queryOf({ kind: 'containers', database: requireDatabase(database) }, query);
  },

  /** Queries the properties of the account's databases, page by page. @throws {TypeError} for a query without a text. */
  queryDatabases(query: FeedQuery): Operation {
    return queryOf({ kind: 'databases' }, query);
  },

  /** Asks how a query is carried out over several partitions; the body of the answer is the plan. */
  queryPlan(container: ContainerReference, query: FeedQuery): Operation {
    const encoded = encodeQuery(query);
    return newOperation({
      type: 'query-plan',
      resource: { kind: 'items', container: requireContainer(container) },
      body: encoder.encode(encoded),
      feed: { query: encoded },
    });
  },

  /**
   * Reads what has changed in a container, page by page. The feed never ends: a page without items says that there is
   * nothing new so far.
   *
   * @throws {TypeError} for options that do not exist or do not fit together.
   */
  changeFeed(container: ContainerReference, options: ChangeFeedOptions = {}): Operation {
    const resource = { kind: 'items', container: requireContainer(container) } as const;
    return newOperation({ type: 'read-feed', resource, feed: { changeFeed: checkChangeFeed(options) } });
  },
};

function queryOf(resource: OperationResource, asked: FeedQuery): Operation {
  const encoded = encodeQuery(asked);
  return newOperation({ type: 'query', resource, body: encoder.encode(encoded), feed: { query: encoded } });
}

const encoder = new TextEncoder();
