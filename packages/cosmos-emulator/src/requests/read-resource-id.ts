import { type Refusal, refuse } from '../responses/answer.ts';
import type { JsonObject } from './json-object.ts';

/** Names of databases and containers have at most 255 characters; of what unit is not said, bytes are the strict reading. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#control-plane */
export const maxNameLength = 255;

/** Ids of items have at most 1,023 bytes. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-item-limits */
export const maxItemIdLength = 1023;

/** The `id` of a new resource; refused when it is missing, no text, empty, too long, or would not fit into a path. */
export function readResourceId(body: JsonObject, maxBytes: number): string | Refusal {
  const { id } = body;
  if (id === undefined) {
    return refuse(400, "The input content is invalid because the required properties - 'id; ' - are missing");
  }
  if (typeof id !== 'string') return refuse(400, "The input content is invalid because 'id' must be a string.");
  if (id === '' || id.trim() === '') return refuse(400, 'The input name is invalid: an id must not be empty or blank.');
  if (!id.isWellFormed()) return refuse(400, 'The input name is invalid: an id must be well-formed Unicode.');
  if (/[/\\?#]/.test(id)) {
    return refuse(
      400,
      `The input name '${id}' is invalid. Ensure the id has none of the characters '/', '\\', '?' and '#'.`,
    );
  }
  if (id.endsWith(' '))
    return refuse(400, `The input name '${id}' is invalid. Ensure the id does not end with a space.`);
  if (Buffer.byteLength(id) > maxBytes) {
    return refuse(400, `The input name is invalid. Ensure the id has at most ${maxBytes} bytes.`);
  }
  return id;
}
