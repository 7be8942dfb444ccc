import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';
import type { PurgeCheckpoint } from './purge-checkpoint.ts';
import type { RowCounts } from './row-counts.ts';

/** What a purge did. */
export interface PurgeReport extends RowCounts {
  /** Rows due before this instant were to go: one instant for the whole run, and for those that go on with its checkpoint. */
  readonly cutoff: Date;
  /** Whether it only counted. */
  readonly dryRun: boolean;
  /** Whether every partition was gone through; `false` after an abort. */
  readonly done: boolean;
  /** Where a later purge can go on; `undefined` when this one is done. */
  readonly checkpoint: PurgeCheckpoint | undefined;
  /** The same per partition: the oldest generation first, then in the order of their numbers. */
  readonly perPartition: readonly PartitionReport[];
}

/** What a purge did in one partition. */
export interface PartitionReport extends RowCounts {
  /** Id of its generation. */
  readonly generation: number;
  /** Name of its table. */
  readonly table: string;
  /** The partition's key. */
  readonly partitionKey: string;
  /** Whether it was gone through to its end, by this purge or by the one whose checkpoint it went on with. */
  readonly done: boolean;
  /** Why it was not; `undefined` when it was, or when the purge was aborted. */
  readonly failure: PartitionFailure | undefined;
  /** The first rows the service refused to delete, at most ten; `failed` counts them all. */
  readonly refusedRows: readonly RefusedRow[];
}

/** Why a partition could not be gone through to its end. */
export interface PartitionFailure {
  /** The kind of failure. */
  readonly code: TablePartitionerErrorCode;
  /** What happened, in a sentence. */
  readonly message: string;
  /** HTTP status of the last answer; `undefined` when there was none. */
  readonly status: number | undefined;
  /** Error code of the service in that answer. */
  readonly serviceCode: string | undefined;
}

/** A row the service refused to delete even by itself. */
export interface RefusedRow {
  /** The row's key. */
  readonly rowKey: string;
  /** HTTP status of the answer. */
  readonly status: number | undefined;
  /** Error code of the service. */
  readonly serviceCode: string | undefined;
  /** The service's message. */
  readonly message: string;
}
