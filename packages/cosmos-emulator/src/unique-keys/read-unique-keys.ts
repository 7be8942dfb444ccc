import { parsePartitionKeyPath } from '@perdura/cosmos-protocol';
import { isJsonObject } from '../requests/json-object.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import type { UniqueKey } from './unique-key.ts';

/** How many unique keys a container, and paths a unique key may have. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-container-limits */
const maxUniqueKeys = 10;
const maxPaths = 16;

/** Reads a container's `uniqueKeyPolicy`, `{ uniqueKeys: [{ paths }] }`; refused with 400 when it is not one. */
export function readUniqueKeys(policy: unknown): readonly UniqueKey[] | Refusal {
  if (policy === undefined || policy === null) return [];
  const { uniqueKeys = [] } = isJsonObject(policy) ? policy : { uniqueKeys: policy };
  if (!Array.isArray(uniqueKeys)) return refusePolicy('uniqueKeys must be an array.');
  if (uniqueKeys.length > maxUniqueKeys) return refusePolicy(`a container has at most ${maxUniqueKeys} unique keys.`);
  const read: UniqueKey[] = [];
  for (const uniqueKey of uniqueKeys) {
    const paths = readPaths(uniqueKey);
    if (isRefusal(paths)) return paths;
    read.push(paths);
  }
  return read;
}

function readPaths(uniqueKey: unknown): UniqueKey | Refusal {
  const paths: unknown = isJsonObject(uniqueKey) ? uniqueKey.paths : undefined;
  if (!Array.isArray(paths) || paths.length === 0) return refusePolicy('every unique key needs at least one path.');
  if (paths.length > maxPaths) return refusePolicy(`a unique key has at most ${maxPaths} paths.`);
  const read: (readonly string[])[] = [];
  for (const path of paths) {
    const names = readPath(path);
    if (names === undefined) {
      return refusePolicy(
        `the path ${JSON.stringify(path)} cannot be parsed. Make sure the unique key path does not contain wildcards and invalid characters.`,
      );
    }
    read.push(names);
  }
  return read;
}

/** Unlike an indexing path, a unique key's names one property: no wildcards, no array elements, no second path behind a comma. */
function readPath(path: unknown): readonly string[] | undefined {
  if (typeof path !== 'string' || /[*?[\],]/.test(path.replaceAll(/"[^"]*"/g, ''))) return undefined;
  try {
    return parsePartitionKeyPath(path);
  } catch {
    // What is wrong with it, the refusal says as the service does.
    return undefined;
  }
}

function refusePolicy(problem: string): Refusal {
  return refuse(400, `The unique key policy is invalid: ${problem}`);
}
