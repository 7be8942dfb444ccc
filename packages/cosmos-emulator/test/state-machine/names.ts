import * as fc from 'fast-check';
import type { KeyValue, RegionName } from './model.ts';

// Few of each, so that commands meet, and some more often than others.
export const databaseIds: fc.Arbitrary<string> = fc.constantFrom('größe', 'größe', 'größe', 'shop');
export const containerIds: fc.Arbitrary<string> = fc.constantFrom('orders', 'orders', 'tenants');
export const itemIds: fc.Arbitrary<string> = fc.constantFrom('1', '1', 'a b', 'é');
export const regions: fc.Arbitrary<RegionName> = fc.constantFrom('East US', 'East US', 'West US');

const keyValues = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<KeyValue>('ada', 'bob') },
  { weight: 1, arbitrary: fc.constantFrom<KeyValue>('', 0, 1.5, true, null, undefined) },
);

/** Components enough for every container; it takes as many as it has. */
export const keys: fc.Arbitrary<readonly KeyValue[]> = fc.tuple(keyValues, keyValues);

/** What an item holds besides its id and partition key. */
export const contents: fc.Arbitrary<{ readonly total: number; readonly note: string }> = fc.record({
  total: fc.integer({ min: 0, max: 5 }),
  note: fc.string({ maxLength: 8 }),
});

/** What `if-match` and `if-none-match` name. */
export type Version = 'none' | 'current' | 'other' | 'any';
export const versions: fc.Arbitrary<Version> = fc.constantFrom('none', 'none', 'current', 'other', 'any');
