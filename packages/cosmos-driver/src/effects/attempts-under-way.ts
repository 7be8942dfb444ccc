import type { CosmosDiagnostics } from '../diagnostics/cosmos-diagnostics.ts';
import { isCosmosError } from '../errors/cosmos-error.ts';
import type { Alarms } from './alarms.ts';

/** How long work that was told to end may take to tell what it did, in milliseconds: it has no more to do than to notice. */
const graceMs = 1;

/**
 * What work that has been told to end had tried until then. Its failure tells; work that goes on all the same, because others wait
 * for it too, is not waited for.
 */
export function attemptsUnderWay(work: Promise<unknown>, alarms: Alarms): Promise<readonly CosmosDiagnostics[]> {
  const told = work.then(
    () => [],
    (error: unknown) => (isCosmosError(error) ? [error.diagnostics] : []),
  );
  return Promise.race([told, alarms.pause(graceMs, undefined).then(() => [])]);
}
