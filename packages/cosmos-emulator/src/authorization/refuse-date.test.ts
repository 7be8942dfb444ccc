import { describe, expect, it } from '@jest/globals';
import { refuseDate } from './refuse-date.ts';

const nowMs = () => Date.UTC(2026, 0, 1);
const minute = 60_000;

describe('refuseDate', () => {
  it.each(['', 'now', '2026-01-01T00:00:00Z', 'Thu, 01 Jan 2026 00:00:00 PST', 'Thu, 1 Jan 2026 00:00:00 GMT'])(
    'refuses %p with 401: it is no HTTP date',
    (date) => {
      expect(refuseDate(date, nowMs, undefined)).toMatchObject({ status: 401 });
    },
  );

  it('refuses a date that does not exist where it is compared', () => {
    expect(refuseDate('Thu, 01 Foo 2026 00:00:00 GMT', nowMs, minute)).toMatchObject({ status: 401 });
  });

  it('takes any date in either case when none is too far away', () => {
    expect(refuseDate('thu, 01 jan 1970 00:00:00 gmt', nowMs, undefined)).toBeUndefined();
  });

  it.each([
    ['Thu, 01 Jan 2026 00:01:00 GMT', undefined],
    ['Wed, 31 Dec 2025 23:59:00 GMT', undefined],
    ['Thu, 01 Jan 2026 00:01:01 GMT', 403],
    ['Wed, 31 Dec 2025 23:58:59 GMT', 403],
  ])('compares %p with the clock', (date, status) => {
    expect(refuseDate(date, nowMs, minute)?.status).toBe(status);
  });
});
