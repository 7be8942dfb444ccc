import { type Check, check } from '../demo/check.ts';
import type { SessionNumbers, SessionsOutcome } from './use-auth-sessions.ts';

/** Holds what became of the sessions against what should have: the refreshed ones are there, all others are gone. */
export function checkAuthSessions(outcome: SessionsOutcome, expected: SessionNumbers): readonly Check[] {
  const { report, written, refreshed, left, intact } = outcome;
  const idle = expected.written - expected.refreshed;
  const { deleted, alreadyGone, touched, failed, done } = report;
  return [
    check('sessions written', written, expected.written),
    check('sessions refreshed after the cutoff', refreshed, expected.refreshed),
    check(
      'idle sessions purged, and nothing else',
      { deleted, alreadyGone, touched, failed, done },
      {
        deleted: idle,
        alreadyGone: 0,
        touched: 0,
        failed: 0,
        done: true,
      },
    ),
    check('sessions left in the table', left, expected.refreshed),
    check('sessions in use read back whole', intact, expected.refreshed),
  ];
}
