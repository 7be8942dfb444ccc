import { describe, expect, it } from '@jest/globals';
import { parsePartitionKeyPath, valueAtPath } from './partition-key-path.ts';

describe('parsePartitionKeyPath', () => {
  it.each([
    ['/tenant', ['tenant']],
    ['/address/city', ['address', 'city']],
    ['/"post code"/"a/b"', ['post code', 'a/b']],
    ['/"say \\"hi\\""', ['say "hi"']],
  ])('reads %s', (path, names) => {
    expect(parsePartitionKeyPath(path)).toEqual(names);
  });

  it.each(['', 'tenant', '/', '//', '/a/', '/"open'])('refuses %j', (path) => {
    expect(() => parsePartitionKeyPath(path)).toThrow('is not a partition key path');
  });
});

describe('valueAtPath', () => {
  it('answers what an item has of its own, and undefined where it has nothing', () => {
    const item = { a: { b: 0 }, c: null, d: 'text' };
    expect(valueAtPath(item, ['a', 'b'])).toBe(0);
    expect(valueAtPath(item, ['c'])).toBeNull();
    for (const names of [['x'], ['c', 'x'], ['d', 'length'], ['toString'], ['a', 'b', 'c']]) {
      expect(valueAtPath(item, names)).toBeUndefined();
    }
  });
});
