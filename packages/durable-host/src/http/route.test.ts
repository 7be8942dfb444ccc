import { execFileSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { readContinuationToken, writeContinuationToken } from './continuation-token.ts';
import { readQuery } from './query.ts';
import { readRoute, webhookPath } from './route.ts';

describe('readRoute', () => {
  it('decodes each segment once, so an id may hold what separates segments', () => {
    expect(readRoute('GET', `${webhookPath}/instances/a%2Fb%20c%2525`)).toEqual({
      kind: 'status',
      instanceId: 'a/b c%25',
    });
  });

  it('leaves a percent sign alone that encodes nothing', () => {
    expect(readRoute('GET', `${webhookPath}/instances/a%20b%c%ff`)).toEqual({ kind: 'status', instanceId: 'a b%c%ff' });
  });

  it('does not tell upper from lower case in fixed parts, and passes over a slash at the end', () => {
    expect(readRoute('POST', '/Runtime/WebHooks/DurableTask/Instances/A/RAISEEVENT/Go/')).toEqual({
      kind: 'raise-event',
      instanceId: 'A',
      eventName: 'Go',
    });
  });

  it('knows no empty segment', () => {
    expect(readRoute('GET', `${webhookPath}/instances//`)).toBeUndefined();
    expect(readRoute('POST', `${webhookPath}/instances//terminate`)).toBeUndefined();
  });
});

describe('readQuery', () => {
  it('takes the first value of a name in any case, and passes over what it cannot read', () => {
    const query = readQuery(new URLSearchParams('Top=5&top=9&ShowInput=FALSE&createdTimeFrom=soon&timeout=-1&x='));
    expect(query.positive('top')).toBe(5);
    expect(query.flag('showinput')).toBe(false);
    expect(query.timeMs('createdTimeFrom')).toBeUndefined();
    expect(query.positive('timeout')).toBeUndefined();
    expect(query.positive('x')).toBeUndefined();
    expect(query.flag('missing')).toBeUndefined();
    expect(query.timeMs('missing')).toBeUndefined();
  });

  it.each([
    ['2026-01-02T03:04', '2026-01-02T03:04:00.000Z'],
    ['2026-01-02T03:04:05', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05.1234567', '2026-01-02T03:04:05.123Z'],
    ['2026-01-02T03:04:05+02:00', '2026-01-02T01:04:05.000Z'],
    ['2026-01-02', '2026-01-02T00:00:00.000Z'],
  ])('takes %s for %s', (text, time) => {
    expect(readQuery(new URLSearchParams({ at: text })).timeMs('at')).toBe(Date.parse(time));
  });

  it('takes a time without a zone for UTC, wherever the program runs', () => {
    const program = `
      const { readQuery } = await import(${JSON.stringify(new URL('./query.ts', import.meta.url).href)});
      const { timeMs } = readQuery(new URLSearchParams({ at: '2026-02-03T10:00:00' }));
      console.log(new Date(timeMs('at')).toISOString(), new Date(0).getHours());
    `;
    const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
    const env = { ...process.env, NODE_OPTIONS: '', TZ: 'Asia/Tokyo' };
    expect(execFileSync(process.execPath, options, { encoding: 'utf8', env })).toBe('2026-02-03T10:00:00.000Z 9\n');
  });
});

describe('a continuation token', () => {
  it('leads back to where it was written', () => {
    const position = { createdMs: 1_767_225_600_000, id: 'a/ü 😀' };
    expect(readContinuationToken(writeContinuationToken(position))).toEqual(position);
  });

  it.each(['', 'nonsense', Buffer.from('[1]').toString('base64url'), Buffer.from('{}').toString('base64url')])(
    'is none when it is %j',
    (token) => {
      expect(readContinuationToken(token)).toBeUndefined();
    },
  );
});
