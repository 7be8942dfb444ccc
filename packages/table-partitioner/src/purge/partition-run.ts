import type { Clock } from '../effects/clock.ts';
import type { ListedPage } from '../effects/list-page.ts';
import type { SendDeletes } from '../effects/send-deletes.ts';
import type { RefusedRow } from './purge-report.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { RowCounts } from './row-counts.ts';

/** What purging needs, the same for every partition of a purge. */
export interface PartitionJob {
  readonly table: string;
  readonly cutoff: Date;
  readonly batchSize: number;
  readonly dryRun: boolean;
  readonly retry: RetryPolicy;
  /** Lists one page; rejects with what the client throws. */
  readonly listPage: (filter: string, continuationToken: string | undefined) => Promise<ListedPage>;
  readonly sendDeletes: SendDeletes;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends the work between two requests. */
  readonly signal: AbortSignal;
}

/** The purge of one partition under way. */
export interface PartitionRun extends PartitionJob {
  readonly partitionKey: string;
  /** Adds to what became of the partition's rows. */
  readonly count: (change: Partial<RowCounts>) => void;
  /** Keeps a row the service refuses to delete. */
  readonly refuse: (row: RefusedRow) => void;
}

/** Thrown inside a purge to leave it after an abort; never seen outside. */
export const STOPPED: symbol = Symbol('stopped');

/** Waits, and leaves the purge when it was aborted meanwhile or before. */
export async function pause(run: Pick<PartitionRun, 'clock' | 'signal'>, delayMs: number): Promise<void> {
  if (delayMs > 0 && !run.signal.aborted) await run.clock.sleep(delayMs, run.signal);
  if (run.signal.aborted) throw STOPPED;
}
