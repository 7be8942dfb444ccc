import { swapDotnetBytes } from '../src/guid/swap-dotnet-bytes.ts';

/** A kind of GUIDs that people have as keys. */
export type GuidFamily =
  | 'version 4'
  | 'version 7, one a millisecond'
  | 'ULID, one a millisecond'
  | 'COMB, one a millisecond'
  | 'version 1, one a millisecond'
  | 'version 1, one a tick'
  | 'NEWSEQUENTIALID'
  | 'integers in the low bytes';

/** Makes the GUID of a number, in RFC 9562 order. */
type MakeGuid = (index: number, random: () => number) => Uint8Array;

const makers: Readonly<Record<GuidFamily, MakeGuid>> = {
  'version 4': (_, random) => withVersion(fill(new Uint8Array(16), 0, 16, random), 4),
  'version 7, one a millisecond': (index, random) => withVersion(fill(number48(START_MS + index), 6, 16, random), 7),
  'ULID, one a millisecond': (index, random) => fill(number48(START_MS + index), 6, 16, random),
  'COMB, one a millisecond': (index, random) => {
    const bytes = fill(new Uint8Array(16), 0, 10, random);
    bytes.set(number48(START_MS + index).subarray(0, 6), 10);
    return withVersion(bytes, 4);
  },
  'version 1, one a millisecond': (index) => version1(10_000 * index),
  'version 1, one a tick': version1,
  NEWSEQUENTIALID: (index) => swapDotnetBytes(version1(index)),
  'integers in the low bytes': (index) => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setUint32(12, index);
    return bytes;
  },
};

/** All kinds. */
export const guidFamilies: readonly GuidFamily[] = Object.keys(makers) as GuidFamily[];

/** The first GUIDs of a kind: the same ones in every run. */
export function firstGuids(family: GuidFamily, count: number): readonly Uint8Array[] {
  const random = createRandom(2_026);
  return Array.from({ length: count }, (_, index) => makers[family](index, random));
}

const START_MS = Date.UTC(2026, 0, 1);
/** Ticks of 100 ns since 1582 at some time in 2026. */
const START_TICKS = 139_906_123_456_789_012n;

/** Bytes that look random, from a generator whose state is a counter (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) & 0xff;
  };
}

function fill(bytes: Uint8Array, start: number, end: number, random: () => number): Uint8Array {
  for (let index = start; index < end; index++) bytes[index] = random();
  return bytes;
}

/** Sixteen bytes whose first six are a number. */
function number48(value: number): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(value / 2 ** 32));
  view.setUint32(2, value % 2 ** 32);
  return bytes;
}

function withVersion(bytes: Uint8Array, version: number): Uint8Array {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | (version << 4);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes;
}

/** A GUID of one host, so many ticks after the first. */
function version1(ticks: number): Uint8Array {
  const time = START_TICKS + BigInt(ticks);
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Number(time & 0xffffffffn));
  view.setUint16(4, Number((time >> 32n) & 0xffffn));
  view.setUint16(6, Number((time >> 48n) & 0xfffn));
  bytes.set([0x12, 0x34, 0x00, 0x13, 0xef, 0xab, 0x12, 0xcd], 8);
  return withVersion(bytes, 1);
}
