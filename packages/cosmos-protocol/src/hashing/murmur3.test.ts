import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { murmur3X64To128 } from './murmur3-x64-128.ts';
import { murmur3X86To32 } from './murmur3-x86-32.ts';

const mask = (1n << 64n) - 1n;

describe('murmur3X64To128', () => {
  it('agrees with the reference written in BigInt', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const { h1, h2 } = murmur3X64To128(bytes, bytes.length);
        expect([join(h1), join(h2)]).toEqual(reference(bytes));
      }),
      { numRuns: 500 },
    );
  });
});

describe('murmur3X86To32', () => {
  // Known answers of the reference implementation for seed 0.
  it.each([
    ['', 0],
    ['hello', 0x248bfa47],
    ['hello, world', 0x149bbb7f],
    ['The quick brown fox jumps over the lazy dog.', 0xd5c48bfc],
  ])('hashes %p', (text, expected) => {
    const bytes = new TextEncoder().encode(text);
    expect(murmur3X86To32(bytes, bytes.length)).toBe(expected);
  });
});

function join({ high, low }: { high: number; low: number }): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function reference(bytes: Uint8Array): [bigint, bigint] {
  const c1 = 0x87c37b91114253d5n;
  const c2 = 0x4cf5ad432745937fn;
  const rotate = (word: bigint, bits: bigint): bigint => ((word << bits) | (word >> (64n - bits))) & mask;
  const finalize = (word: bigint): bigint => {
    let mixed = ((word ^ (word >> 33n)) * 0xff51afd7ed558ccdn) & mask;
    mixed = ((mixed ^ (mixed >> 33n)) * 0xc4ceb9fe1a85ec53n) & mask;
    return mixed ^ (mixed >> 33n);
  };
  const block = (at: number): bigint => {
    let word = 0n;
    for (let index = 7; index >= 0; index--) word = (word << 8n) | BigInt(bytes[at + index] ?? 0);
    return word;
  };
  let h1 = 0n;
  let h2 = 0n;
  for (let at = 0; at < bytes.length; at += 16) {
    h1 ^= (rotate((block(at) * c1) & mask, 31n) * c2) & mask;
    const isWhole = at + 16 <= bytes.length;
    if (isWhole) h1 = (((rotate(h1, 27n) + h2) & mask) * 5n + 0x52dce729n) & mask;
    h2 ^= (rotate((block(at + 8) * c2) & mask, 33n) * c1) & mask;
    if (isWhole) h2 = (((rotate(h2, 31n) + h1) & mask) * 5n + 0x38495ab5n) & mask;
  }
  h1 ^= BigInt(bytes.length);
  h2 ^= BigInt(bytes.length);
  h1 = (h1 + h2) & mask;
  h2 = (h2 + h1) & mask;
  h1 = finalize(h1);
  h2 = finalize(h2);
  h1 = (h1 + h2) & mask;
  h2 = (h2 + h1) & mask;
  return [h1, h2];
}
