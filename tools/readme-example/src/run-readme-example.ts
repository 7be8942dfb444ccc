import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blockModule, type ReadmeBlock, readBlocks } from './read-blocks.ts';

/** What the first example of a README did. */
export interface ReadmeExampleRun {
  /** The compiler's complaints, about the example as `example.ts` and about each further block under its line; empty when all compile. */
  readonly compilerOutput: string;
  /** Exit code of the example's process; `0` when it ran to its end. */
  readonly exitCode: number | null;
  /** What the example printed, trimmed. */
  readonly stdout: string;
  /** What the example printed to standard error, trimmed; Node's own warnings are left out. */
  readonly stderr: string;
  /** The README's ```text block right after the example, trimmed; `undefined` when there is none. */
  readonly documentedOutput: string | undefined;
}

/**
 * Compiles the ```ts blocks of a package's README as modules inside that package, then runs the first one on the sources.
 *
 * Further blocks are compiled behind the first: they see what it declares and imports, may shadow that, and must declare or
 * import whatever else they name. They are not run. The example sees exactly what the package sees: itself by name, its dependencies and its dev dependencies.
 *
 * @param packageUrl  URL of any file two levels below the package folder, such as `import.meta.url` of `test/readme.test.ts`.
 * @param readmePath  The document, relative to the package folder. (default `README.md`)
 * @throws when the document has no ```ts block.
 */
export function runReadmeExample(packageUrl: string, readmePath = 'README.md'): ReadmeExampleRun {
  const packageFolder = dirname(dirname(fileURLToPath(packageUrl)));
  const readme = readFileSync(join(packageFolder, readmePath), 'utf8');
  const { code, documentedOutput } = firstExample(readme, readmePath);
  const [first, ...further] = readBlocks(readme) as [ReadmeBlock, ...ReadmeBlock[]];

  const folder = join(packageFolder, '.readme-example');
  const file = join(folder, 'example.ts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, code);
  const files = ['example.ts'];
  for (const block of further) {
    const name = `block-in-line-${block.line}.ts`;
    writeFileSync(join(folder, name), blockModule(first, block));
    files.push(name);
  }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.base.json',
      compilerOptions: { noEmit: true, isolatedDeclarations: false, noUnusedLocals: false },
      files,
    }),
  );
  try {
    const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const compiled = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8', cwd: packageFolder });
    const ran = spawnSync(
      process.execPath,
      ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', file],
      { encoding: 'utf8', cwd: packageFolder, timeout: 60_000, env: { ...process.env, NODE_OPTIONS: '' } },
    );
    return {
      compilerOutput: `${compiled.stdout}${compiled.stderr}`.trim(),
      exitCode: ran.status,
      stdout: ran.stdout.trim(),
      stderr: ran.stderr.trim(),
      documentedOutput,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function firstExample(readme: string, path: string): { code: string; documentedOutput: string | undefined } {
  const example = /^```ts\n(?<code>[\s\S]*?)^```\n(?:\n?```text\n(?<output>[\s\S]*?)^```)?/m.exec(readme);
  if (example?.groups?.code === undefined) throw new Error(`${path} has no \`\`\`ts example.`);
  return { code: example.groups.code, documentedOutput: example.groups.output?.trim() };
}
