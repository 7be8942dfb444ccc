import { createHash } from 'node:crypto';

/** Random numbers that depend on a seed alone. For replay, not for secrets: who knows the seed knows them all. */
export interface RepeatableRandom {
  /** The next number from 0 (included) to 1 (excluded), of 53 bits. */
  number(): number;
  /** Fills a view with the next bytes. */
  fill(view: Uint8Array): void;
  /** The next UUID of version 4. */
  uuid(): string;
}

/**
 * Numbers by sfc32, a generator of 128 bits of state that passes PractRand, seeded by SHA-256.
 *
 * @see https://pracrand.sourceforge.net/RNG_engines.txt
 */
export function createRepeatableRandom(seed: string): RepeatableRandom {
  const digest = createHash('sha256').update(seed).digest();
  let a = digest.readInt32LE(0);
  let b = digest.readInt32LE(4);
  let c = digest.readInt32LE(8);
  let counter = digest.readInt32LE(12);

  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };

  const fill = (view: Uint8Array): void => {
    for (let index = 0; index < view.length; index += 4) {
      const bits = word();
      for (let byte = 0; byte < 4 && index + byte < view.length; byte++) view[index + byte] = bits >>> (8 * byte);
    }
  };

  return {
    number: () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53,
    fill,
    uuid() {
      const bytes = Buffer.alloc(16);
      fill(bytes);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      const hex = bytes.toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    },
  };
}
