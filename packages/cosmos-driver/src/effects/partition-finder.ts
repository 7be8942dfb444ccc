import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';

/** Finds out which partition an operation goes to. Names are made by `partitionName`. */
export interface PartitionFinder {
  /** As far as it is known; sends nothing. `undefined` also for what goes to several partitions. */
  known(operation: CosmosOperation): string | undefined;
  /** Asks the service if need be. Never rejects: who cannot be told goes without. */
  find(operation: CosmosOperation, options: ResolvedOperationOptions): Promise<string | undefined>;
}

/** Whose partition the effects of an attempt are about. */
export interface PartitionOfEffects {
  /** Its name, if it is known already. */
  readonly partition: string | undefined;
  /** Finds it out. */
  readonly find: () => Promise<string | undefined>;
}
