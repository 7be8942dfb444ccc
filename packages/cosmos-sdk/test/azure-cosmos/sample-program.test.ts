import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = dirname(dirname(here));
// Where git looks away.
const folder = join(packageFolder, 'coverage', 'sample-program');
const program = readFileSync(join(here, 'sample-program.ts'), 'utf8');

describe('a program written for @azure/cosmos', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compiles and prints the same with nothing but its import changed', async () => {
    mkdirSync(folder, { recursive: true });
    const files = { 'before.ts': '@azure/cosmos', 'after.ts': '@perdura/cosmos-sdk/azure-cosmos' };
    for (const [file, module] of Object.entries(files)) {
      writeFileSync(join(folder, file), program.replace("from '@azure/cosmos'", `from '${module}'`));
    }
    await compile(Object.keys(files));
    const before = await play('before.ts');
    expect(before.split('\n').slice(-2)).toEqual(['3 3', '412 PreconditionFailed undefined']);
    expect(await play('after.ts')).toBe(before);
  });
});

async function compile(files: readonly string[]): Promise<void> {
  const options = { noEmit: true, isolatedDeclarations: false };
  const config = { extends: '../../../../tsconfig.base.json', compilerOptions: options, files };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  await run(process.execPath, [compiler, '-p', folder], { cwd: packageFolder }).catch((error: { stdout: string }) => {
    throw new Error(error.stdout);
  });
}

async function play(file: string): Promise<string> {
  const account = createEmulator({ regions: ['East US'] });
  const { endpoint } = await account.listen();
  try {
    const env = { ...process.env, NODE_OPTIONS: '', ENDPOINT: endpoint, KEY: account.key };
    const flags = ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning'];
    const { stdout, stderr } = await run(process.execPath, [...flags, join(folder, file)], { cwd: packageFolder, env });
    expect(stderr).toBe('');
    return stdout.trim();
  } finally {
    await account.close();
  }
}
