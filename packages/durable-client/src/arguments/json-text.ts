import { describeValue } from './check-options.ts';

/**
 * Writes a value as JSON text; `undefined` has none and stays `undefined`.
 *
 * @param what  What the value is, for the message: `input of 'order'`.
 * @throws {TypeError} when JSON cannot hold it: a function, a symbol, a bigint, a cycle.
 */
export function jsonText(value: unknown, what: string): string | undefined {
  if (value === undefined) return undefined;
  let text: string | undefined;
  try {
    text = JSON.stringify(value);
  } catch (error) {
    throw new TypeError(`The ${what} cannot be written as JSON.`, { cause: error });
  }
  if (text === undefined)
    throw new TypeError(`The ${what} cannot be written as JSON, it is a ${describeValue(value)}.`);
  return text;
}
