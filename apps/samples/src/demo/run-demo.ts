import { startAzurite } from '@perdura/peers';
import { runAuthSessionsAct } from '../auth-sessions/run-auth-sessions-act.ts';
import { runOrdersAct } from '../orders/run-orders-act.ts';
import type { Check } from './check.ts';
import { describeChecks } from './describe-checks.ts';

/** One act of the demo: says what it does through `log`, answers what it checked. */
type Act = (log: (line: string) => void) => Promise<readonly Check[]>;

const acts: readonly (readonly [title: string, act: Act])[] = [
  ['Auth sessions in Azure Tables: partitioned by GUID, purged while some are in use', runAuthSessions],
  ['Durable orders: activities on Cosmos DB while a region fails, and a process that is killed', runOrdersAct],
];

/**
 * Runs the demo: all acts, one after the other, then a summary.
 *
 * @param print  Receives the lines for the terminal.
 * @param nowMs  The clock, in milliseconds, for the times it prints.
 * @returns Whether everything that was checked is as it should be.
 * @throws what an act throws.
 */
export async function runDemo(print: (line: string) => void, nowMs: () => number): Promise<boolean> {
  const startedMs = nowMs();
  const summary: string[] = [];
  let failed = 0;
  for (const [index, [title, act]] of acts.entries()) {
    const heading = `${index + 1}. ${title}`;
    const actStartedMs = nowMs();
    print(heading);
    const checks = await act((line) => print(`${seconds(nowMs() - actStartedMs)}  ${line}`));
    print('');
    failed += checks.filter(({ isMet }) => !isMet).length;
    summary.push(heading, ...describeChecks(checks).map((row) => `   ${row}`), '');
  }
  print('Summary');
  for (const line of summary) print(line);
  const verdict = failed === 0 ? 'Everything checked is as it should be' : `${failed} checks failed`;
  print(`${verdict}, after ${seconds(nowMs() - startedMs).trim()}.`);
  return failed === 0;
}

async function runAuthSessions(log: (line: string) => void): Promise<readonly Check[]> {
  const azurite = await startAzurite();
  try {
    log(`Azurite's table service at ${azurite.tableEndpoint}, process ${azurite.pid}`);
    return await runAuthSessionsAct(azurite.connectionString, log);
  } finally {
    await azurite.close();
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2).padStart(6)} s`;
}
