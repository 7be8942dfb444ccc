import { describe, expect, it } from '@jest/globals';
import { negotiateSchemaVersion } from './schema-version.ts';

describe('negotiateSchemaVersion', () => {
  it.each<[number | undefined, number | undefined, number]>([
    [undefined, undefined, 0],
    [0, undefined, 0],
    [1, undefined, 1],
    [1, 2, 2],
    [1, 3, 3],
    [1, 0, 0],
    [undefined, 9, 3],
  ])('answers an offer of %p and %p in %p', (old, fresh, expected) => {
    expect(negotiateSchemaVersion(old, fresh)).toBe(expected);
  });
});
