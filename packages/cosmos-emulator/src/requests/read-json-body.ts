import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import type { WireRequest } from './wire-request.ts';

/** Requests are limited to 2 MB, and so are items. @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits */
export const maxBodyBytes: number = 2 * 1024 * 1024;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The body as a JSON object; refused when it is too large or anything else. */
export function readJsonBody(request: WireRequest): JsonObject | Refusal {
  const body = readJson(request);
  if (isRefusal(body)) return body;
  return isJsonObject(body.value) ? body.value : invalid;
}

/** The body as any JSON value; refused when it is too large or no JSON. */
export function readJson({ body }: WireRequest): { readonly value: unknown } | Refusal {
  if (body.length > maxBodyBytes) return refuse(413, 'Request size is too large');
  try {
    return { value: JSON.parse(decoder.decode(body)) };
  } catch {
    // Not UTF-8 or not JSON: the message says all there is to say.
    return invalid;
  }
}

const invalid = refuse(
  400,
  'The input content is invalid because it is not a JSON object. Ensure to provide a valid request body.',
);
