import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { effectivePartitionKey } from './effective-partition-key.ts';
import type { PartitionKeyDefinition } from './partition-key-definition.ts';
import type { PartitionKeyValue } from './partition-key-value.ts';

interface Vector {
  readonly kind: 'V1' | 'V2' | 'MultiHash';
  readonly values: readonly (string | number | boolean | null | { readonly undefined: true })[];
  readonly epk: string;
}

const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('../../test/vectors/effective-partition-keys.json', import.meta.url), 'utf8'),
);
const v1: PartitionKeyDefinition = { paths: ['/pk'], kind: 'Hash', version: 1 };
const v2: PartitionKeyDefinition = { paths: ['/pk'], kind: 'Hash', version: 2 };
const hierarchical: PartitionKeyDefinition = { paths: ['/a', '/b', '/c'], kind: 'MultiHash', version: 2 };
const value: fc.Arbitrary<PartitionKeyValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);

function definitionOf({ kind, values }: Vector): PartitionKeyDefinition {
  const paths = values.map((_, index) => `/p${index}`);
  return { paths, kind: kind === 'MultiHash' ? 'MultiHash' : 'Hash', version: kind === 'V1' ? 1 : 2 };
}

describe('effectivePartitionKey', () => {
  it.each(vectors.map((vector, index) => [index, vector.kind, vector] as const))(
    'answers as the service does: vector %i (%s)',
    (_index, _kind, vector) => {
      const values = vector.values.map((each) => (typeof each === 'object' && each !== null ? undefined : each));
      expect(effectivePartitionKey(values, definitionOf(vector))).toBe(vector.epk);
    },
  );

  it.each<[string, PartitionKeyValue, string]>([
    ['an empty string', '', '05C1CF33970FF80800'],
    ['a string', 'partitionKey', '05C1E1B3D9CD2608716273756A756A706F4C667A00'],
    ['null', null, '05C1ED45D7475601'],
    ['true', true, '05C1D7C5A903D803'],
    ['false', false, '05C1DB857D857C02'],
    ['undefined', undefined, '05C1D529E345DC00'],
    ['a number', 5, '05C1D9C1C5517C05C014'],
    ['a negative number', -128, '05C1D73349F54C053FA0'],
    ['the largest 32-bit integer', 2147483647, '05C1E1F503DFB205C1DFFFFFFFFC'],
    ['the smallest double', 5e-324, '05C1E5C91F4D3005800101010101010102'],
    ['the largest double', Number.MAX_VALUE, '05C1CBE367C53005FFEFFFFFFFFFFFFFFE'],
  ])('hashes %s in version 1', (_name, component, expected) => {
    expect(effectivePartitionKey([component], v1)).toBe(expected);
  });

  it.each<[string, PartitionKeyValue, string]>([
    ['an empty string', '', '32E9366E637A71B4E710384B2F4970A0'],
    ['a string', 'redmond', '22E342F38A486A088463DFF7838A5963'],
    ['null', null, '378867E4430E67857ACE5C908374FE16'],
    ['true', true, '0E711127C5B5A8E4726AC6DD306A3E59'],
    ['false', false, '2FE1BE91E90A3439635E0E9E37361EF2'],
    ['undefined', undefined, '11622DAA78F835834610ABE56EFF5CB5'],
    ['a number', 5, '19C08621B135968252FB34B4CF66F811'],
    ['a string of 1024 letters', 'a'.repeat(1024), '332BDF5512AE49615F32C7D98C2DB86C'],
  ])('hashes %s in version 2', (_name, component, expected) => {
    expect(effectivePartitionKey([component], v2)).toBe(expected);
  });

  it('cuts strings at 100 bytes in version 1, bytes and not characters', () => {
    const hundred = effectivePartitionKey(['é'.repeat(50)], v1);
    expect(effectivePartitionKey(['é'.repeat(51)], v1)).toBe(hundred);
    expect(effectivePartitionKey(['é'.repeat(49)], v1)).not.toBe(hundred);
    // The cut falls into the middle of a character: 99 bytes and the first of two.
    expect(effectivePartitionKey([`${'a'.repeat(99)}é`], v1).endsWith('62C400')).toBe(true);
  });

  it('adds one to every byte of a string in version 1, wrapping around', () => {
    expect(effectivePartitionKey(['AZ'], v1).endsWith('08425B00')).toBe(true);
  });

  it('does not cut strings in version 2', () => {
    expect(effectivePartitionKey(['a'.repeat(101)], v2)).not.toBe(effectivePartitionKey(['a'.repeat(100)], v2));
  });

  it('treats -0 as 0', () => {
    expect(effectivePartitionKey([-0], v2)).toBe(effectivePartitionKey([0], v2));
    expect(effectivePartitionKey([-0], v1)).toBe(effectivePartitionKey([0], v1));
  });

  it('treats a range key as version 2 of the hash', () => {
    const range: PartitionKeyDefinition = { paths: ['/pk'], kind: 'Range', version: 1 };
    expect(effectivePartitionKey(['redmond'], range)).toBe(effectivePartitionKey(['redmond'], v2));
  });

  it('puts the empty key at the start of the space', () => {
    for (const definition of [v1, v2, hierarchical]) expect(effectivePartitionKey([], definition)).toBe('');
  });

  it('refuses more components than the container has paths', () => {
    expect(() => effectivePartitionKey(['a', 'b'], v2)).toThrow(TypeError);
    expect(() => effectivePartitionKey(['a', 'b', 'c', 'd'], hierarchical)).toThrow('does not fit');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %p', (number) => {
    expect(() => effectivePartitionKey([number], v2)).toThrow(TypeError);
  });

  it('gives a prefix of a hierarchical key the prefix of its hash', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), fc.nat(3), (values, length) => {
        const whole = effectivePartitionKey(values, hierarchical);
        const prefix = effectivePartitionKey(values.slice(0, length), hierarchical);
        expect(whole.startsWith(prefix)).toBe(true);
        expect(whole).toHaveLength(32 * values.length);
      }),
    );
  });

  it('clears the top two bits of every block, so that every key lies below FF', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        for (const block of effectivePartitionKey(values, hierarchical).match(/.{32}/g) ?? []) {
          expect(block).toMatch(/^[0-3][0-9A-F]{31}$/);
        }
      }),
    );
  });

  it('does not depend on what was hashed before', () => {
    fc.assert(
      fc.property(value, value, fc.constantFrom(v1, v2), (first, second, definition) => {
        const before = effectivePartitionKey([first], definition);
        effectivePartitionKey([second], definition);
        expect(effectivePartitionKey([first], definition)).toBe(before);
      }),
    );
  });
});
