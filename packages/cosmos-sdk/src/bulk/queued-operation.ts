import type { BulkRow } from '@perdura/cosmos-driver';
import type { AnyBulkOperation } from './bulk-operation.ts';
import type { OperationHistory } from './plan-repeat.ts';

/** An operation on its way. */
export interface QueuedOperation {
  /** Which of the input, from 0. */
  readonly index: number;
  /** As it was given. */
  readonly operation: AnyBulkOperation;
  /** Id of its item. */
  readonly id: string;
  /** As it is sent. */
  readonly row: BulkRow;
  /** When its bulk took it, on the bulk's clock. */
  readonly addedMs: number;
  /** What has become of it so far. */
  readonly history: OperationHistory;
}
