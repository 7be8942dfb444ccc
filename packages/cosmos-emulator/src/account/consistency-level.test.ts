import { describe, expect, it } from '@jest/globals';
import { isStrongerThan } from './consistency-level.ts';

describe('isStrongerThan', () => {
  it('orders Strong before Session before Eventual', () => {
    expect(isStrongerThan('Strong', 'Session')).toBe(true);
    expect(isStrongerThan('Eventual', 'Session')).toBe(false);
    expect(isStrongerThan('Session', 'Session')).toBe(false);
  });
});
