import type { Partitioner } from '../partitioner/partitioner.ts';
import { assertCheckpoint } from './assert-checkpoint.ts';
import { createTurns } from './create-turns.ts';
import { resumePositions } from './partition-positions.ts';
import { purgeGeneration } from './purge-generation.ts';
import { openLedger } from './purge-ledger.ts';
import type { PurgeOptions } from './purge-options.ts';
import type { PurgeReport } from './purge-report.ts';
import { isRetiredOf, purgeScope } from './purge-scope.ts';
import { throwIfIncomplete } from './report-outcome.ts';
import { resolveCutoff } from './resolve-cutoff.ts';
import { resolvePurgeOptions } from './resolve-purge-options.ts';

/**
 * Deletes the rows that were last changed before an instant, partition by partition, in transactions of up to 100.
 *
 * Every delete carries the ETag its row was listed with: a row changed since then stays, even if it changed in the same
 * millisecond. `Timestamp` is the service's "last changed", so what goes is what was idle, not what is old; with the option
 * `property` a property of the rows decides instead.
 *
 * One partition that fails does not stop the others. A purge can be repeated at any time: deleted rows no longer match.
 * Of several generations the oldest is purged first, and moves that were left half done are finished, so that no deleted row
 * has an older copy that comes back. Tombstones of a migration stay until every older generation is retired.
 *
 * @returns the report; `done` is `false` only after an abort. (An abort while the service is still asked for its time rejects
 *   with the client's abort error: nothing was begun.)
 * @throws {TablePartitionerError} `table-not-found`, `table-being-deleted`, `access-denied` or `cutoff-in-future` at once, `purge-incomplete` at the
 *   end when a partition failed or rows were refused; with the report in `report` when anything was begun.
 * @throws {TypeError} when an option is missing, unknown or wrong; nothing has been sent then.
 */
export async function purge(partitioner: Partitioner, options: PurgeOptions): Promise<PurgeReport> {
  if (typeof partitioner?.partitions !== 'function' || typeof partitioner.client !== 'function') {
    throw new TypeError('purge needs a partitioner, made by createPartitioner.');
  }
  const resolved = resolvePurgeOptions(options);
  if (resolved.checkpoint !== undefined) assertCheckpoint(resolved.checkpoint, resolved);
  const scope = purgeScope(partitioner, resolved);
  const positions = resumePositions(resolved.checkpoint, scope, isRetiredOf(partitioner.generations));
  const cutoff = await resolveCutoff(
    resolved,
    scope.map(({ client }) => client),
  );

  const ledger = openLedger({ ...resolved, cutoff, scope, positions });
  const takeTurn = createTurns(resolved.maxRowsPerSecond, resolved.clock);
  const run = { ...resolved, cutoff, ledger, takeTurn, stop: new AbortController() };
  for (const generation of scope) await purgeGeneration(run, generation);

  const report = ledger.report();
  if (report.done) await resolved.onCheckpoint?.(undefined);
  throwIfIncomplete(report);
  return report;
}
