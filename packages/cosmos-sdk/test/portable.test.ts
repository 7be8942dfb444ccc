import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const sources = join(import.meta.dirname, '../src');

describe('the package', () => {
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => ({ file, text: readFileSync(join(sources, file), 'utf8') }));

  it('imports the driver and itself, so it runs wherever the driver does: Node, Bun, Deno, workers and browsers', () => {
    const imported = files.flatMap(({ file, text }) =>
      [...text.matchAll(/(?:from|import\()\s*'([^'.][^']*)'/g)].map(([, name]) => `${file}: ${name}`),
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((line) => !/: @perdura\/cosmos-driver$/.test(line))).toEqual([]);
  });

  it('uses no global of Node', () => {
    const found = files.filter(({ text }) => /\b(?:Buffer|process)\.\w|\b(?:setImmediate|require)\(/.test(text));
    expect(found.map(({ file }) => file)).toEqual([]);
  });
});
