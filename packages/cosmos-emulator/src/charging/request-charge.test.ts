import { describe, expect, it } from '@jest/globals';
import { changeCharge, createCharge, feedCharge, readCharge } from './request-charge.ts';

describe('request charges', () => {
  it.each([
    [0, 1],
    [1024, 1],
    [1025, 2],
    [2049, 4],
    [100 * 1024, 128],
  ])('a point read of %i bytes costs %i', (bytes, charge) => {
    expect(readCharge(bytes)).toBe(charge);
  });

  it('a create grows with size and properties', () => {
    expect(createCharge(500, 3)).toBe(6.7);
    expect(createCharge(1500, 3)).toBe(12.5);
  });

  it('a replace or delete costs half as much again', () => {
    expect(changeCharge(500, 3)).toBe(10.05);
  });

  it('a page costs one unit for every kilobyte, at least one', () => {
    expect([feedCharge(0), feedCharge(5000)]).toEqual([1, 5]);
  });
});
