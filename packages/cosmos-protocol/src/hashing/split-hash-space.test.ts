import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEffectivePartitionKeys } from '../partition-key/compare-effective-partition-keys.ts';
import { effectivePartitionKey } from '../partition-key/effective-partition-key.ts';
import type { PartitionKeyDefinition } from '../partition-key/partition-key-definition.ts';
import { splitHashSpace } from './split-hash-space.ts';

const v1: PartitionKeyDefinition = { paths: ['/pk'], kind: 'Hash', version: 1 };
const v2: PartitionKeyDefinition = { paths: ['/pk'], kind: 'Hash', version: 2 };

describe('splitHashSpace', () => {
  it('halves version 2 below the middle of 126 bits', () => {
    expect(splitHashSpace(2, v2)).toEqual(['1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF']);
  });

  it('halves version 1 below the middle of 32 bits, written as a number', () => {
    expect(splitHashSpace(2, v1)).toEqual(['05C1DFFFFFFFFC']);
  });

  it('has no boundary for one part', () => {
    expect(splitHashSpace(1, v2)).toEqual([]);
  });

  it('ascends, whatever the number of parts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.constantFrom(v1, v2), (count, definition) => {
        const boundaries = splitHashSpace(count, definition);
        expect(boundaries).toHaveLength(count - 1);
        expect([...boundaries].sort(compareEffectivePartitionKeys)).toEqual(boundaries);
        expect(new Set(boundaries).size).toBe(boundaries.length);
      }),
    );
  });

  it.each([v1, v2])('spreads keys evenly over the parts (version $version)', (definition) => {
    const counts = [0, 0, 0, 0];
    const boundaries = splitHashSpace(4, definition);
    for (let number = 0; number < 4000; number++) {
      const position = effectivePartitionKey([`tenant-${number}`], definition);
      const at = boundaries.findIndex((boundary) => compareEffectivePartitionKeys(position, boundary) < 0);
      const part = at === -1 ? 3 : at;
      counts[part] = (counts[part] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %p parts', (count) => {
    expect(() => splitHashSpace(count, v2)).toThrow(TypeError);
  });
});
