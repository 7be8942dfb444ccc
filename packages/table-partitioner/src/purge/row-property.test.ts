import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueTerm, isDue, isPropertyName } from './row-property.ts';

const CUTOFF = new Date('2026-01-21T09:00:00.066Z');

describe('isDue', () => {
  it.each([
    ['2026-01-21T09:00:00.065Z', true],
    ['2026-01-21T09:00:00.0659999Z', true],
    ['2026-01-21T09:00:00.066Z', false],
    ['2026-01-21T09:00:00Z', true],
    ['2026-01-21T09:00Z', true],
    ['2026-01-21', true],
    ['2026-01-21T10:00:00+02:00', true],
    ['2026-01-21T04:30:00-05:00', false],
    ['2026-01-21T08:00:00', false], // of no time zone
    ['Wed, 21 Jan 2026 08:00:00 GMT', false],
    ['', false],
    ['0', false],
    [CUTOFF.getTime() - 1, false],
    [null, false],
    [undefined, false],
  ])('takes %j for due: %p', (text, expected) => {
    expect(isDue(text, 'iso-string', CUTOFF)).toBe(expected);
  });
});

describe('isDue of dates', () => {
  it.each([
    [new Date(CUTOFF.getTime() - 1), true],
    [CUTOFF, false],
    [new Date(Number.NaN), false],
    ['2026-01-21T08:00:00Z', false],
    [0, false],
    [null, false],
  ])('takes %p for due: %p', (value, expected) => {
    expect(isDue(value, 'date', CUTOFF)).toBe(expected);
  });
});

describe('dueTerm', () => {
  it('asks for texts up to the second of the cutoff', () => {
    expect(dueTerm({ name: 'expiresAt', type: 'iso-string' }, CUTOFF)).toBe("expiresAt lt '2026-01-21T09:00:01'");
    expect(dueTerm({ name: 'expiresAt', type: 'date' }, CUTOFF)).toBe(
      "expiresAt lt datetime'2026-01-21T09:00:00.066Z'",
    );
  });

  it('leaves out no text of UTC that is due, however exact it is', () => {
    const instant = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
    const digits = fc.constantFrom(0, 1, 3, 7);
    fc.assert(
      fc.property(
        instant,
        instant,
        fc.integer({ min: -1500, max: 1500 }),
        fc.boolean(),
        digits,
        (a, b, by, isNear, length) => {
          const at = isNear ? new Date(Math.max(0, a.getTime() + by)) : b;
          const fraction = at.toISOString().slice(20, 23).padEnd(7, '0').slice(0, length);
          const text = `${at.toISOString().slice(0, 19)}${fraction === '' ? '' : `.${fraction}`}Z`;
          const term = dueTerm({ name: 'p', type: 'iso-string' }, a);
          const limit = /'(.*)'/.exec(term)?.[1] ?? '';
          expect(isDue(text, 'iso-string', a)).toBe(Date.parse(text) < a.getTime());
          if (isDue(text, 'iso-string', a)) expect(text < limit).toBe(true);
        },
      ),
    );
  });
});

describe('isPropertyName', () => {
  it.each([
    ['expiresAt', true],
    ['_x', true],
    ['été2', true],
    ['Timestamp', true],
    ['RowKey', false],
    ['PartitionKey', false],
    ['a b', false],
    ["a' or 1 eq 1", false],
    ['2fast', false],
    ['', false],
    ['x'.repeat(256), false],
    [7, false],
  ])('takes %j for a name: %p', (name, isName) => {
    expect(isPropertyName(name)).toBe(isName);
  });
});
