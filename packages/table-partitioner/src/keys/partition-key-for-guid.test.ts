import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseGuid } from '../guid/parse-guid.ts';
import { swapDotnetBytes } from '../guid/swap-dotnet-bytes.ts';
import { byteSum } from './byte-sum.ts';
import { decimal, padded, prefixed } from './key-format.ts';
import { partitionKeyForGuid } from './partition-key-for-guid.ts';

interface Vectors {
  readonly nbPartitions: readonly number[];
  readonly special: readonly { guid: string; sum: number; partitions: readonly number[] }[];
  readonly random: readonly { guid: string; sum: number; partitions: readonly number[] }[];
}
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../test/vectors/guid-partitions.json', import.meta.url), 'utf8'),
);
/** What these tests are not about. */
const onWarning = (): void => undefined;
const SAMPLE = '3479D7A2-5D1A-41A8-B8FF-4F62EB1A07BB';

describe('partitionKeyForGuid', () => {
  it.each(vectors.nbPartitions.map((partitions, column) => ({ partitions, column })))(
    'answers what .NET answers for $partitions partitions',
    ({ partitions, column }) => {
      for (const { guid, partitions: expected } of [...vectors.special, ...vectors.random]) {
        expect([guid, partitionKeyForGuid(guid, { partitions, onWarning })]).toEqual([guid, String(expected[column])]);
      }
    },
  );

  it('gives one key to every form of a GUID', () => {
    const guid = parseGuid(SAMPLE);
    for (const form of [SAMPLE, SAMPLE.toLowerCase(), `{${SAMPLE}}`, SAMPLE.replaceAll('-', ''), guid, guid.bytes]) {
      expect(partitionKeyForGuid(form, { partitions: 15 })).toBe('8');
    }
  });

  it('sums in a wide accumulator, bytes as they are without a sign', () => {
    expect(byteSum.partitionOf(new Uint8Array(16).fill(0x80), 4081)).toBe(2048);
    expect(byteSum.partitionOf(Uint8Array.of(0xff, 1), 4081)).toBe(256);
    expect(byteSum.partitionOf(new Uint8Array(16).fill(0xff), 4081)).toBe(4080);
  });

  it('does not depend on the byte order', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        fc.integer({ min: 1, max: 4081 }),
        (bytes, partitions) => {
          const key = partitionKeyForGuid(bytes, { partitions, onWarning });
          expect(partitionKeyForGuid(swapDotnetBytes(bytes), { partitions, onWarning })).toBe(key);
          expect(Number(key)).toBeLessThan(partitions);
        },
      ),
    );
  });

  it.each([
    [decimal(), '8'],
    [padded(), '08'],
    [padded(4), '0008'],
    [prefixed('g2-'), 'g2-8'],
    [prefixed('g2-', padded()), 'g2-08'],
  ])('writes the key as its format says: $1', (keyFormat, key) => {
    expect(partitionKeyForGuid(SAMPLE, { partitions: 15, keyFormat })).toBe(key);
  });

  it('asks a strategy of your own', () => {
    const firstByte = {
      name: 'firstByte',
      partitionOf: (guid: Uint8Array, partitions: number) => (guid[0] ?? 0) % partitions,
    };
    expect(partitionKeyForGuid(SAMPLE, { partitions: 100, strategy: firstByte })).toBe('52');
  });

  it.each([-1, 15, 1.5, Number.NaN])('refuses a strategy that answers %p', (answer) => {
    const strategy = { name: 'mine', partitionOf: () => answer };
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 15, strategy })).toThrow('The strategy mine answered');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '15', undefined])(
    'refuses %p partitions',
    (partitions) => {
      expect(() => partitionKeyForGuid(SAMPLE, { partitions: partitions as number })).toThrow(TypeError);
    },
  );

  it('refuses more partitions than the sum reaches', () => {
    expect(partitionKeyForGuid('ffffffff-ffff-ffff-ffff-ffffffffffff', { partitions: 4081, onWarning })).toBe('4080');
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 4082 })).toThrow('byteSum reaches at most 4081 partitions');
  });

  it('takes options that inherit from others', () => {
    const shared: object = Object.create({ tenant: 'a' }, { partitions: { value: 15, enumerable: true } });
    expect(partitionKeyForGuid(SAMPLE, shared as { partitions: number })).toBe('8');
  });

  it('goes on with its own GUID when the strategy derives the key of another one', () => {
    const outer = {
      name: 'outer',
      partitionOf(guid: Uint8Array, partitions: number): number {
        partitionKeyForGuid('ffffffff-ffff-ffff-ffff-ffffffffffff', { partitions });
        return byteSum.partitionOf(guid, partitions);
      },
    };
    expect(partitionKeyForGuid(SAMPLE, { partitions: 15, strategy: outer })).toBe('8');
  });

  it('refuses unknown options, strategies and formats that are none', () => {
    expect(() => partitionKeyForGuid(SAMPLE, { partition: 15 } as never)).toThrow('has no option "partition"');
    expect(() => partitionKeyForGuid(SAMPLE, undefined as never)).toThrow(
      'partitionKeyForGuid needs an options object',
    );
    expect(() => partitionKeyForGuid(SAMPLE, null as never)).toThrow('partitionKeyForGuid needs an options object');
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 15, onWarning: 'log' as never })).toThrow(TypeError);
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 15, strategy: 'byteSum' as never })).toThrow(TypeError);
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 15, keyFormat: 'decimal' as never })).toThrow(TypeError);
  });
});

describe('key formats', () => {
  it('order padded keys as numbers, decimal ones as text', () => {
    const keys = (format: ReturnType<typeof padded>): string[] =>
      Array.from({ length: 12 }, (_, at) => format.keyOf(at, 12));
    expect(keys(padded()).toSorted()).toEqual(keys(padded()));
    expect(keys(decimal()).toSorted().slice(0, 4)).toEqual(['0', '1', '10', '11']);
  });

  it('refuse a width that is none, or too small for the partitions', () => {
    expect(() => padded(0)).toThrow(TypeError);
    expect(() => padded(1).keyOf(0, 11)).toThrow('11 partitions need 2 digits, padded(1) has 1.');
    expect(padded(1).keyOf(9, 10)).toBe('9');
  });

  it.each(['a/b', 'a\\b', 'a#b', 'a?b', 'a\nb', 'a\u0085b', 'x'.repeat(497), '', 'g2'])(
    'refuse the prefix %j',
    (prefix) => {
      expect(() => prefixed(prefix)).toThrow(TypeError);
      expect(() => prefixed(prefix)).toThrow('The prefix');
    },
  );

  it('keep the longest key within what the service takes', () => {
    expect(prefixed('x'.repeat(496), padded(16)).keyOf(7, 15)).toHaveLength(512);
  });

  it('refuse to put a prefix before what is no format', () => {
    expect(() => prefixed('g2-', 'decimal' as never)).toThrow('written by a key format');
  });

  it.each(['a/b', 'x'.repeat(513), 7])('of your own are refused when they answer %j', (key) => {
    const keyFormat = { name: 'mine', keyOf: () => key as string };
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 15, keyFormat })).toThrow('The partition key');
  });
});
