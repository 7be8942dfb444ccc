import { listPage } from '../effects/list-page.ts';
import { runConcurrently } from '../effects/run-concurrently.ts';
import { createDeleteSender } from '../effects/send-deletes.ts';
import type { PartitionJob } from './partition-run.ts';
import type { PurgeLedger } from './purge-ledger.ts';
import { purgePartition } from './purge-partition.ts';
import type { GenerationScope } from './purge-scope.ts';
import { endsEverything } from './report-outcome.ts';
import type { ResolvedPurgeOptions } from './resolve-purge-options.ts';
import { rowQuery } from './row-query.ts';

/** What the generations of a purge share. */
export interface PurgeRun extends ResolvedPurgeOptions, Pick<PartitionJob, 'takeTurn'> {
  readonly cutoff: Date;
  readonly ledger: PurgeLedger;
  /** Ends the whole purge between two requests, by whoever aborts it. */
  readonly stop: AbortController;
}

/** Purges the partitions of one generation that are not done yet, several at a time. */
export async function purgeGeneration(
  run: PurgeRun,
  { generation, client, partitionKeys, moves, finishMove }: GenerationScope,
): Promise<void> {
  const { ledger, stop } = run;
  const signal = run.signal === undefined ? stop.signal : AbortSignal.any([run.signal, stop.signal]);
  const query = rowQuery({ ...run, moves, finishMove });
  const job: PartitionJob = {
    ...run,
    generation,
    moves,
    finishMove,
    table: client.tableName,
    signal,
    listPage: (filter, token) => listPage(client, query, filter, token, signal),
    sendDeletes: await createDeleteSender(client),
  };
  await runConcurrently(partitionKeys, run.concurrency, async (partitionKey) => {
    const position = ledger.positionOf(generation, partitionKey);
    if (signal.aborted || position === null) return;
    const report = await purgePartition(partitionKey, job, position, ledger.listener(generation, partitionKey));
    ledger.keep(report);
    if (endsEverything(report)) stop.abort();
  });
}
