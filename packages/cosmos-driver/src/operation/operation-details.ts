import type { BatchOperation } from '../batch/batch-operation.ts';
import type { BulkRow } from '../batch/bulk-row.ts';
import type { KeyRange } from '../partitioning/key-range.ts';
import type { Patch, PatchStrategy } from '../patch/patch-operation.ts';
import type { Throughput } from '../throughput/throughput.ts';
import type { ItemReference } from './item-reference.ts';

/** What an operation says besides its body, or instead of one. */
export type OperationDetails =
  | {
      readonly kind: 'patch';
      /** What is done to the item. */
      readonly patch: Patch;
      /** Who does it. */
      readonly strategy: PatchStrategy;
      /** Most reads with their replaces, when the driver does it. */
      readonly maxAttempts: number;
    }
  | {
      readonly kind: 'batch';
      /** What is done, in order, all or nothing. */
      readonly operations: readonly BatchOperation[];
    }
  | {
      readonly kind: 'bulk';
      /** What is done, in order, each by itself. */
      readonly rows: readonly BulkRow[];
      /** The stretch of the hash space that all of them lie in. */
      readonly range: KeyRange;
    }
  | {
      readonly kind: 'read-many';
      /** What is read, in the order in which it is answered. */
      readonly items: readonly ItemReference[];
    }
  | {
      readonly kind: 'throughput';
      /** What a new database or container gets, or an old one is to get. */
      readonly throughput: Throughput;
      /** Whether the operation ends when the change is done; else when the service has accepted it. */
      readonly waitsForCompletion: boolean;
    }
  | {
      readonly kind: 'offer-migration';
      /** What an offer becomes; the service chooses the number. */
      readonly to: Throughput['kind'];
    };
