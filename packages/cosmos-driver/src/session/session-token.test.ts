import { describe, expect, it } from '@jest/globals';
import { joinSessionTokens } from './session-token.ts';

describe('joinSessionTokens', () => {
  it.each([
    ['0:1#5', '0:1#9', '0:1#9'],
    ['0:1#9', '0:1#5', '0:1#9'],
    ['0:1#5,1:1#3', '2:1#1', '0:1#5,1:1#3,2:1#1'],
    ['unreadable', 'as well', 'unreadable'],
  ])('of %s and %s is %s', (left, right, expected) => {
    expect(joinSessionTokens(left, right)).toBe(expected);
  });
});
