import { describe, expect, it } from '@jest/globals';
import { partitionKeyValueAt } from './partition-key-value-at.ts';

describe('partitionKeyValueAt', () => {
  it.each([
    ['a nested value', { a: { b: 'x' } }, 'x'],
    ['null', { a: { b: null } }, null],
    ['false', { a: { b: false } }, false],
    ['nothing', { a: {} }, undefined],
    ['nothing on the way', { a: 5 }, undefined],
    ['an object, which is no key', { a: { b: {} } }, undefined],
    ['an array, which is no key', { a: { b: ['x'] } }, undefined],
    ['an array on the way', { a: ['b'] }, undefined],
  ])('finds %s', (_name, document, expected) => {
    expect(partitionKeyValueAt(document, ['a', 'b'])).toBe(expected);
  });

  it('does not take what every object inherits for a value', () => {
    expect(partitionKeyValueAt({}, ['constructor', 'name'])).toBeUndefined();
  });
});
