import { describe, expect, it } from '@jest/globals';
import {
  byteSum,
  decimal,
  jump,
  murmur3,
  padded,
  parseGuid,
  partitionKeyForGuid,
  prefixed,
  type TablePartitionerError,
} from '../src/index.ts';
import { firstGuids } from './guid-families.ts';

const SAMPLE = '3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb';

/** The traps, of twenty, that keys fall into; the others are beside: traps of generations, traps of purges. */
describe('traps of keys', () => {
  it('10: the sum of bytes is of bytes without a sign, in more than a byte', () => {
    const key = (digits: string): string =>
      partitionKeyForGuid(digits.padEnd(32, '0'), { partitions: 4_081, onWarning: () => undefined });
    expect(key('80'.repeat(16))).toBe('2048');
    expect(key('ff01')).toBe('256');
    expect(key('ff'.repeat(16))).toBe('4080');
  });

  it('11: a GUID has one partition and one row key, however it is written', () => {
    const bytes = SAMPLE.replaceAll('-', '');
    const [a, b, c, d = '', e = ''] = SAMPLE.split('-');
    const eight = (d + e).match(/../g)?.map((byte) => `0x${byte}`);
    const forms = [bytes, SAMPLE, `{${SAMPLE}}`, `(${SAMPLE})`, `{0x${a},0x${b},0x${c},{${eight}}}`];
    for (const form of forms.flatMap((text) => [text, text.toUpperCase()])) {
      expect(String(parseGuid(form))).toBe(SAMPLE);
      expect(partitionKeyForGuid(form, { partitions: 15 })).toBe('8');
      for (const strategy of [murmur3, jump]) {
        const options = { partitions: 1_000, strategy };
        expect(partitionKeyForGuid(form, options)).toBe(partitionKeyForGuid(SAMPLE, options));
      }
    }
  });

  it('12: the order of bytes is nothing to a sum, and is to be declared for a hash', () => {
    const dotnet = Uint8Array.from(Buffer.from('a2d779341a5da841b8ff4f62eb1a07bb', 'hex'));
    const key = (guid: Parameters<typeof partitionKeyForGuid>[0], strategy = byteSum): string =>
      partitionKeyForGuid(guid, { partitions: 250, strategy });
    expect(key(dotnet)).toBe(key(SAMPLE));
    for (const strategy of [murmur3, jump]) {
      expect(key(dotnet, strategy)).not.toBe(key(SAMPLE, strategy));
      expect(key(parseGuid(dotnet, { bytes: 'dotnet' }), strategy)).toBe(key(SAMPLE, strategy));
    }
  });

  it.each([
    ['31 digits', SAMPLE.slice(0, -1)],
    ['31 digits without hyphens', SAMPLE.replaceAll('-', '').slice(1)],
    ['a letter beyond f', SAMPLE.replace('3', 'g')],
    ['a urn', `urn:uuid:${SAMPLE}`],
    ['braces around digits without hyphens', `{${SAMPLE.replaceAll('-', '')}}`],
    ['braces that do not match', `{${SAMPLE})`],
    ['fullwidth digits', SAMPLE.replace('3', '\uff13')],
    ['0x in a field', SAMPLE.replace('34', '0x')],
    ['a sign in a field', SAMPLE.replace('3', '+')],
    ['white space in a field', SAMPLE.replace('3', ' ')],
  ])('13: a text is a GUID or refused, never half read: %s', (_what, text) => {
    const refused: Partial<TablePartitionerError> = { name: 'TablePartitionerError', code: 'invalid-guid' };
    expect(() => parseGuid(text)).toThrow(expect.objectContaining(refused));
    expect(() => partitionKeyForGuid(text, { partitions: 15 })).toThrow(expect.objectContaining(refused));
  });

  it('14: padded keys are ordered as numbers, decimal ones are those of data that is there', () => {
    const keys = (keyFormat = decimal()): string[] =>
      Array.from({ length: 15 }, (_, partition) => keyFormat.keyOf(partition, 15));
    expect(keys().toSorted().slice(0, 4)).toEqual(['0', '1', '10', '11']);
    expect(keys()[7]).toBe('7');
    for (const format of [padded(), padded(4), prefixed('g2-', padded())]) {
      expect(keys(format).toSorted()).toEqual(keys(format));
    }
    // As wide for every partition of a generation, and never wider by surprise.
    expect(new Set(keys(padded()).map((key) => key.length))).toEqual(new Set([2]));
    expect(() => padded(2).keyOf(7, 101)).toThrow(TypeError);
  });

  it('15: a hash of 32 bits is without a sign when it is divided', () => {
    const guids = firstGuids('version 4', 1_000);
    for (const strategy of [murmur3, jump]) {
      for (const partitions of [7, 16, 1_000, 2 ** 31 - 1]) {
        const numbers = guids.map((guid) => strategy.partitionOf(guid, partitions));
        expect(numbers.filter((number) => !(number >= 0 && number < partitions && Number.isInteger(number)))).toEqual(
          [],
        );
        expect(Math.max(...numbers)).toBeGreaterThan(partitions / 2);
      }
    }
  });
});
