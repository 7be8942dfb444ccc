import { driverOptionFields } from '../src/options/driver-options.ts';
import { executeOptionFields } from '../src/options/operation-option-fields.ts';
import type { OptionField, OptionFields } from '../src/options/option-field.ts';
import { undiciTransportFields } from '../src/options/undici-transport-options.ts';
import { unusedVariables } from '../src/options/unused-variables.ts';
import { runtimeOptionFields } from '../src/runtime-options.ts';

/** Between these lines of the README stand the tables. */
const start = '<!-- Written by `pnpm option-tables`: change the tables of options, not this. -->';
const end = '<!-- End of the tables of options. -->';

/** The README with the tables of options as the source has them. */
export function withOptionTables(readme: string): string {
  const [before, rest] = [readme.indexOf(start), readme.indexOf(end)];
  if (before === -1 || rest === -1) throw new Error('The README has no place for the tables of options.');
  return `${readme.slice(0, before)}${start}\n\n${optionTables()}\n\n${readme.slice(rest)}`;
}

function optionTables(): string {
  return [
    table(['operation option', 'values', 'default', 'environment variable'], rowsOf(executeOptionFields)),
    table(['driver option', 'values', 'default', 'environment variable'], rowsOf(driverOptionFields)),
    table(['runtime option', 'values', 'default', 'environment variable'], rowsOf(runtimeOptionFields)),
    table(['undici transport option', 'values', 'default', 'environment variable'], rowsOf(undiciTransportFields)),
    'Variables of the Rust driver that set nothing here; a warning says so:',
    table(
      ['environment variable', 'why'],
      Object.entries(unusedVariables).map(([name, reason]) => [code(name), reason]),
    ),
  ].join('\n\n');
}

/** One row for each field; a group that has a table of its own gets one for itself. */
function rowsOf(fields: OptionFields, prefix = ''): string[][] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!('group' in field)) return [[code(prefix + name), cell(field.values), defaultOf(field), variablesOf(field)]];
    if (name === 'operationOptions') return [[code(name), 'operation options', '`{}`', '']];
    return rowsOf(field.group, `${prefix}${name}.`);
  });
}

function defaultOf({ byDefault, otherwise }: OptionField): string {
  if (otherwise !== undefined) return otherwise;
  if (byDefault === undefined) return 'none';
  return code(typeof byDefault === 'string' ? `'${byDefault}'` : JSON.stringify(byDefault));
}

function variablesOf({ environment, overridable }: OptionField): string {
  if (environment === undefined) return '';
  return overridable === true ? `${code(environment)}, \`…_OVERRIDE\`` : code(environment);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
