import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { testReadmeExample } from '@perdura/readme-example';
import { withOptionTables } from './option-tables.ts';

describe('README', () => {
  testReadmeExample(import.meta.url);

  it('has the tables of options as `pnpm option-tables` writes them', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    expect(withOptionTables(readme)).toBe(readme);
  });
});
