import * as fc from 'fast-check';
import type { Content, PatchStep } from './act.ts';
import type { KeyValue, RegionName } from './model.ts';

// Few of each, so that commands meet, and some more often than others.
export const databaseIds: fc.Arbitrary<string> = fc.constantFrom(...Array<string>(6).fill('größe'), 'shop');
export const containerIds: fc.Arbitrary<string> = fc.constantFrom('orders', 'orders', 'tenants', 'members', 'members');
export const itemIds: fc.Arbitrary<string> = fc.constantFrom('1', '1', '1', 'a b', 'é');
export const regions: fc.Arbitrary<RegionName> = fc.constantFrom('East US', 'East US', 'West US');

/** Where writes are sent: seldom to the region that does not take them. */
export const writeRegions: fc.Arbitrary<RegionName> = fc.constantFrom(
  ...Array<RegionName>(9).fill('East US'),
  'West US',
);

const keyValues = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<KeyValue>('ada', 'ada', 'ada', 'ada', 'bob') },
  { weight: 1, arbitrary: fc.constantFrom<KeyValue>('', 1, 1.5, true, null, undefined) },
);

/** Components enough for every container; it takes as many as it has. */
export const keys: fc.Arbitrary<readonly KeyValue[]> = fc.tuple(keyValues, keyValues);

/** What an item holds besides its id and partition key. */
export const contents: fc.Arbitrary<Content> = fc.record({
  total: fc.integer({ min: 0, max: 5 }),
  note: fc.string({ maxLength: 8 }),
  // The unique key of `members`.
  email: fc.constantFrom(undefined, 'a@x', 'b@x'),
  ttl: fc.constantFrom(undefined, undefined, undefined, -1, 1, 20),
});

/** Seconds that the items of a container live by default. */
export const defaultTtls: fc.Arbitrary<number | undefined> = fc.constantFrom(undefined, -1, 10, 60);

const patchSteps: fc.Arbitrary<PatchStep> = fc.oneof(
  fc.record({ op: fc.constant('incr' as const), path: fc.constant('/total'), value: fc.integer({ min: -2, max: 2 }) }),
  fc.record({ op: fc.constant('set' as const), path: fc.constant('/note'), value: fc.string({ maxLength: 8 }) }),
  fc.record({ op: fc.constant('set' as const), path: fc.constant('/email'), value: fc.constantFrom('a@x', 'b@x') }),
  // 0 is no time to live.
  fc.record({ op: fc.constant('set' as const), path: fc.constant('/ttl'), value: fc.constantFrom(-1, 1, 20, 0) }),
  fc.record({ op: fc.constant('remove' as const), path: fc.constantFrom('/email', '/ttl') }),
);

/** What a patch does. */
export const patches: fc.Arbitrary<readonly PatchStep[]> = fc.array(patchSteps, { minLength: 1, maxLength: 3 });

/** What `if-match` and `if-none-match` name. */
export type Version = 'none' | 'current' | 'other' | 'any';
export const versions: fc.Arbitrary<Version> = fc.constantFrom('none', 'none', 'none', 'current', 'other', 'any');
