import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Azurite, startAzurite } from '@perdura/peers';
import { runAuthSessionsAct } from './run-auth-sessions-act.ts';

describe('runAuthSessionsAct', () => {
  let azurite: Azurite;
  beforeAll(async () => {
    azurite = await startAzurite();
  }, 40_000);
  afterAll(() => azurite.close());

  it('purges exactly the 700 sessions that are idle and reads the 300 others back', async () => {
    const lines: string[] = [];
    const checks = await runAuthSessionsAct(azurite.connectionString, (line) => lines.push(line));
    expect(checks.filter(({ isMet }) => !isMet)).toEqual([]);
    expect(checks.map(({ what, found }) => `${what}: ${found}`)).toEqual([
      'sessions written: 1000',
      'sessions refreshed after the cutoff: 300',
      'idle sessions purged, and nothing else: { deleted: 700, alreadyGone: 0, touched: 0, failed: 0, done: true }',
      'sessions left in the table: 300',
      'sessions in use read back whole: 300',
    ]);
    expect(lines[0]).toBe('1000 sessions written to 15 partitions, each found by its GUID alone');
    expect(lines.at(-1)).toBe('300 sessions read back');
  }, 60_000);
});
