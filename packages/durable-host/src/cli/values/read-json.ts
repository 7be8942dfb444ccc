import { messageOf } from '../../message-of.ts';
import type { CliContext } from '../cli-context.ts';

/**
 * Reads an argument that is JSON, or that says `-` for standard input.
 *
 * @param what  What it is, for the message: `the input`.
 * @returns The value; `undefined` when there is no argument.
 * @throws {TypeError} when it is no JSON.
 */
export async function readJson(
  what: string,
  argument: string | undefined,
  { readInput }: Pick<CliContext, 'readInput'>,
): Promise<unknown> {
  if (argument === undefined) return undefined;
  const text = argument === '-' ? await readInput() : argument;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const hint = `a text has quotes of its own, as in '"Mia"'`;
    throw new TypeError(`${what} is no JSON (${hint}): ${messageOf(cause)}`, {
      cause,
    });
  }
}
