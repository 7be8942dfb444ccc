import { createByteWriter, writeUtf8 } from './byte-writer.ts';
import { hexOfByte } from './hex-of-byte.ts';
import { murmur3X64To128 } from './murmur3-x64-128.ts';

const writer = createByteWriter();

/**
 * A short stand-in for a text, for telling whether two texts are the same: 128 bits of MurmurHash3, seed 0.
 *
 * No protection against texts made on purpose to have the same one.
 *
 * @returns 32 digits of upper-case hex.
 */
export function fingerprint(text: string): string {
  writer.length = 0;
  writeUtf8(writer, text);
  const { h1, h2 } = murmur3X64To128(writer.bytes, writer.length);
  return [h1.high, h1.low, h2.high, h2.low]
    .flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word])
    .map(hexOfByte)
    .join('');
}
