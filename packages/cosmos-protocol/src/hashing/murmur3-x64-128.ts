import { add, assign, exclusiveOr, multiply, rotateLeft, type Word64 } from './word64.ts';

/** A 128-bit hash. */
export interface Hash128 {
  /** The first 64 bits of the reference implementation's output. */
  readonly h1: Word64;
  /** The second 64 bits. */
  readonly h2: Word64;
}

const h1: Word64 = { high: 0, low: 0 };
const h2: Word64 = { high: 0, low: 0 };
const k: Word64 = { high: 0, low: 0 };
const hash: Hash128 = { h1, h2 };

/**
 * MurmurHash3, the 128-bit variant for x64, seed 0.
 *
 * @param bytes  Holds the input in its first `length` bytes.
 * @returns The hash, in words that the next call overwrites: read them at once.
 * @see https://github.com/aappleby/smhasher (MurmurHash3.cpp, public domain)
 */
export function murmur3X64To128(bytes: Uint8Array, length: number): Hash128 {
  assign(h1, 0, 0);
  assign(h2, 0, 0);
  const tail = length & ~15;

  for (let at = 0; at < tail; at += 16) {
    absorbFirstHalf(bytes, at, length);
    rotateLeft(h1, 27);
    add(h1, h2.high, h2.low);
    multiply(h1, 0, 5);
    add(h1, 0, 0x52dce729);

    absorbSecondHalf(bytes, at + 8, length);
    rotateLeft(h2, 31);
    add(h2, h1.high, h1.low);
    multiply(h2, 0, 5);
    add(h2, 0, 0x38495ab5);
  }
  // What is missing from the last block reads as zero, and a zero half changes nothing.
  if (tail < length) {
    absorbFirstHalf(bytes, tail, length);
    absorbSecondHalf(bytes, tail + 8, length);
  }

  h1.low ^= length;
  h2.low ^= length;
  add(h1, h2.high, h2.low);
  add(h2, h1.high, h1.low);
  finalize(h1);
  finalize(h2);
  add(h1, h2.high, h2.low);
  add(h2, h1.high, h1.low);
  return hash;
}

function absorbFirstHalf(bytes: Uint8Array, at: number, length: number): void {
  assign(k, readWord(bytes, at + 4, length), readWord(bytes, at, length));
  multiply(k, 0x87c37b91, 0x114253d5);
  rotateLeft(k, 31);
  multiply(k, 0x4cf5ad43, 0x2745937f);
  exclusiveOr(h1, k);
}

function absorbSecondHalf(bytes: Uint8Array, at: number, length: number): void {
  // The reference rotates by 33: one bit past swapping the halves.
  assign(k, readWord(bytes, at + 4, length), readWord(bytes, at, length));
  multiply(k, 0x4cf5ad43, 0x2745937f);
  assign(k, k.low, k.high);
  rotateLeft(k, 1);
  multiply(k, 0x87c37b91, 0x114253d5);
  exclusiveOr(h2, k);
}

function finalize(word: Word64): void {
  word.low ^= word.high >>> 1;
  multiply(word, 0xff51afd7, 0xed558ccd);
  word.low ^= word.high >>> 1;
  multiply(word, 0xc4ceb9fe, 0x1a85ec53);
  word.low ^= word.high >>> 1;
}

function readWord(bytes: Uint8Array, at: number, length: number): number {
  if (at + 4 <= length) {
    return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24);
  }
  let word = 0;
  for (let index = length - 1; index >= at; index--) word = (word << 8) | (bytes[index] ?? 0);
  return word;
}
