import { describe, expect, it } from '@jest/globals';
import { isKnownRegion, regionsByDistance } from './regions-by-distance.ts';

describe('regionsByDistance', () => {
  it.each([
    ['East US', ['eastus2', 'eastus3', 'northcentralus', 'canadacentral']],
    ['West Europe', ['belgiumcentral', 'germanynorth', 'germanywestcentral', 'uksouth']],
    ['Japan East', ['japanwest', 'koreasouth', 'koreacentral', 'taiwannorth']],
    ['West US 2', ['westus', 'westcentralus', 'westus3', 'centralus']],
    ['New Zealand North', ['australiaeast', 'australiacentral', 'australiasoutheast']],
  ])('of %s begins with its neighbours', (from, neighbours) => {
    const [first, ...others] = regionsByDistance(from);
    expect(first).toBe(from.replaceAll(' ', '').toLowerCase());
    expect(others.slice(0, 12)).toEqual(expect.arrayContaining(neighbours));
  });

  it('goes the shorter way round the earth', () => {
    const from = regionsByDistance('New Zealand North');
    expect(from.indexOf('westus2')).toBeLessThan(from.indexOf('uksouth'));
  });

  it('names every region once, however the first is spelled', () => {
    const regions = regionsByDistance('WEST  europe');
    expect(new Set(regions).size).toBe(regions.length);
    expect(regions).toHaveLength(regionsByDistance('eastus').length);
  });

  it('names a region it does not know alone', () => {
    expect(regionsByDistance('Atlantis Central')).toEqual(['atlantiscentral']);
    expect([isKnownRegion('Atlantis Central'), isKnownRegion('UK South')]).toEqual([false, true]);
  });
});
