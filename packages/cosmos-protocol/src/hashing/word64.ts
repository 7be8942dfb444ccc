/**
 * A 64-bit integer in two signed 32-bit halves, changed in place: several times faster than BigInt, and nothing is allocated.
 *
 * Words are scratch space of the hash that owns them; they never leave its file.
 */
export interface Word64 {
  /** Bits 32 to 63. */
  high: number;
  /** Bits 0 to 31. */
  low: number;
}

/** `word = high · 2^32 + low`. */
export function assign(word: Word64, high: number, low: number): void {
  word.high = high | 0;
  word.low = low | 0;
}

/** `word ^= other`. */
export function exclusiveOr(word: Word64, other: Word64): void {
  word.high ^= other.high;
  word.low ^= other.low;
}

/** `word += high · 2^32 + low`, modulo 2^64. */
export function add(word: Word64, high: number, low: number): void {
  const sum = (word.low >>> 0) + (low >>> 0);
  word.high = (word.high + high + (sum > 0xffffffff ? 1 : 0)) | 0;
  word.low = sum | 0;
}

/** `word *= high · 2^32 + low`, modulo 2^64. */
export function multiply(word: Word64, high: number, low: number): void {
  const carried = highHalfOfProduct(word.low, low);
  word.high = (carried + Math.imul(word.high, low) + Math.imul(word.low, high)) | 0;
  word.low = Math.imul(word.low, low);
}

/** Rotates left by 1 to 31 bits. */
export function rotateLeft(word: Word64, bits: number): void {
  const { high, low } = word;
  word.high = (high << bits) | (low >>> (32 - bits));
  word.low = (low << bits) | (high >>> (32 - bits));
}

/** Bits 32 to 63 of the product of two unsigned 32-bit integers, from 16-bit parts whose products are exact. */
function highHalfOfProduct(left: number, right: number): number {
  const leftHigh = left >>> 16;
  const leftLow = left & 0xffff;
  const rightHigh = right >>> 16;
  const rightLow = right & 0xffff;
  const middle = leftHigh * rightLow + ((leftLow * rightLow) >>> 16);
  const other = leftLow * rightHigh + (middle & 0xffff);
  return leftHigh * rightHigh + (middle >>> 16) + (other >>> 16);
}
