// Puts what is published into few files: `pnpm build` runs it behind tsc, which writes the declarations. Every file that Node loads
// costs it a good part of a millisecond, and the sources are some hundred.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = fileURLToPath(new URL('..', import.meta.url));
const dist = join(folder, 'dist');

// The names of parts change with their content: what an earlier build left would be published with the rest.
for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (/\.js(?:\.map)?$/.test(name)) rmSync(join(dist, name));
}

const { outputFiles } = await build({
  absWorkingDir: folder,
  entryPoints: ['index.node', 'index.fetch', 'undici', 'opentelemetry'].map((entry) => `src/${entry}.ts`),
  outdir: 'dist',
  chunkNames: 'parts/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  // Neither platform's: each entry imports what its own runtime has.
  platform: 'neutral',
  packages: 'external',
  external: ['node:*'],
  target: 'es2024',
  sourcemap: true,
  sourcesContent: false,
  write: false,
  logLevel: 'warning',
});

for (const { path, text } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  // Imports of nothing only fix the order of loading, on which nothing here depends, and bundlers warn of them. The lines stay, for the
  // source maps.
  writeFileSync(path, text.replace(/^import "\.[^"]+";$/gm, ''));
}
