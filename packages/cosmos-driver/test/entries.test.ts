import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const sources = fileURLToPath(new URL('../src/', import.meta.url));

/** Everything a module loads, by static or dynamic import, types left out: own files by path, others by name. */
function importsOf(entry: string): { readonly files: ReadonlySet<string>; readonly packages: ReadonlySet<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    const imports =
      /^(?:import|export)\s+(?!type\b)[^;'"]*?from\s*'(?<from>[^']+)'|^import\s*'(?<bare>[^']+)'|(?<!typeof )import\('(?<later>[^']+)'\)/gm;
    for (const { groups = {} } of text.matchAll(imports)) {
      const specifier = groups.from ?? groups.bare ?? groups.later ?? '';
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier));
      else packages.add(specifier);
    }
  };
  visit(join(sources, entry));
  return { files, packages };
}

describe('the entry for fetch runtimes', () => {
  it('loads nothing of Node and no undici', () => {
    expect([...importsOf('index.fetch.ts').packages].sort()).toEqual(['@perdura/cosmos-protocol', 'ky']);
  });

  it('is looked at by a walk that would find them', () => {
    expect([...importsOf('index.node.ts').packages]).toEqual(expect.arrayContaining(['node:crypto', 'undici']));
  });

  it('leaves OpenTelemetry to an entry of its own, as that for Node does', () => {
    expect([...importsOf('index.node.ts').packages]).not.toContain('@opentelemetry/api');
    expect([...importsOf('opentelemetry.ts').packages]).toEqual(['@opentelemetry/api']);
  });
});

describe('the export map', () => {
  const { exports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    readonly exports: Record<string, Record<string, unknown>>;
  };

  // Bun and Deno say that they are Node as well: the first condition of the map that holds decides.
  it.each([
    [['node', 'import'], './dist/index.node.js'],
    [['bun', 'node', 'import'], './dist/index.fetch.js'],
    [['deno', 'node', 'import'], './dist/index.fetch.js'],
    [['workerd', 'worker', 'browser', 'import'], './dist/index.fetch.js'],
    [['edge-light', 'import'], './dist/index.fetch.js'],
    [['browser', 'import'], './dist/index.fetch.js'],
    [['import'], './dist/index.fetch.js'],
    [['types', 'node', 'import'], './dist/index.d.ts'],
  ])('answers %j with %s', (conditions, expected) => {
    const map = Object.entries(exports['.'] ?? {});
    expect(map.find(([condition]) => condition === 'default' || conditions.includes(condition))?.[1]).toBe(expected);
  });

  it('has undici and OpenTelemetry under names of their own', () => {
    expect(Object.keys(exports)).toEqual(['.', './undici', './opentelemetry', './package.json']);
  });
});

describe('both entries', () => {
  it('carry the same values, those that the types promise', async () => {
    const names: string[][] = [];
    for (const entry of ['index.node.ts', 'index.fetch.ts', 'index.ts']) {
      names.push(Object.keys(await import(join(sources, entry))));
    }
    expect(names[0]).toEqual(names[2]);
    expect(names[1]).toEqual(names[2]);
  });
});

describe('pure folders', () => {
  const pure = [
    'diagnostics',
    'errors',
    'feeds',
    'operation',
    'options',
    'partitioning',
    'request',
    'response',
    'retry',
    'routing',
    'session',
    'signing',
  ];

  it.each(pure)('%s loads nothing that touches the world', (folder) => {
    const names = readdirSync(join(sources, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))) {
      const { files, packages } = importsOf(join(folder, name));
      expect([...files].filter((file) => file.includes('/effects/'))).toEqual([]);
      expect([...packages].filter((loaded) => loaded !== '@perdura/cosmos-protocol')).toEqual([]);
    }
  });
});
