import { describe, expect, it } from '@jest/globals';
import { fingerprint } from './fingerprint.ts';

describe('fingerprint', () => {
  it('is the 128 bits of MurmurHash3 in hex', () => {
    expect(fingerprint('')).toBe('0'.repeat(32));
    // What the reference implementation answers, its two words most significant byte first.
    expect(fingerprint('The quick brown fox jumps over the lazy dog')).toBe('E34BBC7BBC071B6C7A433CA9C49A9347');
  });

  it('tells texts apart, in whatever script, however often it is asked', () => {
    const texts = ['a', 'b', 'ä', 'aa', '𝒳', 'a'.repeat(10_000)];
    const first = texts.map(fingerprint);
    expect(new Set(first).size).toBe(texts.length);
    expect(texts.map(fingerprint)).toEqual(first);
  });
});
