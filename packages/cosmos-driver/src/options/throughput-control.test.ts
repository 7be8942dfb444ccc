import { describe, expect, it } from '@jest/globals';
import { checkThroughputControlGroups } from './throughput-control.ts';

const group = { name: 'batch', database: 'shop', container: 'orders' };

describe('checkThroughputControlGroups', () => {
  it('accepts groups that differ in name or container, and one default for each container', () => {
    checkThroughputControlGroups([
      { ...group, throughputBucket: 5, priorityLevel: 'Low', isDefault: true },
      { ...group, name: 'other' },
      { ...group, container: 'carts', isDefault: true },
    ]);
  });

  it.each<[unknown, string]>([
    [{}, 'must be an array'],
    [[{ name: 'batch' }], 'group 0 must have name, database and container'],
    [[{ ...group, name: ' ' }], 'must be a non-empty string'],
    [[{ ...group, throughputBucket: 6 }], 'from 1 to 5'],
    [[{ ...group, throughputBucket: 0 }], 'from 1 to 5'],
    [[{ ...group, priorityLevel: 'low' }], 'one of High, Low'],
    [[{ ...group, bucket: 1 }], 'Unknown option "bucket" in the throughput control group 0'],
    [[group, { ...group }], 'two throughput control groups "batch" of container "orders" in database "shop"'],
    [
      [
        { ...group, isDefault: true },
        { ...group, name: 'b', isDefault: true },
      ],
      'two default throughput control groups of container "orders"',
    ],
  ])('refuses %j', (groups, message) => {
    expect(() => checkThroughputControlGroups(groups)).toThrow(TypeError);
    expect(() => checkThroughputControlGroups(groups)).toThrow(message);
  });
});
