/** Where ids and ETags come from: random, yet the same run after run for the same seed. */
export interface IdSource {
  /** The next random integer from 0 to 2^32 - 1. */
  nextUint32(): number;
  /** The next GUID of version 4, lower case. */
  nextGuid(): string;
}

/**
 * A source of ids that depends on its seed alone.
 *
 * Owns the state of the generator, sfc32 of the PractRand suite: small, fast, and good enough for ids that need no secrecy.
 *
 * @param seed  Any integer; its low 32 bits count.
 */
export function createIdSource(seed: number): IdSource {
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let counter = 1;

  const nextUint32 = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first dozen numbers still show the seed.
  for (let round = 0; round < 12; round++) nextUint32();

  return { nextUint32, nextGuid: () => formatGuid(nextUint32(), nextUint32(), nextUint32(), nextUint32()) };
}

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function formatGuid(first: number, second: number, third: number, fourth: number): string {
  const timeHighAndVersion = (second & 0x0fff) | 0x4000;
  const clockAndVariant = ((third >>> 16) & 0x3fff) | 0x8000;
  return `${hex16(first >>> 16)}${hex16(first)}-${hex16(second >>> 16)}-${hex16(timeHighAndVersion)}-${hex16(clockAndVariant)}-${hex16(third)}${hex16(fourth >>> 16)}${hex16(fourth)}`;
}

/** The lowest 16 bits. */
function hex16(value: number): string {
  return `${hexOfByte[(value >>> 8) & 0xff]}${hexOfByte[value & 0xff]}`;
}
