import { DurableError } from '../errors/durable-error.ts';
import type { JsonText } from './json-text.ts';

/**
 * Reads a recorded value.
 *
 * @param describe  Says what the value is when that is needed: `The result of activity 'Charge' (id 3)`.
 * @throws {DurableError} `malformed-history` when the text is not JSON.
 */
export function decodeJson(describe: () => string, text: JsonText): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DurableError('malformed-history', `${describe()} is not JSON: ${String(cause)}`, { cause });
  }
}
