import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { main } from './sample-program.ts';

const here = dirname(fileURLToPath(import.meta.url));
const packageFolder = dirname(dirname(here));
// Where git looks away.
const folder = join(packageFolder, 'coverage', 'sample-program');
const moved = join(folder, 'moved-program.ts');

describe('a program written for @azure/cosmos', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compiles and does the same with nothing but its import changed', async () => {
    const program = readFileSync(join(here, 'sample-program.ts'), 'utf8');
    mkdirSync(folder, { recursive: true });
    writeFileSync(moved, program.replace("from '@azure/cosmos'", "from '@perdura/cosmos-sdk/azure-cosmos'"));
    await compile(moved);
    const before = await play(main);
    expect(before.slice(-2)).toEqual([
      [3, 3],
      [412, 'PreconditionFailed', undefined],
    ]);
    const { main: after } = (await import(moved)) as { main: typeof main };
    expect(await play(after)).toEqual(before);
  });
});

async function compile(file: string): Promise<void> {
  const config = {
    extends: '../../../../tsconfig.base.json',
    compilerOptions: { noEmit: true },
    files: [file],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const compiling = promisify(execFile)(process.execPath, [compiler, '-p', folder], { cwd: packageFolder });
  await compiling.catch((error: { stdout: string }) => {
    throw new Error(error.stdout);
  });
}

async function play(program: typeof main): Promise<unknown[]> {
  const account = createEmulator({ regions: ['East US'] });
  const { endpoint } = await account.listen();
  const logged: unknown[] = [];
  try {
    await program({ endpoint, key: account.key }, (...values) => logged.push(values));
    return logged;
  } finally {
    await account.close();
  }
}
