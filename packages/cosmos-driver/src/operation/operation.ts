import { FeedRange } from '../partitioning/feed-range.ts';
import { isHeaderText } from '../request/header-text.ts';
import type { ContainerReference } from './container-reference.ts';
import {
  type ChangeFeedOptions,
  checkChangeFeed,
  checkContinuation,
  checkMaxItemCount,
  checkScope,
  type FeedSettings,
  type PartitionTarget,
} from './feed-settings.ts';
import { ItemReference } from './item-reference.ts';
import { logicalPartition } from './logical-partition.ts';
import type { OperationDetails } from './operation-details.ts';
import { type OperationResource, type OperationType, takesBody } from './operation-resource.ts';
import type { PartitionKeyInput } from './partition-key.ts';
import { checkPrecondition, type Precondition } from './precondition.ts';

/** What an operation is made of. */
export interface OperationParts {
  readonly type: OperationType;
  readonly resource: OperationResource;
  readonly details?: OperationDetails | undefined;
  readonly body?: Uint8Array | undefined;
  readonly sessionToken?: string | undefined;
  readonly precondition?: Precondition | undefined;
  readonly feed?: FeedSettings | undefined;
}

let make: (parts: OperationParts) => CosmosOperation;

/** Makes an operation of parts that were checked: for the functions of `CosmosOperation`, which is all that callers see of this. */
export function newOperation(parts: OperationParts): CosmosOperation {
  return make(parts);
}

/**
 * One thing to be done, as data: what, to which resource, with which body and under which condition.
 *
 * Operations are immutable; `with…` answers a changed copy. How an operation is carried out (timeouts, retries, regions)
 * is not part of it but of the options given to `driver.executeOperation`.
 */
class CosmosOperation {
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

  static {
    make = (parts) => new CosmosOperation(parts);
  }

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
    const checked = checkPrecondition(precondition);
    const kind = this.details?.kind ?? this.resource.kind;
    if (withoutPrecondition.has(kind)) throw new TypeError(`A precondition is not for a ${kind}.`);
    if (this.details?.kind === 'patch' && this.details.strategy === 'read-modify-replace') {
      throw new TypeError('A patch by read-modify-replace has a precondition of its own, and takes no other.');
    }
    return new CosmosOperation({ ...this, precondition: checked });
  }

  /**
   * The same feed from where a page ended. A change feed goes on in any feed range within the one that the token is of.
   *
   * @throws {TypeError} when the operation is no feed, or it is no such token.
   */
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

  #withFeed(changes: FeedSettings): CosmosOperation {
    if (this.feed === undefined)
      throw new TypeError(`An operation of type ${this.type} on one ${this.resource.kind} is no feed.`);
    return new CosmosOperation({ ...this, feed: { ...this.feed, ...changes } });
  }
}

/** What becomes several requests or is about several items: the operations of batches and bulks have preconditions of their own. */
const withoutPrecondition: ReadonlySet<string> = new Set([
  'batch',
  'bulk',
  'read-many',
  'throughput',
  'logical-partition',
]);

const encoder = new TextEncoder();

// Under its own name it is shown to users, together with the functions that make it.
export { CosmosOperation as Operation };
