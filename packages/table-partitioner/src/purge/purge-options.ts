import type { Clock } from '../effects/clock.ts';
import type { RetryPolicy } from '../service/retry-policy.ts';
import type { PurgeCheckpoint } from './purge-checkpoint.ts';
import type { PurgeProgress } from './purge-progress.ts';
import type { RowProperty } from './row-property.ts';

/** Which rows a purge deletes: by an instant, or by how long ago. Exactly one of the two. */
export type PurgeAge =
  | {
      /**
       * Rows last changed before this instant go. It is compared to the service's `Timestamp`, so take it from the service's
       * clock (`serverTime`). One that is in the future by that clock is refused as a mistake.
       */
      readonly olderThan: Date;
      readonly idleForMs?: undefined;
    }
  | {
      /**
       * Rows not changed for at least this many milliseconds go, by the service's own clock, which is asked once. Five
       * seconds are added for servers whose clocks differ.
       */
      readonly idleForMs: number;
      readonly olderThan?: undefined;
    };

/** How a purge goes about it. */
export interface PurgeSettings {
  /** What says when a row is due: its own property instead of the service's `Timestamp`, which is its last change. */
  readonly property?: RowProperty;
  /** A condition in OData that rows meet too, such as `kind eq 'session'`. */
  readonly filter?: string;
  /**
   * Ids of the generations to purge. Name the older ones with a newer one: a copy in an older generation comes to light when
   * only what hides it is purged. (default: all but the retired ones; the oldest is purged first)
   */
  readonly generations?: readonly number[];
  /** Partitions worked on at the same time. (default `8`: the gain flattens there) */
  readonly concurrency?: number;
  /** Rows per transaction, 1 to 100. (default `100`, the service's limit) */
  readonly batchSize?: number;
  /** Rows sent to be deleted per second, all partitions together, repeats included. (default: no limit; an account takes 20,000) */
  readonly maxRowsPerSecond?: number;
  /** The same of each partition. (default: no limit; a partition takes 2,000) */
  readonly maxRowsPerSecondPerPartition?: number;
  /** Count the rows, delete none; it costs the same listing. (default `false`) */
  readonly dryRun?: boolean;
  /**
   * Goes on where an earlier purge stopped, with its cutoff in place of this one's. `undefined` begins anew, so that one call
   * serves both. It has to be about the same rows: property, filter and dry run may not differ.
   */
  readonly checkpoint?: PurgeCheckpoint | undefined;
  /**
   * Is given a checkpoint after every page, and is waited for: keep it, and the purge survives the process. `undefined` at
   * the end, when nothing is left to go on with. What it throws ends the purge.
   */
  readonly onCheckpoint?: (checkpoint: PurgeCheckpoint | undefined) => void | Promise<void>;
  /** Ends the purge early: batches under way are finished, no further one is begun, the report says `done: false`. */
  readonly signal?: AbortSignal;
  /** Called after every page listed and every batch answered. What it throws ends the purge. */
  readonly onProgress?: (progress: PurgeProgress) => void;
  /** Repeats after throttling, lost answers and server errors. (default: 8 repeats, 100 ms doubling up to 10 s, half of it random) */
  readonly retry?: Partial<RetryPolicy>;
  /** Where time comes from. (default: the machine) */
  readonly clock?: Clock;
  /** A number in [0, 1) for the jitter of waits. (default `Math.random`) */
  readonly random?: () => number;
}

/** What to purge and how. */
export type PurgeOptions = PurgeAge & PurgeSettings;
