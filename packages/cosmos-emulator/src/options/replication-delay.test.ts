import { describe, expect, it } from '@jest/globals';
import { type Replication, resolveReplication } from './replication-delay.ts';

describe('resolveReplication', () => {
  it.each<[Replication, number, number]>([
    ['immediate', 0, 0],
    [{ delayMs: 50 }, 50, 50],
    [{ minDelayMs: 20, maxDelayMs: 50 }, 20, 50],
  ])('reads %p', (replication, minMs, maxMs) => {
    expect(resolveReplication(replication)).toEqual({ minMs, maxMs });
  });

  it.each<unknown>([
    'slow',
    null,
    50,
    {},
    { delayMs: -1 },
    { delayMs: Number.NaN },
    { minDelayMs: 1 },
    { minDelayMs: 2, maxDelayMs: 1 },
    { delayMs: 1, maxDelayMs: 2 },
    { delay: 5 },
  ])('refuses %p', (replication) => {
    expect(() => resolveReplication(replication as Replication)).toThrow(TypeError);
  });
});
