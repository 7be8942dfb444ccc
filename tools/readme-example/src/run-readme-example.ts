import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the first example of a README did. */
export interface ReadmeExampleRun {
  /** The compiler's complaints; empty when the example compiles. */
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
 * Compiles the first ```ts block of a package's README as a module inside that package, then runs it on the sources.
 *
 * The example sees exactly what the package sees: itself by name, its dependencies and its dev dependencies.
 *
 * @param packageUrl  URL of any file two levels below the package folder, such as `import.meta.url` of `test/readme.test.ts`.
 * @param readmePath  The document, relative to the package folder. (default `README.md`)
 * @throws when the document has no ```ts block.
 */
export function runReadmeExample(packageUrl: string, readmePath = 'README.md'): ReadmeExampleRun {
  const packageFolder = dirname(dirname(fileURLToPath(packageUrl)));
  const { code, documentedOutput } = firstExample(join(packageFolder, readmePath));

  const folder = join(packageFolder, '.readme-example');
  const file = join(folder, 'example.ts');
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, code);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../../tsconfig.base.json',
      compilerOptions: { noEmit: true, isolatedDeclarations: false, noUnusedLocals: false },
      files: ['example.ts'],
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

function firstExample(file: string): { code: string; documentedOutput: string | undefined } {
  const readme = readFileSync(file, 'utf8');
  const example = /^```ts\n(?<code>[\s\S]*?)^```\n(?:\n?```text\n(?<output>[\s\S]*?)^```)?/m.exec(readme);
  if (example?.groups?.code === undefined) throw new Error(`${file} has no \`\`\`ts example.`);
  return { code: example.groups.code, documentedOutput: example.groups.output?.trim() };
}
