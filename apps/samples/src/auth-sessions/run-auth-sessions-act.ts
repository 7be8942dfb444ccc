import type { Check } from '../demo/check.ts';
import { checkAuthSessions } from './check-auth-sessions.ts';
import { type SessionNumbers, useAuthSessions } from './use-auth-sessions.ts';

const NUMBERS: SessionNumbers = { written: 1000, refreshed: 300 };

/**
 * Auth sessions in a table, spread over partitions by their GUID; those not in use are purged.
 *
 * @param connectionString  Of a table service without a table `authSessions`.
 * @param log  Receives a line of progress for a person at a terminal.
 * @returns Everything that was checked, met or not.
 */
export async function runAuthSessionsAct(
  connectionString: string,
  log: (line: string) => void,
): Promise<readonly Check[]> {
  return checkAuthSessions(await useAuthSessions(connectionString, NUMBERS, log), NUMBERS);
}
