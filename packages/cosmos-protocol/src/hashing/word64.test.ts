import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { add, assign, multiply, rotateLeft, type Word64 } from './word64.ts';

const edges = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 63n, 2n ** 64n - 1n];
const words = fc.oneof(fc.constantFrom(...edges), fc.bigInt(0n, 2n ** 64n - 1n));

function halves(value: bigint): [high: number, low: number] {
  return [Number(value >> 32n), Number(value & 0xffffffffn)];
}

function after(value: bigint, change: (word: Word64) => void): bigint {
  const word = { high: 0, low: 0 };
  assign(word, ...halves(value));
  change(word);
  return (BigInt(word.high >>> 0) << 32n) | BigInt(word.low >>> 0);
}

describe('a 64-bit word', () => {
  it('is added and multiplied modulo 2^64, also where the lower half is just full', () => {
    fc.assert(
      fc.property(words, words, (left, right) => {
        expect(after(left, (word) => add(word, ...halves(right)))).toBe(BigInt.asUintN(64, left + right));
        expect(after(left, (word) => multiply(word, ...halves(right)))).toBe(BigInt.asUintN(64, left * right));
      }),
    );
    for (const left of edges) {
      for (const right of edges) {
        expect(after(left, (word) => add(word, ...halves(right)))).toBe(BigInt.asUintN(64, left + right));
      }
    }
  });

  it('is rotated by 1 to 31 bits', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 31 }), (value, bits) => {
        const expected = BigInt.asUintN(64, (value << BigInt(bits)) | (value >> BigInt(64 - bits)));
        expect(after(value, (word) => rotateLeft(word, bits))).toBe(expected);
      }),
    );
  });
});
