import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const src = fileURLToPath(new URL('../src', import.meta.url));
const files = globSync('**/*.ts', { cwd: src }).filter((file) => !file.endsWith('.test.ts'));

/** What a file imports from this package, types included, as paths under `src`. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(src, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );
  return specifiers.map((specifier) => relative(src, join(src, dirname(file), specifier)));
}

/** Everything that is loaded with a file. */
function reachableFrom(file: string): ReadonlySet<string> {
  const reached = new Set([file]);
  for (const each of reached) for (const imported of importsOf(each)) reached.add(imported);
  return reached;
}

const isOf = (folder: string) => (file: string) => file.startsWith(`${folder}/`);

describe('the core', () => {
  it('is looked at: every import leads to a file', () => {
    const broken = files.flatMap((file) => importsOf(file).filter((imported) => !files.includes(imported)));
    expect(broken).toEqual([]);
    expect(files.flatMap(importsOf).length).toBeGreaterThan(files.length);
  });

  it('knows no wire protocol: only encoders, and what hands them out, look into src/protocol', () => {
    const outside = files.filter((file) => file.includes('/') && !isOf('protocol')(file));
    const offenders = outside.filter((file) => importsOf(file).some(isOf('protocol')));
    expect(offenders.filter((file) => !isOf('azure-functions')(file))).toEqual([]);
    // the adapters of Azure Functions speak its protocol, and the core does not look into them
    const lookers = files.filter((file) => importsOf(file).some(isOf('azure-functions')));
    expect(lookers.filter((file) => !isOf('azure-functions')(file))).toEqual(['azure-functions.ts']);
  });

  it.each(['engine.ts', 'testing.ts'])('loads without any protocol by %s', (entry) => {
    const reached = [...reachableFrom(entry)];
    expect(reached.filter(isOf('protocol'))).toEqual([]);
    expect(reached.length).toBeGreaterThan(20);
  });

  it('never speaks of the actions of the JSON protocol', () => {
    const core = files.filter((file) => file.includes('/') && !isOf('protocol')(file));
    const speaks = core.filter((file) =>
      /\bactionType|compoundActions|schemaVersion/.test(readFileSync(join(src, file), 'utf8')),
    );
    expect(speaks).toEqual([]);
  });
});
