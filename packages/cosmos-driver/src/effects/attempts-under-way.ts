import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import type { Alarms } from './alarms.ts';

/** How long work that was told to end may take to tell what it did, in milliseconds: it has no more to do than to notice. */
const graceMs = 1;

/** Waits for work that has been told to end; not for such that goes on all the same, because others wait for it too. */
export async function untilEnded(work: Promise<unknown>, alarms: Alarms): Promise<void> {
  await Promise.race([work.catch(() => undefined), alarms.pause(graceMs, undefined)]);
}

/** What work that has been told to end had tried until then: its failure tells. */
export async function attemptsUnderWay(work: Promise<unknown>, alarms: Alarms): Promise<readonly CosmosDiagnostics[]> {
  let told: readonly CosmosDiagnostics[] = [];
  const telling = work.catch((error: unknown) => {
    if (isCosmosError(error)) told = [error.diagnostics];
  });
  await untilEnded(telling, alarms);
  return told;
}
