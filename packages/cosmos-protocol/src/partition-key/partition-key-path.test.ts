import { describe, expect, it } from '@jest/globals';
import { parsePartitionKeyPath, valueAtPartitionKeyPath } from './partition-key-path.ts';

describe('parsePartitionKeyPath', () => {
  it.each([
    ['/tenant', ['tenant']],
    ['/address/city', ['address', 'city']],
    ['/"post code"/"a/b"', ['post code', 'a/b']],
    ['/"say \\"hi\\""', ['say "hi"']],
  ])('reads %s', (path, names) => {
    expect(parsePartitionKeyPath(path)).toEqual(names);
  });

  it.each(['', 'tenant', '/', '//', '/a/', '/a//b', '/"open', '/"a\\x"'])('refuses %j', (path) => {
    expect(() => parsePartitionKeyPath(path)).toThrow(TypeError);
    expect(() => parsePartitionKeyPath(path)).toThrow('is not a partition key path');
  });
});

describe('valueAtPartitionKeyPath', () => {
  it('answers what an item has of its own, and undefined where it has nothing', () => {
    const item = { a: { b: 0 }, c: null, d: 'text', e: ['x'] };
    expect(valueAtPartitionKeyPath(item, ['a', 'b'])).toBe(0);
    expect(valueAtPartitionKeyPath(item, ['c'])).toBeNull();
    expect(valueAtPartitionKeyPath(item, ['a'])).toBe(item.a);
    for (const names of [['x'], ['c', 'x'], ['d', 'length'], ['toString'], ['a', 'b', 'c'], ['e', '0']]) {
      expect(valueAtPartitionKeyPath(item, names)).toBeUndefined();
    }
  });
});
