import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';
import type { SessionPartition } from '../session/session-partition.ts';

/** Finds out which partition an operation goes to. */
export interface PartitionFinder {
  /** Its name as far as it is known; sends nothing. `undefined` also for what goes to several partitions. */
  known(operation: CosmosOperation): string | undefined;
  /** What sessions want to know of it; sends nothing. */
  knownToSession(operation: CosmosOperation): SessionPartition | undefined;
  /** Its name; asks the service if need be. Never rejects: who cannot be told goes without. */
  find(operation: CosmosOperation, options: ResolvedOperationOptions): Promise<string | undefined>;
  /** Asks the service what has changed, if anything is known. Never rejects. */
  refresh(operation: CosmosOperation, options: ResolvedOperationOptions): Promise<void>;
}

/** Whose partition the effects of an attempt are about. */
export interface PartitionOfEffects {
  /** Its name, if it is known already. */
  readonly partition: string | undefined;
  /** Finds it out. Never rejects. */
  readonly find: () => Promise<string | undefined>;
  /** Asks again which partitions there are. Never rejects. */
  readonly refresh: () => Promise<void>;
}
