import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatJson } from './format-json.ts';

describe('formatJson', () => {
  it('lays out as JSON.stringify does', async () => {
    await fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(formatJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
      }),
    );
  });

  it('leaves numbers and texts as they were written', () => {
    expect(formatJson('{"id":12345678901234567890,"a":"\\u003cb\\u003e { , }"}')).toBe(
      '{\n  "id": 12345678901234567890,\n  "a": "\\u003cb\\u003e { , }"\n}',
    );
  });

  it('shows a text that was cut as far as it goes', async () => {
    await fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), (value, n) => {
        const text = JSON.stringify(value);
        const cut = text.slice(0, n % (text.length + 1));
        expect(formatJson(cut).replaceAll(/\s/g, '')).toBe(cut.replaceAll(/\s/g, ''));
      }),
    );
    expect(formatJson('{"a":"x, {y')).toBe('{\n  "a": "x, {y');
    expect(formatJson('["a\\')).toBe('[\n  "a\\');
  });
});
