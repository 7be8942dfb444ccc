import type { Command } from './command.ts';
import { formatTable } from './output/format-table.ts';

const exitCodes = [
  'Exit codes: 0 it was done, 1 it failed, 2 the command line was wrong and nothing was done.',
  'Errors are one line on stderr.',
];

/** What `--help` prints. */
export function usageText(commands: readonly Command[]): string {
  const rows = commands.map((command) => [`  ${invocation(command)}`, command.summary]);
  return [
    'Usage: durable-host <command> [options]',
    '',
    ...formatTable(rows),
    '',
    'durable-host <command> --help tells the options of a command; --version prints the version.',
    ...exitCodes,
  ].join('\n');
}

/** What `--help` after a command prints. */
export function commandUsageText(command: Command): string {
  const flags = Object.entries(command.flags).filter(([, { isHidden }]) => !isHidden);
  const rows = [
    ...flags.map(([name, { value, help }]) => [`  --${name}${value === undefined ? '' : ` ${value}`}`, help]),
    ['  --help', 'prints this'],
  ];
  return [
    `Usage: durable-host ${invocation(command)} [options]`,
    '',
    `${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.`,
    ...(command.details ?? []),
    '',
    ...formatTable(rows),
  ].join('\n');
}

function invocation({ name, positionals }: Command): string {
  return [name, ...positionals].join(' ');
}
