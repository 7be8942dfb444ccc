import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatJsonPointer, isAtOrBelow, parseJsonPointer } from './json-pointer.ts';

describe('JSON pointers', () => {
  it('have the names of a path, with ~ and / escaped', () => {
    expect(parseJsonPointer('/a~1b/m~0n/0')).toEqual(['a/b', 'm~n', '0']);
    expect(parseJsonPointer('/~01')).toEqual(['~1']);
    expect(parseJsonPointer('/')).toEqual(['']);
  });

  it.each(['', 'a', 'a/b', '/a~', '/a~2b'])('are not %j', (text) => {
    expect(parseJsonPointer(text)).toBeUndefined();
  });

  it('read back as the path they were written from', () => {
    const names = fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a', 'ä') });
    fc.assert(
      fc.property(fc.array(names, { minLength: 1 }), (path) => {
        expect(parseJsonPointer(formatJsonPointer(path))).toEqual(path);
      }),
    );
  });

  it('tell a descendant from what only starts alike', () => {
    expect(isAtOrBelow(['a', 'b'], ['a'])).toBe(true);
    expect(isAtOrBelow(['a'], ['a'])).toBe(true);
    expect(isAtOrBelow(['a'], ['a', 'b'])).toBe(false);
    expect(isAtOrBelow(['ab'], ['a'])).toBe(false);
  });
});
