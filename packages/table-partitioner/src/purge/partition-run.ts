import type { Clock } from '../effects/clock.ts';
import type { ListedPage } from '../effects/list-page.ts';
import type { SendDeletes } from '../effects/send-deletes.ts';
import type { RetryPolicy } from '../service/retry-policy.ts';
import type { TakeTurn } from './create-turns.ts';
import type { RefusedRow } from './purge-report.ts';
import type { RowCounts } from './row-counts.ts';
import type { RowSelection } from './row-filter.ts';

/** What purging needs, the same for every partition of a generation. */
export interface PartitionJob extends RowSelection {
  readonly generation: number;
  readonly table: string;
  readonly batchSize: number;
  readonly dryRun: boolean;
  readonly retry: RetryPolicy;
  readonly maxRowsPerSecondPerPartition: number;
  /** Lists one page; rejects with what the client throws. */
  readonly listPage: (filter: string, continuationToken: string | undefined) => Promise<ListedPage>;
  readonly sendDeletes: SendDeletes;
  /** The pace of the whole purge. */
  readonly takeTurn: TakeTurn;
  readonly clock: Clock;
  readonly random: () => number;
  /** Ends the work between two requests. */
  readonly signal: AbortSignal;
}

/** What the purge of one partition tells while it goes on. */
export interface PartitionListener {
  /** What became of the partition's rows so far, and what of it is new. */
  readonly onCounts: (counts: RowCounts, change: Partial<RowCounts>) => void;
  /** All rows up to a next page are done with; `null` at the end. The purge waits for it. */
  readonly onPosition: (continuationToken: string | null) => Promise<void>;
}

/** The purge of one partition under way. */
export interface PartitionRun extends PartitionJob {
  readonly partitionKey: string;
  /** The pace of this partition. */
  readonly takePartitionTurn: TakeTurn;
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
