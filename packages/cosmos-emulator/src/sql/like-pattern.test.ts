import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileLikePattern } from './like-pattern.ts';

describe('compileLikePattern', () => {
  it.each<[string, string, boolean]>([
    ['', '', true],
    ['%', '', true],
    ['a%', 'abc', true],
    ['%b%', 'abc', true],
    ['_b_', 'abc', true],
    ['_', 'ab', false],
    ['[a-c]x', 'bx', true],
    ['[^a-c]x', 'bx', false],
    ['[^a-c]x', 'dx', true],
    ['[ab', '[ab', true],
    ['A%', 'abc', false],
    ['_', '😀', true],
    ['50!%', '50%', true],
    ['50!%', '50x', false],
  ])('%s matches %s: %s', (pattern, text, expected) => {
    expect(compileLikePattern(pattern, '!')(text)).toBe(expected);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.constantFrom('a', 'b', '%', '_');
    const pattern = fc.array(letters, { maxLength: 8 }).map((each) => each.join(''));
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 }).map((each) => each.join(''));
    fc.assert(
      fc.property(pattern, text, (like, value) => {
        const regex = new RegExp(`^${like.replaceAll('%', '.*').replaceAll('_', '.')}$`);
        expect(compileLikePattern(like)(value)).toBe(regex.test(value));
      }),
    );
  });

  it('takes no longer for many wildcards than the pattern is long', () => {
    expect(compileLikePattern('%a'.repeat(50))(`${'a'.repeat(2000)}b`)).toBe(false);
  });
});
