import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';
import type { RowCounts } from './row-counts.ts';

/** What a purge did. */
export interface PurgeReport extends RowCounts {
  /** Rows last changed before this instant were to go: one instant for the whole run. */
  readonly cutoff: Date;
  /** Whether it only counted. */
  readonly dryRun: boolean;
  /** Whether every partition was gone through; `false` after an abort. */
  readonly done: boolean;
  /** The same per partition, in the order of their numbers. */
  readonly perPartition: readonly PartitionReport[];
}

/** What a purge did in one partition. */
export interface PartitionReport extends RowCounts {
  /** The partition's key. */
  readonly partitionKey: string;
  /** Whether it was gone through to its end. */
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
