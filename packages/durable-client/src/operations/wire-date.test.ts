import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { wireDate } from './wire-date.ts';

describe('a time on the wire', () => {
  it.each([
    ['2026-02-03T10:00:00Z', '2026-02-03T10:00:00.000Z'],
    ['2026-02-03T10:00:00.1234567Z', '2026-02-03T10:00:00.123Z'],
    ['2026-02-03T10:00:00+02:00', '2026-02-03T08:00:00.000Z'],
    ['2026-02-03T10:00:00-0130', '2026-02-03T11:30:00.000Z'],
    ['0001-01-01T00:00:00', '0001-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, time) => {
    expect(z.parse(wireDate, text).toISOString()).toBe(time);
  });

  it.each(['yesterday', '', '2026-13-01T00:00:00Z', 7, null])('is not %j', (value) => {
    expect(z.safeParse(wireDate, value).success).toBe(false);
  });

  it('is UTC without a zone, wherever the program runs', () => {
    const file = new URL('./wire-date.ts', import.meta.url).href;
    const program = `
      import * as z from 'zod/mini';
      const { wireDate } = await import(${JSON.stringify(file)});
      console.log(z.parse(wireDate, '2026-02-03T10:00:00').toISOString(), new Date(0).getHours());
    `;
    const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
    const env = { ...process.env, NODE_OPTIONS: '', TZ: 'Asia/Tokyo' };
    const printed = execFileSync(process.execPath, options, {
      encoding: 'utf8',
      env,
      cwd: new URL('.', import.meta.url),
    });
    expect(printed).toBe('2026-02-03T10:00:00.000Z 9\n');
  });
});
