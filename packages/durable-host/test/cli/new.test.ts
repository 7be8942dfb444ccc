import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type ModuleFolder, moduleFolder } from './module-folder.ts';
import { runCli } from './run-cli.ts';

const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const kinds = ['orchestration', 'activity', 'entity'];

let folder: ModuleFolder;
beforeEach(async () => {
  folder = await moduleFolder();
});
afterEach(() => folder.remove());

const create = (...args: readonly string[]) => runCli(['new', ...args], { folder: folder.path });

/** Runs a script of Node in the folder. */
async function node(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: folder.path,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined },
  });
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: code as number | null, out: out + err };
}

/** Files of the folder that came after it was made. */
async function files(): Promise<readonly string[]> {
  return (await readdir(folder.path)).filter((name) => !['node_modules', 'package.json'].includes(name)).sort();
}

describe('new', () => {
  it.each([
    ['module', 'ts'],
    ['commonjs', 'mts'],
  ])('writes functions that compile, and tests that pass, in a package of type %s', async (type, extension) => {
    await folder.write('package.json', JSON.stringify({ type }));
    for (const kind of kinds) expect(await create(kind, `first-${kind}`)).toMatchObject({ code: 0, err: '' });
    for (const name of ['delete', 'hub', 'it'])
      for (const kind of kinds) await create(kind, `${name}`, '--folder', kind);
    const compilerOptions = {
      ...{ target: 'ES2024', module: 'NodeNext', types: ['node'], strict: true, noEmit: true },
      ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, noUnusedLocals: true },
      ...{ noUnusedParameters: true, verbatimModuleSyntax: true, erasableSyntaxOnly: true, noImplicitReturns: true },
      ...{ allowImportingTsExtensions: true, skipLibCheck: true, customConditions: ['@perdura/source'] },
    };
    await folder.write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts', '**/*.mts'] }));
    const compiled = await node(join(packageFolder, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
    expect(compiled).toEqual({ code: 0, out: '' });
    const tested = await node('--conditions=@perdura/source', '--test', '--test-reporter=tap');
    expect(tested.out).toMatch(/^# pass 12$/m);
    expect(tested.code).toBe(0);
    expect(await files()).toEqual(
      expect.arrayContaining([`first-activity.${extension}`, `first-activity.test.${extension}`]),
    );
  });

  it('says what it wrote, to people and in JSON', async () => {
    expect((await create('orchestration', 'ProcessOrder')).out).toBe(
      [
        "Wrote process-order.ts: the orchestration 'process_order'.",
        'Wrote process-order.test.ts: node --test process-order.test.ts',
      ].join('\n'),
    );
    const told = await create('activity', 'send-email', '--folder', 'src/mail', '--json');
    expect(JSON.parse(told.out)).toEqual({
      kind: 'activity',
      name: 'send_email',
      files: [join('src', 'mail', 'send-email.ts'), join('src', 'mail', 'send-email.test.ts')],
    });
  });

  it('says what is to be installed, where it is not', async () => {
    await rm(join(folder.path, 'node_modules'));
    expect((await create('entity', 'cart')).out).toContain('npm install @perdura/durable-core');
  });

  it('fails, and writes nothing, where package.json is none', async () => {
    await folder.write('package.json', '{');
    expect(await create('entity', 'cart')).toMatchObject({ code: 1, err: expect.stringContaining('package.json') });
    expect(await files()).toEqual([]);
  });

  it('never overwrites a file, and writes all or nothing', async () => {
    await create('activity', 'mail');
    await folder.write('order.test.ts', 'mine');
    expect(await create('orchestration', 'order')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/order\.test\.ts exists already\. Nothing was written\.$/),
    });
    await folder.write('mail.ts', 'mine as well');
    expect((await create('activity', 'mail')).code).toBe(1);
    expect(await files()).toEqual(['mail.test.ts', 'mail.ts', 'order.test.ts']);
    expect(await readFile(join(folder.path, 'mail.ts'), 'utf8')).toBe('mine as well');
    expect(await readFile(join(folder.path, 'order.test.ts'), 'utf8')).toBe('mine');
  });

  it.each([
    ['another kind', ['workflow', 'order'], "'workflow'"],
    ['what is no name', ['activity', '../order'], "'../order' is no name"],
    ['no name', ['activity'], '<name> is missing'],
  ])('refuses %s with 2', async (_name, args, message) => {
    expect(await create(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
    expect(await files()).toEqual([]);
  });
});
