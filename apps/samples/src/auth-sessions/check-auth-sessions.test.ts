import { describe, expect, it } from '@jest/globals';
import type { PurgeReport } from '@perdura/table-partitioner';
import { checkAuthSessions } from './check-auth-sessions.ts';
import type { SessionsOutcome } from './use-auth-sessions.ts';

const report: PurgeReport = {
  cutoff: new Date(0),
  dryRun: false,
  done: true,
  checkpoint: undefined,
  perPartition: [],
  matched: 7,
  deleted: 7,
  alreadyGone: 0,
  touched: 0,
  failed: 0,
  requests: 3,
  retries: 0,
};
const outcome: SessionsOutcome = { written: 10, refreshed: 3, report, left: 3, intact: 3 };
const unmet = (changes: Partial<SessionsOutcome>): readonly string[] =>
  checkAuthSessions({ ...outcome, ...changes }, { written: 10, refreshed: 3 })
    .filter(({ isMet }) => !isMet)
    .map(({ what }) => what);

describe('checkAuthSessions', () => {
  it('is content when the refreshed sessions are there and all others are gone', () => {
    expect(unmet({})).toEqual([]);
  });

  it.each([
    [
      'an idle session that stayed',
      { report: { ...report, deleted: 6 }, left: 4 },
      ['idle sessions purged, and nothing else', 'sessions left in the table'],
    ],
    [
      'a session in use that went',
      { report: { ...report, deleted: 8 }, left: 2, intact: 2 },
      ['idle sessions purged, and nothing else', 'sessions left in the table', 'sessions in use read back whole'],
    ],
    ['a session in use that is damaged', { intact: 2 }, ['sessions in use read back whole']],
    ['a purge that did not finish', { report: { ...report, done: false } }, ['idle sessions purged, and nothing else']],
    ['too few sessions', { written: 9, refreshed: 2 }, ['sessions written', 'sessions refreshed after the cutoff']],
  ])('sees %s', (_what, changes, expected) => {
    expect(unmet(changes)).toEqual(expected);
  });
});
