import { setTimeout as sleep } from 'node:timers/promises';
import { serverTime, type TableLike } from '@perdura/table-partitioner';

const POLL_MS = 50;

/** Waits until the clock of the table service shows that instant or a later one, and answers what it shows. */
export async function waitForServerClock(table: TableLike, instant: Date): Promise<Date> {
  for (;;) {
    const now = await serverTime(table);
    if (now >= instant) return now;
    await sleep(POLL_MS);
  }
}
