import { parsePartitionKeyPath } from './partition-key-path.ts';

/** How the service turns a partition key into a position: `Hash` for one path, `MultiHash` for hierarchical keys, `Range` in old containers. */
export type PartitionKeyKind = 'Hash' | 'MultiHash' | 'Range';

/** A container's `partitionKey` property, read and complete. */
export interface PartitionKeyDefinition {
  /** One to three JSON paths, such as `/tenantId`, in the order of the key's components. */
  readonly paths: readonly string[];
  /** How the key is hashed. */
  readonly kind: PartitionKeyKind;
  /** Version of the hash: `1` looks at the first 100 bytes of a string, `2` at all of them. */
  readonly version: 1 | 2;
}

/** Hierarchical partition keys have at most three levels. @see https://learn.microsoft.com/azure/cosmos-db/hierarchical-partition-keys */
const maxPaths = 3;

/**
 * Completes a definition for a new container: one path is hashed, several are a hierarchical key; always version 2.
 *
 * @throws {TypeError} unless there are one to three paths, each naming a property.
 */
export function createPartitionKeyDefinition(paths: readonly string[]): PartitionKeyDefinition {
  for (const path of paths) parsePartitionKeyPath(String(path));
  return define(paths, paths.length === 1 ? 'Hash' : 'MultiHash', 2);
}

/**
 * Reads the `partitionKey` property of a container as the service sends it.
 *
 * A missing version means version 1, and such containers are always of kind `Hash`: only new containers carry a version.
 * A hierarchical key exists in version 2 only.
 *
 * @param json  The parsed property, such as `{ paths: ['/pk'], kind: 'Hash', version: 2 }`; unknown properties are ignored.
 * @throws {TypeError} when it is not a partition key definition.
 */
export function readPartitionKeyDefinition(json: unknown): PartitionKeyDefinition {
  if (typeof json !== 'object' || json === null) throw new TypeError('A partition key definition must be an object.');
  const { paths, kind = 'Hash', version } = json as Record<string, unknown>;
  if (!Array.isArray(paths)) throw new TypeError('A partition key definition must have an array of paths.');
  if (kind !== 'Hash' && kind !== 'MultiHash' && kind !== 'Range') {
    throw new TypeError('The kind of a partition key must be Hash, MultiHash or Range.');
  }
  if (version !== undefined && version !== 1 && version !== 2) {
    throw new TypeError('The version of a partition key must be 1 or 2.');
  }
  if (kind === 'MultiHash' && version !== 2) throw new TypeError('A MultiHash partition key must have version 2.');
  return define(paths, version === undefined ? 'Hash' : kind, version ?? 1);
}

function define(paths: readonly unknown[], kind: PartitionKeyKind, version: 1 | 2): PartitionKeyDefinition {
  if (paths.length < 1 || paths.length > maxPaths) {
    throw new TypeError(`A partition key has one to ${maxPaths} paths, not ${paths.length}.`);
  }
  if (kind !== 'MultiHash' && paths.length > 1) throw new TypeError(`A partition key of kind ${kind} has one path.`);
  const checked = paths.map((path) => {
    if (typeof path !== 'string' || !/^\/./.test(path)) {
      throw new TypeError('A partition key path must be a string that starts with "/" and names a property.');
    }
    return path;
  });
  return Object.freeze({ paths: Object.freeze(checked), kind, version });
}
