import { isHeaderText } from '../request/header-text.ts';
import { type ContainerAddress, ContainerReference, containerAddress } from './container-reference.ts';
import { DatabaseReference } from './database-reference.ts';
import { ItemReference } from './item-reference.ts';
import type { Precondition } from './precondition.ts';

/** What an operation does with its resource. */
export type OperationType = 'create' | 'read' | 'replace' | 'upsert' | 'delete' | 'read-feed';

/** What an operation addresses; creates and upserts address the resource they make. */
export type OperationResource =
  | { readonly kind: 'account' }
  | { readonly kind: 'partition-key-ranges'; readonly container: ContainerReference }
  | DatabaseReference
  | ContainerAddress
  | ItemReference;

interface OperationParts {
  readonly type: OperationType;
  readonly resource: OperationResource;
  readonly body?: Uint8Array | undefined;
  readonly sessionToken?: string | undefined;
  readonly precondition?: Precondition | undefined;
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
  /** The bytes sent, JSON in UTF-8; `undefined` when there are none. */
  readonly body: Uint8Array | undefined;
  /** The session token the caller demands; `undefined` leaves it to the driver. */
  readonly sessionToken: string | undefined;
  /** Condition on the resource's ETag. */
  readonly precondition: Precondition | undefined;

  private constructor(parts: OperationParts) {
    this.type = parts.type;
    this.resource = parts.resource;
    this.body = parts.body;
    this.sessionToken = parts.sessionToken;
    this.precondition = parts.precondition;
    Object.freeze(this);
  }

  /** Reads the account: its regions and its consistency. */
  static readAccount(): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: { kind: 'account' } });
  }

  /** Creates a database; the body is `{ "id": … }`. */
  static createDatabase(database: DatabaseReference): CosmosOperation {
    return new CosmosOperation({ type: 'create', resource: requireDatabase(database) });
  }

  /** Reads the properties of a database. */
  static readDatabase(database: DatabaseReference): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: requireDatabase(database) });
  }

  /** Deletes a database with everything in it. */
  static deleteDatabase(database: DatabaseReference): CosmosOperation {
    return new CosmosOperation({ type: 'delete', resource: requireDatabase(database) });
  }

  /** Creates a container; the body holds its properties. */
  static createContainer(database: DatabaseReference, id: string): CosmosOperation {
    return new CosmosOperation({ type: 'create', resource: containerAddress(requireDatabase(database), id) });
  }

  /** Reads the properties of a container. */
  static readContainer(database: DatabaseReference, id: string): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: containerAddress(requireDatabase(database), id) });
  }

  /** Deletes a container with all its items. */
  static deleteContainer(database: DatabaseReference, id: string): CosmosOperation {
    return new CosmosOperation({ type: 'delete', resource: containerAddress(requireDatabase(database), id) });
  }

  /** Reads one page of a container's partition key ranges; the response's body is of kind `items`. */
  static readPartitionKeyRanges(container: ContainerReference): CosmosOperation {
    if (!(container instanceof ContainerReference))
      throw new TypeError('Partition key ranges need a ContainerReference.');
    return new CosmosOperation({ type: 'read-feed', resource: { kind: 'partition-key-ranges', container } });
  }

  /** Creates an item; fails with `conflict` when it exists. The body's `id` and partition key must be the reference's. */
  static createItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'create', resource: requireItem(item) });
  }

  /** Reads an item. */
  static readItem(item: ItemReference): CosmosOperation {
    return new CosmosOperation({ type: 'read', resource: requireItem(item) });
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
   * The same operation with a body.
   *
   * @param bytes  JSON in UTF-8. The driver sends it as it is and never looks into it.
   * @throws {TypeError} when the operation takes no body, or it is not a `Uint8Array`.
   */
  withBody(bytes: Uint8Array): CosmosOperation {
    if (!takesBody(this.type)) throw new TypeError(`An operation of type ${this.type} takes no body.`);
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

  /** The same operation under a condition, made by `ifMatch` or `ifNoneMatch`. */
  withPrecondition(precondition: Precondition): CosmosOperation {
    if (precondition?.kind !== 'if-match' && precondition?.kind !== 'if-none-match') {
      throw new TypeError('A precondition is made by ifMatch(etag) or ifNoneMatch(etag).');
    }
    return new CosmosOperation({ ...this, precondition });
  }
}

/** Whether operations of this type carry a body, and must. */
export function takesBody(type: OperationType): boolean {
  return type === 'create' || type === 'replace' || type === 'upsert';
}

function requireDatabase(database: DatabaseReference): DatabaseReference {
  if (!(database instanceof DatabaseReference))
    throw new TypeError('A database is named by DatabaseReference.from(id).');
  return database;
}

function requireItem(item: ItemReference): ItemReference {
  if (!(item instanceof ItemReference)) {
    throw new TypeError('An item is named by ItemReference.from(container, partitionKey, id).');
  }
  return item;
}
