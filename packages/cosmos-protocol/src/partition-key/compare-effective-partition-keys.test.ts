import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalEffectivePartitionKey, compareEffectivePartitionKeys } from './compare-effective-partition-keys.ts';

const key = fc
  .uint8Array({ maxLength: 20 })
  .map((bytes) => Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join(''));

function bytesOf(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
}

describe('compareEffectivePartitionKeys', () => {
  it('takes AB and AB00…00 for the same key', () => {
    expect(compareEffectivePartitionKeys('06AB', `06AB${'00'.repeat(30)}`)).toBe(0);
    expect(compareEffectivePartitionKeys('', '0000')).toBe(0);
    expect(canonicalEffectivePartitionKey('06AB0000')).toBe('06AB');
  });

  it('keeps a zero digit that is half of a byte', () => {
    expect(canonicalEffectivePartitionKey('06A000')).toBe('06A0');
  });

  it('puts the start of the space first and FF last', () => {
    expect(['FF', '3FAA', '', '05'].sort(compareEffectivePartitionKeys)).toEqual(['', '05', '3FAA', 'FF']);
  });

  it('orders as the bytes padded with zeros do', () => {
    fc.assert(
      fc.property(key, key, (left, right) => {
        const [a, b] = [bytesOf(left), bytesOf(right)];
        const at = Array.from({ length: 20 }, (_, index) => index).find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
        const expected = at === undefined ? 0 : Math.sign((a[at] ?? 0) - (b[at] ?? 0));
        expect(compareEffectivePartitionKeys(left, right)).toBe(expected);
      }),
    );
  });

  it('gives equal keys one canonical form', () => {
    fc.assert(
      fc.property(key, fc.nat(5), (each, zeros) => {
        expect(canonicalEffectivePartitionKey(each + '00'.repeat(zeros))).toBe(canonicalEffectivePartitionKey(each));
      }),
    );
  });
});
