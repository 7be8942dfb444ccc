import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { customStrategy } from './custom-strategy.ts';
import { partitionKeyForGuid } from './partition-key-for-guid.ts';
import type { PartitionStrategy } from './partition-strategy.ts';

const SAMPLE = '3479D7A2-5D1A-41A8-B8FF-4F62EB1A07BB';
const partitionOf = (guid: Uint8Array, partitions: number): number => (guid[0] ?? 0) % partitions;

describe('customStrategy', () => {
  it('makes a strategy that partition keys are derived by', () => {
    const keyed = customStrategy({
      name: 'hmac',
      partitionOf: (guid, partitions) =>
        createHmac('sha256', 'secret').update(guid).digest().readUInt32BE() % partitions,
    });
    const key = partitionKeyForGuid(SAMPLE, { partitions: 1_000, strategy: keyed });
    expect(key).toBe('128');
    expect(partitionKeyForGuid(`{${SAMPLE.toLowerCase()}}`, { partitions: 1_000, strategy: keyed })).toBe(key);
  });

  it('keeps its limits', () => {
    const strategy = customStrategy({ name: 'firstByte', partitionOf, maxPartitions: 256 });
    expect(partitionKeyForGuid(SAMPLE, { partitions: 256, strategy })).toBe('52');
    expect(() => partitionKeyForGuid(SAMPLE, { partitions: 257, strategy })).toThrow(
      'firstByte reaches at most 256 partitions',
    );
  });

  it('cannot be changed afterwards', () => {
    const given = { name: 'mine', partitionOf };
    const strategy = customStrategy(given);
    given.name = 'yours';
    expect(strategy.name).toBe('mine');
    expect(Object.isFrozen(strategy)).toBe(true);
  });

  it('is given bytes of its own, to keep or to change', () => {
    const seen: Uint8Array[] = [];
    const strategy = customStrategy({
      name: 'keeps',
      partitionOf(guid) {
        seen.push(guid);
        guid[15] = 0xff;
        return 0;
      },
    });
    const bytes = new Uint8Array(16);
    partitionKeyForGuid(SAMPLE, { partitions: 1, strategy });
    partitionKeyForGuid(bytes, { partitions: 1, strategy });
    expect(seen.map((guid) => guid[0])).toEqual([0x34, 0]);
    expect(bytes[15]).toBe(0);
  });

  it.each([
    ['no name', { name: undefined, partitionOf }, 'A strategy needs a name'],
    ['an empty name', { name: ' ', partitionOf }, 'A strategy needs a name'],
    [
      'the name of a strategy of this package',
      { name: 'murmur3', partitionOf },
      'belongs to a strategy of this package',
    ],
    ['no function', { name: 'mine' }, 'needs a function partitionOf'],
    [
      'a limit of 0',
      { name: 'mine', partitionOf, maxPartitions: 0 },
      'maxPartitions of the strategy mine is an integer',
    ],
    ['a broken limit', { name: 'mine', partitionOf, evenUpTo: 1.5 }, 'evenUpTo of the strategy mine is an integer'],
    ['an unknown field', { name: 'mine', partitionOf, max: 1 }, 'customStrategy has no option "max"'],
  ])('refuses %s', (_what, strategy, message) => {
    expect(() => customStrategy(strategy as PartitionStrategy)).toThrow(TypeError);
    expect(() => customStrategy(strategy as PartitionStrategy)).toThrow(message);
  });

  it('takes a name that every object has for a name of your own', () => {
    expect(customStrategy({ name: 'toString', partitionOf }).name).toBe('toString');
  });
});
