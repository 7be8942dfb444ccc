import type { CliContext } from '../cli-context.ts';
import type { CommandCall } from '../command.ts';

/** Says what was done: `value` to programs, with `--json`, and `text` to people. */
export function report(call: CommandCall, { print }: Pick<CliContext, 'print'>, value: unknown, text: string): void {
  print(call.has('json') ? JSON.stringify(value) : text);
}
