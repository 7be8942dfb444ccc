import { spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { history } from '@perdura/durable-core/testing';
import { orchestration } from '../src/definitions/orchestration.ts';
import { openExecution } from '../src/engine/open-execution.ts';

const flags = ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning'];
const env = { ...process.env, NODE_OPTIONS: '' };
const programOf = (name: string): string => fileURLToPath(new URL(`./programs/${name}.ts`, import.meta.url));

describe('real work in an orchestrator', () => {
  const program = programOf('guard-cases');
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, program], { encoding: 'utf8', env });
  const lines = readFileSync(program, 'utf8').split('\n');
  const ends = JSON.parse(stdout === '' ? '{}' : stdout) as Record<string, [string, string][]>;

  it('does not keep the process from going on', () => {
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it.each([
    'setTimeout',
    'setInterval',
    'setImmediate',
    'fetch',
    'node:timers',
    'node:timers/promises',
    'fs promise',
    'fs callback',
    'new http connection',
    'pooled http connection',
    'dns',
    'child_process',
    'zlib',
    'pbkdf2',
  ])('fails the instance and names the line: %s', (name) => {
    const line =
      1 + lines.findIndex((text) => text.trimStart().startsWith(/\W/.test(name) ? `'${name}':` : `${name}:`));
    const [awaited, raced, caught] = ends[name] ?? [];
    for (const end of [awaited, raced, caught]) {
      expect(end).toEqual(['io-in-orchestrator', expect.stringContaining(`guard-cases.ts:${line}:`)]);
      expect(end?.[1]).toContain("The code of orchestration 'o' (instance 'i') does real work (");
    }
  });

  it('goes unnoticed where the guard is off, but for waits that nothing can end', async () => {
    const code = orchestration('o', async (ctx) => {
      setImmediate(() => undefined);
      return ctx.instanceId;
    });
    const off = { instanceId: 'i', ioGuard: false };
    expect((await openExecution(code, off).advance(history().events)).outcome).toMatchObject({ kind: 'completed' });
    const on = { instanceId: 'i' };
    expect((await openExecution(code, on).advance(history().events)).outcome).toMatchObject({ kind: 'failed' });
  });

  it('is found in generators, too, and in code outside of orchestrators never', async () => {
    const code = orchestration('o', function* (ctx) {
      setTimeout(() => undefined, 0);
      return (yield ctx.callActivity('A')) as unknown;
    });
    const turn = openExecution(code, { instanceId: 'i' }).advance(history().events);
    const outside = new Promise((resolve) => setTimeout(resolve, 0));
    expect((await turn).outcome).toMatchObject({ kind: 'failed', error: { code: 'io-in-orchestrator' } });
    await outside;
  });

  it('may be the logger’s, which is not the orchestrator’s own', async () => {
    const said: string[] = [];
    const say = (message: string): void => void setTimeout(() => said.push(message), 0);
    const log = { debug: say, info: say, warn: say, error: say };
    const code = orchestration('o', async (ctx) => ctx.log.info('hello'));
    const { outcome } = await openExecution(code, { instanceId: 'i', log }).advance(history().events);
    expect(outcome).toMatchObject({ kind: 'completed' });
  });
});

describe('standard output of an orchestrator', () => {
  const program = programOf('says-hello');
  const completed = '{"kind":"completed","output":"\\"done\\""}';

  it('may be a pipe', () => {
    const { stdout } = spawnSync(process.execPath, [...flags, program], { encoding: 'utf8', env });
    expect(stdout.trim().split('\n')).toEqual(['hello', completed]);
  });

  it('may be a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'perdura-'));
    try {
      const file = join(folder, 'output');
      const out = openSync(file, 'w');
      spawnSync(process.execPath, [...flags, program], { stdio: ['ignore', out, out], env });
      expect(readFileSync(file, 'utf8').trim().split('\n')).toEqual(['hello', 'as well', completed]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('may be a terminal', () => {
    const command = [process.execPath, ...flags, program].map((word) => `'${word}'`).join(' ');
    const { stdout, error } = spawnSync('script', ['-qec', command, '/dev/null'], { encoding: 'utf8', env });
    // Not every machine can make a terminal; where it can, it is looked at.
    if (error === undefined) expect(stdout.trim().split('\r\n')).toEqual(['hello', 'as well', completed]);
  });
});

describe('a rejection that nobody handles', () => {
  const run = (loser: string) =>
    spawnSync(process.execPath, [...flags, programOf('rejections'), loser], { encoding: 'utf8', env });

  it.each(['orchestrator', 'generator', 'listener'])(
    'fails the instance whose code has lost it, and not the process: %s',
    (loser) => {
      const { stdout, stderr, status } = run(loser);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(JSON.parse(stdout)).toMatchObject({ errorType: 'RangeError', errorMessage: 'lost' });
    },
  );

  it('fails the instance before its code sees another event', () => {
    const { stdout, stderr, status } = run('orchestrator-late');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(JSON.parse(stdout)).toMatchObject({ errorType: 'RangeError', errorMessage: 'lost', seen: 201 });
  });

  it('ends the process as ever when other code has lost it meanwhile', () => {
    const { stdout, stderr, status } = run('others');
    expect({ stdout, status }).toEqual({ stdout: '', status: 1 });
    expect(stderr).toContain('RangeError: lost');
  });

  it('is told to who listens for it', () => {
    const { stdout, status } = run('listened-to');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toEqual(['heard RangeError: lost', '{"kind":"completed","output":"\\"kept\\""}']);
  });
});
