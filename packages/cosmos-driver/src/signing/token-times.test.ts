import { describe, expect, it } from '@jest/globals';
import { tokenTimes } from './token-times.ts';

const token = (expiresOnTimestamp: number) => ({ token: 't', expiresOnTimestamp });

describe('tokenTimes', () => {
  it('renews five minutes before the end, give or take a quarter', () => {
    expect(tokenTimes(token(3_600_000), 0, 0.5)).toEqual({ refreshAtMs: 3_300_000, unusableAtMs: 3_590_000 });
    expect(tokenTimes(token(3_600_000), 0, 0).refreshAtMs).toBe(3_375_000);
    expect(tokenTimes(token(3_600_000), 0, 1).refreshAtMs).toBe(3_225_000);
  });

  it('renews short-lived tokens half way, and none within half a minute', () => {
    expect(tokenTimes(token(240_000), 0, 0.5).refreshAtMs).toBe(120_000);
    expect(tokenTimes(token(20_000), 0, 0.5)).toEqual({ refreshAtMs: 30_000, unusableAtMs: 10_000 });
  });
});
