// Longer than other files, because it is the list of everything a driver can be asked for: one short function each, with what
// users must know of it. What there is to check or to encode is elsewhere.

import type { BatchOperation } from '../batch/batch-operation.ts';
import { encodeBatch } from '../batch/encode-batch.ts';
import { FeedRange } from '../partitioning/feed-range.ts';
import { describePatch } from '../patch/describe-patch.ts';
import type { PatchOperation, PatchOptions } from '../patch/patch-operation.ts';
import { isHeaderText } from '../request/header-text.ts';
import {
  type CreateOptions,
  describeNewThroughput,
  describeThroughput,
  type ReplaceThroughputOptions,
} from '../throughput/describe-throughput.ts';
import type { Throughput } from '../throughput/throughput.ts';
import { type ContainerReference, containerAddress } from './container-reference.ts';
import type { DatabaseReference } from './database-reference.ts';
import {
  type ChangeFeedOptions,
  checkChangeFeed,
  checkContinuation,
  checkMaxItemCount,
  checkScope,
  encodeQuery,
  type FeedQuery,
  type FeedSettings,
  type PartitionTarget,
} from './feed-settings.ts';
import { type ItemKey, ItemReference } from './item-reference.ts';
import { logicalPartition } from './logical-partition.ts';
import type { OperationDetails } from './operation-details.ts';
import {
  feedResource,
  type OperationResource,
  type OperationType,
  offerResource,
  requireContainer,
  requireDatabase,
  requireItem,
  takesBody,
  throughputResource,
} from './operation-resource.ts';
import type { PartitionKeyInput } from './partition-key.ts';
import type { Precondition } from './precondition.ts';

interface OperationParts {
  readonly type: OperationType;
  readonly resource: OperationResource;
  readonly details?: OperationDetails | undefined;
  readonly body?: Uint8Array | undefined;
  readonly sessionToken?: string | undefined;
  readonly precondition?: Precondition | undefined;
  readonly feed?: FeedSettings | undefined;
}

/**
 * One thing to be done, as data: what, to which resource, with which body and under which condition.
 *
 * Operations are immutable; `with…` answers a changed copy. How an operation is carried out (timeouts, retries, regions)
 * is not part of it but of the options given to `driver.executeOperation`.
 */
export class CosmosOperation {
  /** What is done. */
  readonly type: OperationType;
  /** To what. */
  readonly resource: OperationResource;
  /** What else it says: the operations of a patch or batch, a throughput; `undefined` for nothing. */
  readonly details: OperationDetails | undefined;
  /** The bytes sent, JSON in UTF-8; `undefined` when there are none. */
  readonly body: Uint8Array | undefined;
  /** The session token the caller demands; `undefined` leaves it to the driver. */
  readonly sessionToken: string | undefined;
  /** Condition on the resource's ETag. */
  readonly precondition: Precondition | undefined;
  /** What only feeds have; `undefined` for everything else. */
  readonly feed: FeedSettings | undefined;

  private constructor(parts: OperationParts) {
    this.type = parts.type;
    this.resource = parts.resource;
    this.details = parts.details;
    this.body = parts.body;
    this.sessionToken = parts.sessionToken;
    this.precondition = parts.precondition;
    this.feed = parts.feed && Object.freeze({ ...parts.feed });
    Object.freeze(this);
  }

  /** Reads the account: its regions and its consistency. */
  static readAccount(): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: { kind: 'account' } });
  }

  /**
   * Creates a database; the body is `{ "id": … }`.
   *
   * @param options  `throughput` is shared by its containers. (default: each container has its own)
   */
  static createDatabase(database: DatabaseReference, options?: CreateOptions): CosmosOperation {
    return new CosmosOperation({
      type: 'create',
      resource: requireDatabase(database),
      details: describeNewThroughput(options),
    });
  }

  /** Reads the properties of a database. */
  static readDatabase(database: DatabaseReference): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: requireDatabase(database) });
  }

  /** Deletes a database with everything in it. */
  static deleteDatabase(database: DatabaseReference): CosmosOperation {
    return new CosmosOperation({ type: 'delete', resource: requireDatabase(database) });
  }

  /**
   * Creates a container; the body holds its properties.
   *
   * @param options  `throughput` is its own. (default: the database's, else the service chooses)
   */
  static createContainer(database: DatabaseReference, id: string, options?: CreateOptions): CosmosOperation {
    const resource = containerAddress(requireDatabase(database), id);
    return new CosmosOperation({ type: 'create', resource, details: describeNewThroughput(options) });
  }

  /** Reads the properties of a container. */
  static readContainer(database: DatabaseReference, id: string): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: containerAddress(requireDatabase(database), id) });
  }

  /** Replaces the properties of a container; the body holds all of them. Id and partition key cannot change. */
  static replaceContainer(database: DatabaseReference, id: string): CosmosOperation {
    return new CosmosOperation({ type: 'replace', resource: containerAddress(requireDatabase(database), id) });
  }

  /** Deletes a container with all its items. */
  static deleteContainer(database: DatabaseReference, id: string): CosmosOperation {
    return new CosmosOperation({ type: 'delete', resource: containerAddress(requireDatabase(database), id) });
  }

  /** Reads one page of a container's partition key ranges; the response's body is of kind `items`. */
  static readPartitionKeyRanges(container: ContainerReference): CosmosOperation {
    const resource = { kind: 'partition-key-ranges', container: requireContainer(container) } as const;
    return new CosmosOperation({ type: 'read-feed', resource, feed: {} });
  }

  /**
   * Reads all items of a container, all containers of a database, or all databases, page by page. Items come in the order
   * of the hash space, within a partition key in the order of their creation.
   */
  static readFeed(of: ContainerReference | DatabaseReference | 'databases'): CosmosOperation {
    return new CosmosOperation({ type: 'read-feed', resource: feedResource(of), feed: {} });
  }

  /** Queries the items of a container, page by page. @throws {TypeError} for a query without a text. */
  static queryItems(container: ContainerReference, query: FeedQuery): CosmosOperation {
    return CosmosOperation.#query({ kind: 'items', container: requireContainer(container) }, query);
  }

  /** Queries the properties of a database's containers, page by page. @throws {TypeError} for a query without a text. */
  static queryContainers(database: DatabaseReference, query: FeedQuery): CosmosOperation {
    return CosmosOperation.#query({ kind: 'containers', database: requireDatabase(database) }, query);
  }

  /** Queries the properties of the account's databases, page by page. @throws {TypeError} for a query without a text. */
  static queryDatabases(query: FeedQuery): CosmosOperation {
    return CosmosOperation.#query({ kind: 'databases' }, query);
  }

  /** Asks how a query is carried out over several partitions; the body of the answer is the plan. */
  static queryPlan(container: ContainerReference, query: FeedQuery): CosmosOperation {
    const encoded = encodeQuery(query);
    return new CosmosOperation({
      type: 'query-plan',
      resource: { kind: 'items', container: requireContainer(container) },
      body: encoder.encode(encoded),
      feed: { query: encoded },
    });
  }

  /**
   * Reads what has changed in a container, page by page. The feed never ends: a page without items says that there is
   * nothing new so far.
   *
   * @throws {TypeError} for options that do not exist or do not fit together.
   */
  static changeFeed(container: ContainerReference, options: ChangeFeedOptions = {}): CosmosOperation {
    const resource = { kind: 'items', container: requireContainer(container) } as const;
    return new CosmosOperation({ type: 'read-feed', resource, feed: { changeFeed: checkChangeFeed(options) } });
  }

  /**
   * Reads the throughput of a database or container: `readThroughputState` reads it in the response. Fails with `not-found`
   * when the resource has none of its own, because its database or its containers have it, or the account is serverless.
   */
  static readThroughput(of: DatabaseReference | ContainerReference): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: throughputResource(of) });
  }

  /**
   * Changes the throughput of a database or container, also from manual to autoscale and back. Large changes take the
   * service minutes; the operation looks every five seconds and ends when they are done.
   *
   * @param options  `waitForCompletion: false` ends it when the service has accepted the change. (default `true`)
   * @throws {TypeError} when the throughput is none.
   */
  static replaceThroughput(
    of: DatabaseReference | ContainerReference,
    throughput: Throughput,
    options?: ReplaceThroughputOptions,
  ): CosmosOperation {
    return new CosmosOperation({
      type: 'replace',
      resource: throughputResource(of),
      details: describeThroughput(throughput, options),
    });
  }

  /** Looks for offers by a query, the body; the response's body is of kind `items`. `readThroughput` is what most want. */
  static queryOffers(): CosmosOperation {
    return new CosmosOperation({ type: 'query', resource: { kind: 'offers' } });
  }

  /** Reads an offer. @param rid  Its resource id. @throws {TypeError} when it is none. */
  static readOffer(rid: string): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: offerResource(rid) });
  }

  /**
   * Replaces an offer; the body is all of it.
   *
   * @param rid  Its resource id.
   * @param options  `migrateTo` changes its kind, and the service chooses the number. (default: the kind stays)
   * @throws {TypeError} when it is none.
   */
  static replaceOffer(
    rid: string,
    { migrateTo: to }: { readonly migrateTo?: Throughput['kind'] | undefined } = {},
  ): CosmosOperation {
    const details = to === undefined ? undefined : ({ kind: 'offer-migration', to } as const);
    return new CosmosOperation({ type: 'replace', resource: offerResource(rid), details });
  }

  /** Creates an item; fails with `conflict` when it exists. The body's `id` and partition key must be the reference's. */
  static createItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'create', resource: requireItem(item) });
  }

  /** Reads an item. */
  static readItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: requireItem(item) });
  }

  /**
   * Reads many items, by as few requests as can be; the response's body is of kind `items`, in the order of the keys, without what
   * is not there.
   *
   * @throws {TypeError} when the container is no reference, or a key is not complete.
   */
  static readMany(container: ContainerReference, keys: readonly ItemKey[]): CosmosOperation {
    if (!Array.isArray(keys)) throw new TypeError('Items are named by an array of { partitionKey, id }.');
    const resource = { kind: 'items', container: requireContainer(container) } as const;
    const items = keys.map((key: ItemKey) => ItemReference.from(container, key?.partitionKey, key?.id));
    return new CosmosOperation({ type: 'read', resource, details: { kind: 'read-many', items: Object.freeze(items) } });
  }

  /** Replaces an item that exists. */
  static replaceItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'replace', resource: requireItem(item) });
  }

  /** Replaces an item, or creates it. */
  static upsertItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'upsert', resource: requireItem(item) });
  }

  /** Deletes an item. */
  static deleteItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'delete', resource: requireItem(item) });
  }

  /**
   * Changes parts of an item, all or nothing.
   *
   * @param operations  One to ten; any number with the strategy `read-modify-replace`.
   * @throws {TypeError} for operations that cannot be, such as a change of the id or the partition key, and for options that do not go together.
   */
  static patchItem(
    item: ItemReference,
    operations: readonly PatchOperation[],
    options?: PatchOptions,
  ): CosmosOperation {
    const { partitionKey } = requireItem(item).container;
    return new CosmosOperation({ type: 'patch', resource: item, ...describePatch(operations, partitionKey, options) });
  }

  /**
   * Carries out up to 100 operations on items of one partition key, all or nothing.
   *
   * A batch that was not applied is a response too, of status 207: `readBatchResults` says which operation failed.
   *
   * @throws {TypeError} for no or more than 100 operations, more than 2 MB, and operations that are none.
   */
  static batch(
    container: ContainerReference,
    partitionKey: PartitionKeyInput,
    operations: readonly BatchOperation[],
  ): CosmosOperation {
    const resource = logicalPartition(container, partitionKey);
    const body = encodeBatch(operations, container.partitionKey);
    const details = { kind: 'batch', operations: Object.freeze([...operations]) } as const;
    return new CosmosOperation({ type: 'batch', resource, details, body });
  }

  /** Deletes all items of a partition key. The service does so in the background; they cannot be seen any more at once. */
  static deleteAllItems(container: ContainerReference, partitionKey: PartitionKeyInput): CosmosOperation {
    return new CosmosOperation({ type: 'delete', resource: logicalPartition(container, partitionKey) });
  }

  /**
   * The same operation with a body.
   *
   * @param bytes  JSON in UTF-8. The driver sends it as it is and never looks into it.
   * @throws {TypeError} when the operation takes no body, or it is not a `Uint8Array`.
   */
  withBody(bytes: Uint8Array): CosmosOperation {
    if (!takesBody(this)) throw new TypeError(`An operation of type ${this.type} takes no body.`);
    if (!(bytes instanceof Uint8Array)) throw new TypeError('The body of an operation must be a Uint8Array.');
    return new CosmosOperation({ ...this, body: bytes });
  }

  /**
   * The same operation that sees at least what this token has seen; it takes the place of the driver's own token.
   *
   * @throws {TypeError} when the token is no string, is empty, or does not fit into a header.
   */
  withSessionToken(token: string): CosmosOperation {
    if (!isHeaderText(token) || token === '') {
      throw new TypeError('A session token must be a non-empty string of printable ASCII.');
    }
    return new CosmosOperation({ ...this, sessionToken: token });
  }

  /** The same operation on another container: for one that was made anew, partitioned as the old one was. */
  withContainer(container: ContainerReference): CosmosOperation {
    const { resource } = this;
    switch (resource.kind) {
      case 'item': {
        const item = ItemReference.from(container, resource.partitionKey, resource.id);
        return new CosmosOperation({ ...this, resource: item });
      }
      case 'logical-partition': {
        return new CosmosOperation({ ...this, resource: logicalPartition(container, resource.partitionKey) });
      }
      default:
        return this;
    }
  }

  /** The same operation under a condition, made by `ifMatch` or `ifNoneMatch`. */
  withPrecondition(precondition: Precondition): CosmosOperation {
    if (precondition?.kind !== 'if-match' && precondition?.kind !== 'if-none-match') {
      throw new TypeError('A precondition is made by ifMatch(etag) or ifNoneMatch(etag).');
    }
    const kind = this.details?.kind ?? this.resource.kind;
    if (withoutPrecondition.has(kind)) throw new TypeError(`A precondition is not for a ${kind}.`);
    if (this.details?.kind === 'patch' && this.details.strategy === 'read-modify-replace') {
      throw new TypeError('A patch by read-modify-replace has a precondition of its own, and takes no other.');
    }
    return new CosmosOperation({ ...this, precondition });
  }

  /** The same feed from where a page ended. @throws {TypeError} when the operation is no feed, or it is no such token. */
  withContinuation(token: string): CosmosOperation {
    return this.#withFeed({ continuation: checkContinuation(token) });
  }

  /**
   * The same feed in pages of at most so many items; `-1` leaves it to the service. (default: the service's own)
   *
   * @throws {TypeError} when the operation is no feed, or the count is not a positive integer or `-1`.
   */
  withMaxItemCount(count: number): CosmosOperation {
    return this.#withFeed({ maxItemCount: checkMaxItemCount(count) });
  }

  /**
   * The same feed over a part of its container: a partition key, the first values of a hierarchical one, or a feed range.
   *
   * @throws {TypeError} when the operation is no feed of items, or the key does not fit the container.
   */
  withScope(scope: PartitionKeyInput | FeedRange): CosmosOperation {
    const checked = checkScope(scope);
    if (this.resource.kind !== 'items') throw new TypeError('Only feeds of items have a scope.');
    if (!(checked instanceof FeedRange)) FeedRange.fromPartitionKey(this.resource.container, checked);
    return this.#withFeed({ scope: checked });
  }

  /** The same change feed from another start on. @throws {TypeError} when the operation is no change feed. */
  withStart(startFrom: NonNullable<ChangeFeedOptions['startFrom']>): CosmosOperation {
    const { mode } = this.feed?.changeFeed ?? {};
    if (mode === undefined) throw new TypeError('Only change feeds have a start.');
    return this.#withFeed({ changeFeed: checkChangeFeed({ mode, startFrom }) });
  }

  /** One request of the feed: to one partition, from where that one has got to. The driver makes these by itself. */
  atPartition(
    partition: PartitionTarget | undefined,
    request: { readonly continuation?: string | undefined; readonly query?: string | undefined },
  ): CosmosOperation {
    const { query, continuation } = request;
    const rewritten: Partial<OperationParts> =
      query === undefined ? {} : { type: 'query', body: encoder.encode(query) };
    return new CosmosOperation({ ...this, ...rewritten, feed: { ...this.feed, partition, continuation } });
  }

  static #query(resource: OperationResource, query: FeedQuery): CosmosOperation {
    const encoded = encodeQuery(query);
    return new CosmosOperation({ type: 'query', resource, body: encoder.encode(encoded), feed: { query: encoded } });
  }

  #withFeed(changes: FeedSettings): CosmosOperation {
    if (this.feed === undefined)
      throw new TypeError(`An operation of type ${this.type} on one ${this.resource.kind} is no feed.`);
    return new CosmosOperation({ ...this, feed: { ...this.feed, ...changes } });
  }
}

/** What becomes several requests or is about several items: a batch's operations have preconditions of their own. */
const withoutPrecondition: ReadonlySet<string> = new Set(['batch', 'read-many', 'throughput', 'logical-partition']);

const encoder = new TextEncoder();
