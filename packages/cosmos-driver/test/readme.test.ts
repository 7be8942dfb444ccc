import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { testReadmeExample } from '@perdura/readme-example';
import { operationOptionFields } from '../src/options/operation-option-fields.ts';

describe('README', () => {
  testReadmeExample(import.meta.url);

  it('names every operation option with its environment variable', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = Object.entries(operationOptionFields).flatMap(([name, field]) =>
      'group' in field
        ? Object.entries(field.group).map(([inner, each]) => ({ name: `${name}.${inner}`, field: each }))
        : [{ name, field }],
    );
    for (const { name, field } of rows) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
      expect(row).toBeDefined();
      if ('environment' in field) expect(row).toContain(`\`${field.environment}\``);
    }
  });
});
