import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { defaults } from '../options/defaults.ts';
import type { ResolvedOperationOptions } from '../options/resolve-operation-options.ts';

/**
 * How long the first region may take before a second one is asked, in milliseconds; `undefined` when none is.
 *
 * Only reads of one item, of a container, and of the partitions of a container are hedged. `hedgingEnabled` decides before
 * `availabilityStrategy` does. Metadata have a threshold of their own, because their regions answer more slowly.
 */
export function hedgeThresholdMs(operation: CosmosOperation, options: ResolvedOperationOptions): number | undefined {
  const kind = hedgedKind(operation);
  const { hedgingEnabled, availabilityStrategy: strategy, endToEndTimeoutMs = Number.POSITIVE_INFINITY } = options;
  if (kind === undefined || hedgingEnabled === false) return undefined;
  if (strategy?.kind === 'disabled' && hedgingEnabled !== true) return undefined;
  if (kind === 'metadata') return defaults.hedging.metadataThresholdMs;
  return strategy?.kind === 'hedging'
    ? strategy.thresholdMs
    : Math.min(defaults.hedging.thresholdMs, endToEndTimeoutMs / 2);
}

/** Which kind of read an operation is, as far as hedging is concerned; `undefined` for all that are never hedged. */
export function hedgedKind({ type, resource }: CosmosOperation): 'item' | 'metadata' | undefined {
  if (type === 'read' && resource.kind === 'item') return 'item';
  if (type === 'read' && resource.kind === 'container') return 'metadata';
  return type === 'read-feed' && resource.kind === 'partition-key-ranges' ? 'metadata' : undefined;
}
