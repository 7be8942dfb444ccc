import { describe, expect, it } from '@jest/globals';
import { commands } from './commands.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { commandUsageText, usageText } from './usage-text.ts';

const parse = (...args: string[]) => parseCommandLine(args, commands);

describe('parseCommandLine', () => {
  it('finds the command, its arguments and its options, in any order', () => {
    const line = parse('raise', '--url', 'http://hub', 'order-17', '--json', 'approved');
    if (line.kind !== 'run') throw new Error(line.kind);
    expect(line.command.name).toBe('raise');
    expect(line.call.positionals).toEqual(['order-17', 'approved']);
    expect([line.call.text('url'), line.call.text('key'), line.call.has('json')]).toEqual([
      'http://hub',
      undefined,
      true,
    ]);
  });

  it('takes an argument that begins with a dash after two of them', () => {
    expect(parse('raise', '--', '-1', 'approved', '-5')).toMatchObject({
      call: { positionals: ['-1', 'approved', '-5'] },
    });
    expect(parse('raise', 'o', 'approved', '-')).toMatchObject({ call: { positionals: ['o', 'approved', '-'] } });
  });

  it.each<[string, string[], string]>([
    ['nothing', [], 'a command is missing'],
    ['an unknown command', ['dance'], "'dance'"],
    ['an unknown option', ['list', '--bogus'], '--bogus'],
    ['an option of another command', ['list', '--history'], '--history'],
    ['an option without its value', ['list', '--url'], '--url'],
    ['a value for an option without one', ['list', '--json=1'], '--json'],
    ['too few arguments', ['raise', 'order-17'], '<event> is missing'],
    ['too many arguments', ['show', 'a', 'b'], "'b' is one argument too many"],
  ])('refuses %s', (_name, args, message) => {
    expect(parse(...args)).toMatchObject({ kind: 'usage-error', message: expect.stringContaining(message) });
  });

  it('prefers help to everything else', () => {
    expect(parse('--help')).toEqual({ kind: 'help' });
    expect(parse('-h')).toEqual({ kind: 'help' });
    expect(parse('raise', '--help')).toMatchObject({ kind: 'help', command: { name: 'raise' } });
    expect(parse('--version')).toEqual({ kind: 'version' });
  });
});

describe('the help', () => {
  it('names every command in at most 120 columns', () => {
    const lines = usageText(commands).split('\n');
    for (const { name } of commands) expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it.each(commands)('of $name names every option in at most 120 columns', (command) => {
    const text = commandUsageText(command);
    expect(text).toContain(`Usage: durable-host ${command.name}`);
    for (const [name, { isHidden }] of Object.entries(command.flags)) {
      expect(text.includes(`--${name}`)).toBe(isHidden !== true);
    }
    expect(text.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });
});
