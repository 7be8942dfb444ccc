import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCommandLine } from '../src/cli/run-command-line.ts';
import { parseGuid } from '../src/index.ts';
import { firstGuids, type GuidFamily } from './guid-families.ts';

const texts = (family: GuidFamily, count: number): readonly string[] =>
  firstGuids(family, count).map((bytes) => String(parseGuid(bytes)));
const version1 = texts('version 1, one a millisecond', 3_000);
const version4 = texts('version 4', 3_000);

/** Runs a command line in this process, over lines as its input. */
async function run(args: readonly string[], lines: readonly string[] = version4) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommandLine(args, {
    print: (line) => out.push(line),
    log: (line) => err.push(line),
    async *readLines(file) {
      if (file !== undefined) throw new Error(`${file} is not there`);
      yield* lines;
    },
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('table-partitioner partitions', () => {
  it('compares every strategy with every number of partitions', async () => {
    const { code, out } = await run(['partitions', '--partitions', '15,16,64', '--strategy', 'byteSum,murmur3,jump']);
    expect(code).toBe(0);
    const rows = out.match(/^(byteSum|murmur3|jump) +\d+ .*$/gm) ?? [];
    expect(rows.map((row) => row.split(/ +/).slice(0, 2).join(' '))).toEqual(
      [15, 16, 64].flatMap((partitions) => ['byteSum', 'murmur3', 'jump'].map((name) => `${name} ${partitions}`)),
    );
    for (const row of rows) expect(row).toMatch(/ even$/);
  });

  it('draws a bar for each of few partitions, and for the loads of many', async () => {
    const few = await run(['partitions', '--partitions', '16', '--strategy', 'murmur3']);
    expect(few.out.match(/^ {2}partition \d+ +\d+ #+$/gm)).toHaveLength(16);
    const many = await run(['partitions', '--partitions', '600', '--strategy', 'byteSum'], version1);
    const bars = [...many.out.matchAll(/^ {2}(empty|[\d.]+ (?:to|x mean).*?) +(\d+) ?#*$/gm)];
    expect(bars[0]?.[1]).toBe('empty');
    expect(bars.reduce((sum, [, , partitions]) => sum + Number(partitions), 0)).toBe(600);
  });

  it('shows the partitions that stay empty, says why, and recommends what carries the peak', async () => {
    const args = ['partitions', '--partitions', '15', '--strategy', 'byteSum,murmur3', '--peak', '12000'];
    const { code, out } = await run(args, version1);
    expect(code).toBe(0);
    expect(out).toMatch(/^byteSum +15 +5\.00 +\d+\.\d\d +12 +6,000 {2}uneven$/m);
    expect(out).toContain('Beware: byteSum loads 15 partitions unevenly with GUIDs of version 1');
    expect(out).toContain('Recommended for a peak of 12,000 entities a second: murmur3 with 15 partitions.');
  });

  it('ends with 3 when none can be recommended, and says what to try', async () => {
    const skewed = await run(['partitions', '--partitions', '15', '--strategy', 'byteSum'], version1);
    expect(skewed).toMatchObject({ code: 3, err: '' });
    expect(skewed.out).toContain('None of these is known to be even');
    expect(skewed.out).toContain('or murmur3 with 16 partitions.');

    const few = await run(['partitions', '--partitions', '16'], version4.slice(0, 79));
    expect(few.code).toBe(3);
    expect(few.out).toContain('too few keys');
  });

  it('shares what one account cannot serve among several', async () => {
    const { out } = await run(['partitions', '--peak', '50000', '--partitions', '32']);
    expect(out).toContain('Such a peak takes 3 accounts, as one serves 20,000 entities a second');
    expect(out).toContain('Recommended for a peak of 50,000 entities a second: murmur3 with 32 partitions.');
  });

  it('prints JSON with the count of every partition', async () => {
    const args = ['partitions', '--json', '--partitions', '15,16', '--strategy', 'byteSum'];
    const { code, out } = await run(args, version1);
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ keys: 3_000, skipped: 0, peakPerSecond: 1_000, accounts: 1, enoughPartitions: 16 });
    expect(report.recommended).toEqual({ strategy: 'byteSum', partitions: 16 });
    expect(report.spreads[0]).toMatchObject({
      ...{ strategy: 'byteSum', partitions: 15, verdict: 'uneven', empty: 12, min: 0, max: 1_000, mean: 200 },
      ...{ maxOverMean: 5, carriedPerSecond: 6_000, warnings: [expect.stringContaining('version 1')] },
    });
    expect(report.spreads[0].counts).toHaveLength(15);
    expect(report.spreads[0].counts.filter((count: number) => count > 0)).toEqual([1_000, 1_000, 1_000]);
    expect((await run([...args, '--partitions', '15'], version1)).out).toContain('"recommended": null');
  });

  it('takes keys in any form, in quotes, with a comma or white space around, and passes over empty lines', async () => {
    const [key = ''] = version4;
    const lines = [`{${key}}`, `"${key.toUpperCase()}",`, `'${key}'`, `  ${key} `, '', ' ', `${key},`];
    const { out } = await run(['partitions', '--json', '--partitions', '16', '--strategy', 'murmur3'], lines);
    const { keys, spreads } = JSON.parse(out);
    expect({ keys, max: spreads[0].max }).toEqual({ keys: 5, max: 5 });
  });

  it('stops at a line that is no GUID, or counts it when told to', async () => {
    const lines = [...version4, 'PartitionKey', version4[0] ?? ''];
    const stopped = await run(['partitions'], lines);
    expect(stopped).toMatchObject({ code: 1, out: '' });
    expect(stopped.err).toContain('table-partitioner: Line 3001: "Partitio…" (12 characters) is not a GUID');
    const skipped = await run(['partitions', '--skip-invalid'], lines);
    expect(skipped.code).toBe(0);
    expect(skipped.out).toMatch(/^3,001 keys, 1 line skipped/);
  });

  it.each([
    ['there are none', [], 'There is no GUID in 0 lines.'],
    ['all are skipped', ['a', 'b'], 'There is no GUID in 2 lines.'],
  ])('ends with 1 when %s', async (_what, lines, message) => {
    expect(await run(['partitions', '--skip-invalid'], lines)).toEqual({
      code: 1,
      out: '',
      err: `table-partitioner: ${message}`,
    });
  });

  it.each([
    [[], 'There is no command'],
    [['split'], 'There is no command "split"'],
    [['partitions', 'keys.txt'], 'A file of keys is named by --keys'],
    [['partitions', '--partition', '15'], "Unknown option '--partition'"],
    [['partitions', '--partitions', '15,x'], '--partitions takes integers from 1 to 1000000, not "x"'],
    [['partitions', '--partitions', '0'], 'not "0"'],
    [['partitions', '--partitions', '1000001'], 'not "1000001"'],
    [['partitions', '--partitions', '4082', '--strategy', 'byteSum'], 'byteSum reaches at most 4081 partitions'],
    [['partitions', '--strategy', 'crc32'], '--strategy takes byteSum, murmur3, jump, not "crc32"'],
    [['partitions', '--peak', '1e3'], '--peak takes integers'],
  ])('ends with 2 for %j and says why', async (args, message) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).toContain('See table-partitioner --help.');
  });

  it('prints its usage and its version', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--skip-invalid') });
    expect(await run(['partitions', '--help'])).toMatchObject({ code: 0 });
    const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await run(['--version'])).toEqual({ code: 0, out: version, err: '' });
  });
});

describe('the process', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'table-partitioner-'));
    await writeFile(join(folder, 'sessions.txt'), `${version1.join('\r\n')}\r\n`);
  });
  afterAll(() => rm(folder, { recursive: true }));

  function start(args: readonly string[]) {
    const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
    const flags = ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning'];
    return spawn(process.execPath, [...flags, main, ...args], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
  }

  async function runProcess(args: readonly string[], input = '') {
    const child = start(args);
    child.stdin.end(input);
    const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code, out, err };
  }

  it('prints what the README says', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const shown =
      /^npx @perdura\/table-partitioner (?<args>partitions .*)\n```\n\n```text\n(?<output>[\s\S]*?)^```$/m.exec(readme);
    const { args = '', output } = shown?.groups ?? {};
    expect(await runProcess(args.split(' '))).toEqual({ code: 0, out: output, err: '' });
  });

  it('reads standard input', async () => {
    const { code, out } = await runProcess(['partitions', '--partitions', '16'], version4.join('\n'));
    expect(code).toBe(0);
    expect(out).toMatch(/^3,000 keys\n/);
  });

  it('ends with 1 when the file is not there, with 2 when the command line is wrong', async () => {
    const missing = await runProcess(['partitions', '--keys', 'nowhere.txt']);
    expect(missing).toMatchObject({ code: 1, out: '', err: expect.stringContaining('nowhere.txt') });
    expect(await runProcess(['--nonsense'])).toMatchObject({ code: 2, out: '' });
  });

  it('does not complain when nobody reads on', async () => {
    const child = start(['partitions', '--partitions', '16', '--json']);
    child.stdout.destroy();
    child.stdin.end(version4.join('\n'));
    const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect({ err, code }).toEqual({ err: '', code: 0 });
  });
});
