import { describe, expect, it } from '@jest/globals';
import { decodeItemContinuation, encodeItemContinuation, feedStart } from './item-continuation.ts';

describe('decodeItemContinuation', () => {
  it('reads what encodeItemContinuation writes', () => {
    const position = { minInclusive: '1FFF', maxExclusive: 'FF', afterNumber: 42n };
    expect(decodeItemContinuation(encodeItemContinuation(position))).toEqual(position);
  });

  it('starts at the beginning without one', () => {
    expect(decodeItemContinuation(undefined)).toBe(feedStart);
    expect(decodeItemContinuation('')).toBe(feedStart);
  });

  it.each([
    'x',
    '[]',
    '{}',
    '{"token":5,"range":{"min":"","max":""}}',
    '{"token":"1","range":{"min":"zz","max":""}}',
    '{"token":"1","range":{"min":""}}',
    'null',
  ])('answers undefined for %p', (text) => {
    expect(decodeItemContinuation(text)).toBeUndefined();
  });
});
