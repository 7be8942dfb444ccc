import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copyOptions } from './copy-options.ts';

describe('copyOptions', () => {
  it('answers what is equal, and frozen wherever it can be', () => {
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every((each) => isFrozen(each)));
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy = copyOptions(value);
        expect(copy).toEqual(value);
        expect(isFrozen(copy)).toBe(true);
      }),
    );
  });

  it('is not changed by who changes the options later', () => {
    const options = { regions: ['a'], group: { headers: { name: 'old' } }, bytes: new Uint8Array([1]) };
    const copy = copyOptions(options);
    options.regions.push('b');
    options.group.headers.name = 'new';
    options.bytes[0] = 2;
    expect(copy).toEqual({ regions: ['a'], group: { headers: { name: 'old' } }, bytes: new Uint8Array([1]) });
  });

  it('leaves functions and objects of classes to whom they belong', () => {
    const options = { fetch: () => 1, date: new Date(0), map: new Map() };
    const copy = copyOptions(options);
    expect(copy.fetch).toBe(options.fetch);
    expect(copy.date).toBe(options.date);
    expect(copy.map).toBe(options.map);
    expect(Object.isFrozen(options.map)).toBe(false);
  });
});
