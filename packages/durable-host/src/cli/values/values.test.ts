import { describe, expect, it } from '@jest/globals';
import { readDuration } from './read-duration.ts';
import { readJson } from './read-json.ts';
import { readTime } from './read-time.ts';

describe('readDuration', () => {
  it('reads seconds, minutes, hours and days', () => {
    const read = ['90s', '30m', '12h', '7d', '0s'].map((text) => readDuration('wait', text));
    expect(read).toEqual([90_000, 1_800_000, 43_200_000, 604_800_000, 0]);
    expect(readDuration('wait', undefined)).toBeUndefined();
  });

  it.each(['', '5', 's', '-5s', '1.5h', '5 s', '5S', '1d2h', '99999999999d'])("refuses '%s'", (text) => {
    expect(() => readDuration('wait', text)).toThrow(
      new TypeError(`--wait takes a duration such as 90s, 30m, 12h or 7d, not '${text}'`),
    );
  });
});

describe('readTime', () => {
  it('reads a day in UTC, and a time in its zone', () => {
    expect(readTime('from', '2026-02-03')).toEqual(new Date('2026-02-03T00:00:00Z'));
    expect(readTime('from', '2026-02-03T10:00+02:00')).toEqual(new Date('2026-02-03T08:00:00Z'));
    expect(readTime('from', undefined)).toBeUndefined();
  });

  it.each(['', 'yesterday', '2026', '2026-13-01', '2026-02-03T10:00:00', 'Feb 3 2026'])("refuses '%s'", (text) => {
    expect(() => readTime('from', text)).toThrow(/^--from takes a time/);
  });
});

describe('readJson', () => {
  const readInput = async () => ' {"n": 1}\n';

  it('reads JSON, from standard input for a dash', async () => {
    expect(await readJson('the input', 'null', { readInput })).toBeNull();
    expect(await readJson('the input', '-', { readInput })).toEqual({ n: 1 });
    expect(await readJson('the input', undefined, { readInput })).toBeUndefined();
  });

  it('refuses what is no JSON, and says how a text is written', async () => {
    await expect(readJson('the input', 'Mia', { readInput })).rejects.toThrow(/^the input is no JSON .*'"Mia"'/);
    await expect(readJson('the input', '', { readInput })).rejects.toThrow(TypeError);
  });
});
