import { expect, it } from '@jest/globals';
import { retryDelayMs } from './retry-delay.ts';

it('waits twice as long after each failure, up to half a minute', () => {
  expect([1, 2, 3, 4, 5, 6, 1_000].map(retryDelayMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});
