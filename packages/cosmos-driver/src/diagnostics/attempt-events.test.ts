import { expect, it } from '@jest/globals';
import { attemptRecord } from '../../test/fakes/attempt-record.ts';
import { attemptEvents } from './attempt-events.ts';
import type { AttemptRecord } from './attempt-record.ts';

const eventsOf = (changes: Partial<AttemptRecord>) =>
  attemptEvents(attemptRecord({ durationMs: 9, ...changes })).map(({ kind, afterMs }) => `${kind} ${afterMs}`);

it.each<[string, Partial<AttemptRecord>, string[]]>([
  ['an attempt that was not signed', { status: undefined }, []],
  ['an answer', { sentAfterMs: 2 }, ['transport-start 2', 'transport-complete 9']],
  ['no answer', { sentAfterMs: 2, status: undefined }, ['transport-start 2', 'transport-failed 9']],
  [
    'an answer that broke off after its head',
    { sentAfterMs: 2, status: undefined, networkTimings: { firstByteMs: 4, bodyMs: undefined } },
    ['transport-start 2', 'transport-failed 9'],
  ],
  [
    'an answer that was measured',
    { sentAfterMs: 2, networkTimings: { firstByteMs: 4, bodyMs: 1 } },
    ['transport-start 2', 'response-headers-received 8', 'transport-complete 9'],
  ],
])('attemptEvents of %s', (_, changes, expected) => {
  expect(eventsOf(changes)).toEqual(expected);
});
