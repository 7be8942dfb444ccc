import { isDurableClientError } from '@perdura/durable-client';
import { messageOf } from '../message-of.ts';
import type { CliContext } from './cli-context.ts';
import { commands } from './commands.ts';
import { printable } from './output/printable.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { readVersion } from './read-version.ts';
import { commandUsageText, usageText } from './usage-text.ts';

/** What the process ends with: 0 it was done, 1 it failed, 2 the command line was wrong and nothing was done. */
export type ExitCode = 0 | 1 | 2;

/** Carries out a command line, and says on `context.log` what went wrong. Never rejects. */
export async function runCommandLine(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const line = parseCommandLine(args, commands);
  switch (line.kind) {
    case 'help':
      context.print(line.command === undefined ? usageText(commands) : commandUsageText(line.command));
      return 0;
    case 'version':
      context.print(await readVersion());
      return 0;
    case 'usage-error':
      return refuseUsage(line.message, line.command?.name);
    case 'run':
      try {
        await line.command.run(line.call, context);
        return 0;
      } catch (error) {
        // Whatever is called refuses wrong arguments by a TypeError, before it does anything.
        if (error instanceof TypeError) return refuseUsage(error.message, line.command.name);
        context.log(`durable-host: ${printable(failureText(error))}`);
        return 1;
      }
  }

  function refuseUsage(message: string, command?: string): ExitCode {
    const place = command === undefined ? 'durable-host' : `durable-host ${command}`;
    context.log(`${place}: ${printable(message.replace(/\.$/, ''))}. See ${place} --help.`);
    return 2;
  }
}

function failureText(error: unknown): string {
  const message = messageOf(error);
  const isUnreachable = isDurableClientError(error) && error.code === 'network';
  return isUnreachable ? `${message} Is it running? Another address is told by --url or PERDURA_HOST_URL.` : message;
}
