import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareEffectivePartitionKeys } from './compare-effective-partition-keys.ts';
import { effectivePartitionKey } from './effective-partition-key.ts';
import { nextEffectivePartitionKey } from './next-effective-partition-key.ts';
import type { PartitionKeyDefinition } from './partition-key-definition.ts';

const v1: PartitionKeyDefinition = { kind: 'Hash', version: 1, paths: ['/a'] };
const v2: PartitionKeyDefinition = { kind: 'Hash', version: 2, paths: ['/a'] };
const hierarchical: PartitionKeyDefinition = { kind: 'MultiHash', version: 2, paths: ['/a', '/b'] };

describe('nextEffectivePartitionKey', () => {
  it.each<[string, PartitionKeyDefinition, string]>([
    ['06AB', v2, `06AB${'0'.repeat(27)}1`],
    [`06${'F'.repeat(30)}`, v2, `07${'0'.repeat(30)}`],
    ['', v2, `${'0'.repeat(31)}1`],
    ['06AB', hierarchical, `06AB${'0'.repeat(59)}1`],
    ['05C1CF33970FF80800', v1, '05C1CF33970FF80801'],
    ['05FF', v1, '0600'],
    ['FF', v1, 'FF'],
    ['F'.repeat(32), v2, 'FF'],
  ])('of %s is the key behind it (%#)', (key, definition, expected) => {
    expect(nextEffectivePartitionKey(key, definition)).toBe(expected);
  });

  it('is greater than the key, and leaves no room in between', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [left, right] = [one, other].map((value) => effectivePartitionKey([value], v2)) as [string, string];
        const next = nextEffectivePartitionKey(left, v2);
        expect(compareEffectivePartitionKeys(left, next)).toBeLessThan(0);
        if (compareEffectivePartitionKeys(right, left) > 0) {
          expect(compareEffectivePartitionKeys(right, next)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});
