import { describeFailure } from '../errors/describe-failure.ts';
import { DurableError } from '../errors/durable-error.ts';
import type { JsonText } from './json-text.ts';

/**
 * Writes a value as JSON; `undefined` is nothing and has no text.
 *
 * @param what  What the value is, for the message: `the input of activity 'Charge'`.
 * @throws {DurableError} `not-serializable` for what JSON cannot say: functions, symbols, bigints, circular objects.
 */
export function encodeJson(what: string, value: unknown): JsonText | undefined {
  if (value === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    const problem = describeFailure(cause).errorMessage;
    throw new DurableError('not-serializable', `${what} cannot be written as JSON: ${problem}`, { cause });
  }
  if (text === undefined) throw new DurableError('not-serializable', `${what} cannot be written as JSON.`);
  return text;
}
