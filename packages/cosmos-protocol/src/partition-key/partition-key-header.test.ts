import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodePartitionKeyHeader, encodePartitionKeyHeader } from './partition-key-header.ts';
import type { PartitionKeyValue } from './partition-key-value.ts';

const value: fc.Arbitrary<PartitionKeyValue> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constant(undefined),
);

describe('encodePartitionKeyHeader', () => {
  it.each<[string, readonly PartitionKeyValue[], string]>([
    ['a string', ['Contoso'], '["Contoso"]'],
    ['non-ASCII as lower-case UTF-16 escapes', ['ÄÉ'], '["\\u00c4\\u00c9"]'],
    ['a character beyond the basic plane as a surrogate pair', ['🚀'], '["\\ud83d\\ude80"]'],
    ['control characters and DEL', ['\b\f\n\r\t\u0001\u007f'], '["\\b\\f\\n\\r\\t\\u0001\\u007f"]'],
    ['quotes and backslashes', ['a"\\b'], '["a\\"\\\\b"]'],
    ['null', [null], '[null]'],
    ['a missing property', [undefined], '[{}]'],
    ['booleans', [true, false], '[true,false]'],
    ['an integral number without a point', [5.0], '[5]'],
    ['a large integer in digits', [2 ** 62], '[4611686018427388000]'],
    ['a fraction in its shortest form', [0.1], '[0.1]'],
    ['-0 as 0', [-0], '[0]'],
    ['a hierarchical key', ['a', 1, null], '["a",1,null]'],
    ['no component', [], '[]'],
  ])('writes %s', (_name, values, expected) => {
    expect(encodePartitionKeyHeader(values)).toBe(expected);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, {}, [], 1n])('refuses %p', (component) => {
    expect(() => encodePartitionKeyHeader([component as PartitionKeyValue])).toThrow(TypeError);
  });

  it('is ASCII only and read back as the same values', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (values) => {
        const header = encodePartitionKeyHeader(values);
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        const normalized = values.map((each) => (each === 0 ? 0 : each));
        expect(decodePartitionKeyHeader(header)).toStrictEqual(normalized);
      }),
    );
  });
});

describe('decodePartitionKeyHeader', () => {
  it.each(['', 'a', '"a"', '{}', '[[]]', '[{"a":1}]', '[1e999]', '[NaN]', '["a"'])('refuses %p', (header) => {
    expect(() => decodePartitionKeyHeader(header)).toThrow(TypeError);
  });

  it('says what is wrong with it', () => {
    for (const header of ['"a"', '{}', '1', 'a']) {
      expect(() => decodePartitionKeyHeader(header)).toThrow('must be a JSON array');
    }
    expect(() => decodePartitionKeyHeader('[1e999]')).toThrow('not Infinity');
    expect(() => decodePartitionKeyHeader('[{"a":1}]')).toThrow('not a value of type object');
  });

  it('reads what other clients write: raw UTF-8 and upper-case escapes', () => {
    expect(decodePartitionKeyHeader('["\\u00C4", "é"]')).toEqual(['Ä', 'é']);
  });
});
