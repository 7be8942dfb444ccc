import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { formatDuration } from './format-duration.ts';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [839.6, '840 ms'],
    [1_000, '1 s'],
    [3_240, '3.2 s'],
    [59_960, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_900, '1 h'],
    [11_520_000, '3 h 12 min'],
    [86_399_000, '1 d'],
    [353_000_000, '4 d 2 h'],
    [-1_500, '-1.5 s'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  it('never writes a unit that is full', async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e10 }), (durationMs) => {
        const text = formatDuration(durationMs);
        expect(text).not.toMatch(/\b(?:60 s|60 min|24 h|1000 ms)\b/);
        expect(text).toMatch(/^\d+(?:\.\d)? (?:ms|s|min|h|d)(?: \d+ (?:s|min|h))?$/);
      }),
    );
  });
});
