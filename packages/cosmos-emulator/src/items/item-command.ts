import type { PatchSpecification } from '../patching/patch-specification.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { StoredItem } from './stored-item.ts';

/** What is to be done with one item, by a request of its own or as one of a batch. */
export type ItemCommand = CreateCommand | ReadCommand | ReplaceCommand | DeleteCommand | PatchCommand;

/** Stores a new item; an upsert replaces what is there. */
export interface CreateCommand {
  readonly kind: 'create' | 'upsert';
  /** The item as it was sent. */
  readonly content: JsonObject;
  /** ETag the item must have if it is there; an upsert looks at it. */
  readonly ifMatch: string | undefined;
}

/** Shows an item. */
interface ReadCommand {
  readonly kind: 'read';
  /** The item that is addressed; `undefined` when there is none, as in all commands below. */
  readonly existing: StoredItem | undefined;
  /** ETag the client knows. */
  readonly ifNoneMatch: string | undefined;
}

/** Stores a new version. */
interface ReplaceCommand {
  readonly kind: 'replace';
  readonly existing: StoredItem | undefined;
  readonly content: JsonObject;
  /** ETag the item must have; `undefined` and `*` stand for any. */
  readonly ifMatch: string | undefined;
}

/** Removes an item. */
interface DeleteCommand {
  readonly kind: 'delete';
  readonly existing: StoredItem | undefined;
  readonly ifMatch: string | undefined;
}

/** Changes parts of an item. */
interface PatchCommand {
  readonly kind: 'patch';
  readonly existing: StoredItem | undefined;
  readonly patch: PatchSpecification;
  readonly ifMatch: string | undefined;
}
