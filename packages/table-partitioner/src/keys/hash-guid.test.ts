import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceMurmur3 } from '../../test/reference-hashes.ts';
import { hashGuid } from './hash-guid.ts';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the reference for hashGuid', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['\0\0\0\0', 0, 0x2362f9de],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aaa', 0x9747b28c, 0x283e0130],
    ['aa', 0x9747b28c, 0x5d211726],
    ['a', 0x9747b28c, 0x7fa09ea6],
    ['abcd', 0x9747b28c, 0xf0478627],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('hashes %j with seed %i as published', (text, seed, hash) => {
    expect(referenceMurmur3(ascii(text), BigInt(seed))).toBe(BigInt(hash));
  });
});

describe('hashGuid', () => {
  it('answers what the reference answers, for any bytes and seed', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 0, max: 0xffffffff }),
        (bytes, seed) => {
          expect(hashGuid(bytes, seed) >>> 0).toBe(Number(referenceMurmur3(bytes, BigInt(seed))));
        },
      ),
    );
  });
});
