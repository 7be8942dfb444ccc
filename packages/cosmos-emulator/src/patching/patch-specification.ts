/** A patch, checked as far as that goes without the item. */
export interface PatchSpecification {
  /** One to ten, carried out in their order. */
  readonly operations: readonly PatchOperation[];
  /** `FROM c WHERE …`: what must hold for the item before the patch; `undefined` for any item. */
  readonly condition: string | undefined;
}

/**
 * One step of a patch.
 *
 * - `add`: stores a property, or inserts into an array before an index or, with its length or `-`, at the end.
 * - `set`: the same, but replaces the element an array has at the index.
 * - `replace`: replaces what must be there.
 * - `remove`: removes what must be there.
 * - `incr`: adds to a number; stores the value where there is nothing.
 * - `move`: removes what is at `from` and adds it at the path.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/partial-document-update#supported-operations
 */
export type PatchOperation =
  | { readonly op: 'add' | 'set' | 'replace'; readonly path: JsonPath; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: JsonPath }
  | { readonly op: 'incr'; readonly path: JsonPath; readonly value: number }
  | { readonly op: 'move'; readonly path: JsonPath; readonly from: JsonPath };

/** Names and indexes from an item down to one of its parts, at least one. */
export type JsonPath = readonly string[];
