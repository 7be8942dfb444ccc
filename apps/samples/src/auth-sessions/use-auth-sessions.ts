import { type PurgeReport, purge, serverTime } from '@perdura/table-partitioner';
import { signIn } from './auth-session.ts';
import {
  countSessions,
  openAuthSessionTable,
  readSession,
  refreshSessions,
  storeSessions,
} from './auth-session-table.ts';
import { waitForServerClock } from './wait-for-server-clock.ts';

/** How many sessions, and how many of them stay in use. */
export interface SessionNumbers {
  readonly written: number;
  readonly refreshed: number;
}

/** What was found when sessions were written, used, purged and read back; `written` is counted in the table. */
export interface SessionsOutcome extends SessionNumbers {
  /** What the purge says it did. */
  readonly report: PurgeReport;
  /** Sessions left in the table, counted by listing it. */
  readonly left: number;
  /** Sessions in use that were read back by their GUID, whole and refreshed. */
  readonly intact: number;
}

/**
 * Writes sessions, keeps some of them in use, purges the others by the clock of the service, and looks at what is left.
 *
 * @param log  Receives a line of progress for a person at a terminal.
 */
export async function useAuthSessions(
  connectionString: string,
  { written, refreshed }: SessionNumbers,
  log: (line: string) => void,
): Promise<SessionsOutcome> {
  const table = await openAuthSessionTable(connectionString);
  const sessions = signIn(written);
  await storeSessions(table, sessions);
  const stored = await countSessions(table);
  const partitions = table.partitioner.partitions().length;
  log(`${stored} sessions written to ${partitions} partitions, each found by its GUID alone`);

  // The header is cut to the second, so sessions just written may be later than it says, but not by a second.
  const cutoff = new Date((await serverTime(table.client)).getTime() + 1000);
  log(`the cutoff is ${cutoff.toISOString()} by the clock of the service`);
  const now = await waitForServerClock(table.client, new Date(cutoff.getTime() + 1000));
  log(`that clock shows ${now.toISOString()}: whatever is written from now on is in use`);

  // Every so many, so that they are all over the partitions.
  const inUse = sessions.filter((_, index) => (index * refreshed) % written < refreshed);
  await refreshSessions(table, inUse);
  log(`${inUse.length} sessions refreshed`);

  const report = await purge(table.partitioner, { olderThan: cutoff });
  log(`${report.deleted} idle sessions purged in ${report.requests} requests`);

  const left = await countSessions(table);
  const readBack = await Promise.all(
    inUse.map(async (session) => {
      const { isRefreshed, ...found } = await readSession(table, session.key);
      return isRefreshed && JSON.stringify(found) === JSON.stringify(session);
    }),
  );
  const intact = readBack.filter(Boolean).length;
  log(`${intact} sessions read back`);
  return { written: stored, refreshed: inUse.length, report, left, intact };
}
