import { parseArgs } from 'node:util';
import { messageOf } from '../message-of.ts';
import type { Command, CommandCall } from './command.ts';

/** What the command line asks for. */
export type CommandLine =
  | { readonly kind: 'help'; readonly command?: Command }
  | { readonly kind: 'version' }
  | { readonly kind: 'usage-error'; readonly message: string; readonly command?: Command }
  | { readonly kind: 'run'; readonly command: Command; readonly call: CommandCall };

/**
 * Reads the command line: which command, its options and its arguments. Values are checked by the command.
 *
 * @param args  What follows the name of the program.
 */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const [first, ...rest] = args;
  if (first === undefined) return { kind: 'usage-error', message: 'a command is missing' };
  if (first === '--help' || first === '-h') return { kind: 'help' };
  if (first === '--version') return { kind: 'version' };
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) {
    const known = commands.map(({ name }) => name).join(', ');
    return { kind: 'usage-error', message: `there is no command '${first}', only ${known}` };
  }
  try {
    return parseCall(command, rest);
  } catch (error) {
    // What parseArgs says, or what this file does.
    return { kind: 'usage-error', message: messageOf(error), command };
  }
}

function parseCall(command: Command, args: readonly string[]): CommandLine {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, { value }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string' },
    ]),
  ) as Record<string, { readonly type: 'boolean' | 'string' }>;
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: true,
    allowPositionals: true,
  });
  if (values.help === true) return { kind: 'help', command };
  const missing = command.positionals[positionals.length];
  if (missing?.startsWith('<')) throw new TypeError(`${missing} is missing`);
  const surplus = positionals[command.positionals.length];
  if (surplus !== undefined) throw new TypeError(`'${surplus}' is one argument too many`);
  const read: Readonly<Record<string, unknown>> = values;
  return {
    kind: 'run',
    command,
    call: {
      positionals,
      text: (flag) => {
        const value = read[flag];
        return typeof value === 'string' ? value : undefined;
      },
      has: (flag) => read[flag] === true,
    },
  };
}
