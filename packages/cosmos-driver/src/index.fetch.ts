// The values of the entry for every other runtime: fetch and WebCrypto, nothing of Node; their types are those of `index.ts`.
export {
  compareEffectivePartitionKeys,
  createPartitionKeyDefinition,
  effectivePartitionKey,
  parsePartitionKeyPath,
  valueAtPartitionKeyPath,
} from '@perdura/cosmos-protocol';
export { readBulkResults } from './batch/bulk-results.ts';
export { BulkRow } from './batch/bulk-row.ts';
export { isBatchApplied, readBatchResults } from './batch/read-batch-results.ts';
export { createCosmosRuntime } from './create-runtime-fetch.ts';
export { attemptEvents } from './diagnostics/attempt-events.ts';
export { CosmosDiagnostics } from './diagnostics/cosmos-diagnostics.ts';
export { logDiagnostics } from './diagnostics/log-diagnostics.ts';
export { sampleDiagnostics } from './diagnostics/sample-diagnostics.ts';
export { thresholdBreach } from './diagnostics/threshold-breach.ts';
export { kyTransport } from './effects/ky-transport.ts';
export { CosmosError, isCosmosError } from './errors/cosmos-error.ts';
export { errorCodeOf } from './errors/error-code-of.ts';
export { invalidResponse } from './errors/error-from-outcome.ts';
export { faultInjectionRule } from './faults/fault-injection-rule.ts';
export { ContainerReference } from './operation/container-reference.ts';
export { CosmosOperation } from './operation/cosmos-operation.ts';
export { DatabaseReference } from './operation/database-reference.ts';
export { ItemReference } from './operation/item-reference.ts';
export { PartitionKey } from './operation/partition-key.ts';
export { ifMatch, ifNoneMatch } from './operation/precondition.ts';
export { FeedRange } from './partitioning/feed-range.ts';
export { statusIs } from './response/status-is.ts';
export { parseConnectionString } from './signing/connection-string.ts';
export { readThroughputState } from './throughput/read-throughput-state.ts';
