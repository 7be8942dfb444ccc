import type { Patch } from './patch-operation.ts';

/** The media type of a patch. @see https://learn.microsoft.com/rest/api/cosmos-db/patch-a-document */
export const patchContentType = 'application/json_patch+json';

/** A patch as the service reads it: `{ "condition"?, "operations": [{ "op", "path", … }] }`, JSON. */
export function encodePatch({ operations, predicate }: Patch): string {
  return JSON.stringify(predicate === undefined ? { operations } : { condition: predicate, operations });
}
