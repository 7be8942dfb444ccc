import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatSessionTokenValue, parseSessionTokenValue } from './session-token-value.ts';

const int64 = fc.bigInt(-(1n << 63n), (1n << 63n) - 1n);

describe('parseSessionTokenValue', () => {
  it('reads version, progress and the progress of regions', () => {
    expect(parseSessionTokenValue('1#9#4=8#7=7')).toEqual({
      version: 1n,
      globalLsn: 9n,
      regionLsns: new Map([
        [4n, 8n],
        [7n, 7n],
      ]),
    });
  });

  it('reads the old form, a bare number', () => {
    expect(parseSessionTokenValue('42')).toEqual({ version: undefined, globalLsn: 42n, regionLsns: new Map() });
  });

  it('reads -1 in version and region progress', () => {
    expect(parseSessionTokenValue('-1#9223372036854775807#4=-1')).toEqual({
      version: -1n,
      globalLsn: 9223372036854775807n,
      regionLsns: new Map([[4n, -1n]]),
    });
  });

  it.each(['', '#', 'a', '1#', '1#b', '1#2#3', '1#2#a=3', '1#2#3=', '1 # 2', '1#2#-3=4'])(
    'answers undefined for %p',
    (text) => {
      expect(parseSessionTokenValue(text)).toBeUndefined();
    },
  );

  it('reads back what formatSessionTokenValue writes', () => {
    fc.assert(
      fc.property(int64, int64, fc.array(fc.tuple(fc.bigInt(0n, 1000n), int64)), (version, globalLsn, regions) => {
        const value = { version, globalLsn, regionLsns: new Map(regions) };
        expect(parseSessionTokenValue(formatSessionTokenValue(value))).toEqual(value);
      }),
    );
  });
});

describe('formatSessionTokenValue', () => {
  it('writes regions in ascending order', () => {
    const regionLsns = new Map([
      [10n, 1n],
      [2n, -1n],
    ]);
    expect(formatSessionTokenValue({ version: 0n, globalLsn: 5n, regionLsns })).toBe('0#5#2=-1#10=1');
  });

  it('writes the old form as a bare number', () => {
    expect(formatSessionTokenValue({ version: undefined, globalLsn: 5n, regionLsns: new Map() })).toBe('5');
  });
});
