import type { TablePartitionerErrorCode } from '../table-partitioner-error-code.ts';

/** Where a migration can be taken up again. Plain data: store it as JSON. */
export interface MigrationCheckpoint {
  /** Id of the generation rows are moved out of. */
  readonly from: number;
  /** Id of the generation they are moved into. */
  readonly to: number;
  /** Keys of the partitions that were gone through to their end. */
  readonly donePartitions: readonly string[];
}

/** How many rows a migration has dealt with, and how. */
export interface MigrationCounts {
  /** Rows it inserted into the new generation, tombstones among them. */
  readonly moved: number;
  /** Rows that somebody else had moved, replaced or deleted in the meantime, or of which there was a newer copy. */
  readonly settled: number;
  /** Rows that are no partitioner's: their key is no GUID in lower case with hyphens, or another partition's. They stay. */
  readonly foreign: number;
  /** Rows that could not be moved. */
  readonly failed: number;
}

/** A row that could not be moved. */
export interface UnmovedRow {
  /** The key of its partition. */
  readonly partitionKey: string;
  /** Its key; `undefined` when the partition could not be listed. */
  readonly rowKey: string | undefined;
  /** Why not. */
  readonly code: TablePartitionerErrorCode;
  /** Why not, in a sentence. */
  readonly message: string;
}

/** What a migration has done so far. */
export interface MigrationProgress extends MigrationCounts {
  /** Where it can be taken up again. */
  readonly checkpoint: MigrationCheckpoint;
}

/** What a migration has done. */
export interface MigrationReport extends MigrationProgress {
  /** Whether every partition was gone through to its end; `false` after an abort. */
  readonly done: boolean;
  /** Rows that could not be moved, the first hundred. */
  readonly unmoved: readonly UnmovedRow[];
}
