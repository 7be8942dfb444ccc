// The public names, and the types of both entries: `index.node.ts` and `index.fetch.ts` carry the same values.

// A runtime, and on it a driver.

export { createCosmosRuntime } from './create-runtime-node.ts';
export type { CosmosDriver } from './driver.ts';
export type { DiagnosticsOptions, DiagnosticsVerbosity } from './options/diagnostics-options.ts';
export type { DriverOptions } from './options/driver-options.ts';
export type { DriverTuning } from './options/driver-tuning.ts';
export type { HedgingOptions } from './options/hedging-options.ts';
export type { PartitionFailoverOptions } from './options/partition-failover-options.ts';
export type { RuntimeTuning } from './options/runtime-tuning.ts';
export type { ThroughputControlGroup } from './options/throughput-control.ts';
export type { UndiciTransportOptions } from './options/undici-transport-options.ts';
export type { UserAgentOptions } from './options/user-agent-options.ts';
export type { AccountLocation } from './routing/account-properties.ts';
export type { EndpointDiscovery } from './routing/account-topology.ts';
export type { CosmosRuntime } from './runtime.ts';
export type { CosmosRuntimeOptions } from './runtime-options.ts';
export { type ConnectionStringParts, parseConnectionString } from './signing/connection-string.ts';
export type {
  AccessToken,
  Credential,
  KeyCredential,
  ResourceTokenCredential,
  TokenCredential,
} from './signing/credential.ts';

// An operation, and what it addresses.

export {
  compareEffectivePartitionKeys,
  createPartitionKeyDefinition,
  effectivePartitionKey,
  type PartitionKeyDefinition,
  type PartitionKeyKind,
  type PartitionKeyValue,
  parsePartitionKeyPath,
  valueAtPartitionKeyPath,
} from '@perdura/cosmos-protocol';
export { type ContainerAddress, ContainerReference } from './operation/container-reference.ts';
export { CosmosOperation } from './operation/cosmos-operation.ts';
export { DatabaseReference } from './operation/database-reference.ts';
export type { ChangeFeedOptions, FeedQuery, FeedSettings, PartitionTarget } from './operation/feed-settings.ts';
export { type ItemKey, ItemReference } from './operation/item-reference.ts';
export type { LogicalPartition } from './operation/logical-partition.ts';
export type { OperationDetails } from './operation/operation-details.ts';
export type { OperationResource, OperationType } from './operation/operation-resource.ts';
export { PartitionKey, type PartitionKeyInput } from './operation/partition-key.ts';
export { ifMatch, ifNoneMatch, type Precondition } from './operation/precondition.ts';
export { FeedRange } from './partitioning/feed-range.ts';

// What batches, bulks, patches and throughputs say.

export type { BatchOperation } from './batch/batch-operation.ts';
export { type BulkResult, readBulkResults } from './batch/bulk-results.ts';
export { BulkRow } from './batch/bulk-row.ts';
export { type BatchResult, isBatchApplied, readBatchResults } from './batch/read-batch-results.ts';
export type { Patch, PatchOperation, PatchOptions, PatchStrategy } from './patch/patch-operation.ts';
export type { CreateOptions, ReplaceOfferOptions, ReplaceThroughputOptions } from './throughput/describe-throughput.ts';
export { readThroughputState, type ThroughputState } from './throughput/read-throughput-state.ts';
export type { Throughput } from './throughput/throughput.ts';

// How it is carried out.

export type { AvailabilityStrategy, HedgingStrategy, NoStrategy } from './options/availability-strategy.ts';
export type {
  ExecuteOptions,
  IntegratedCacheOptions,
  OperationOptions,
  ReadConsistencyStrategy,
  RetryAmbiguousWrites,
  ThrottlingRetryOptions,
} from './options/operation-options.ts';
export type { PriorityLevel, ThroughputControlOptions } from './options/throughput-control.ts';

// What goes wrong on purpose.

export type { FaultCondition } from './faults/fault-condition.ts';
export type { FaultEvaluation, FaultVerdict } from './faults/fault-evaluation.ts';
export {
  type FaultInjectionRule,
  type FaultInjectionRuleBuilder,
  faultInjectionRule,
} from './faults/fault-injection-rule.ts';
export type { FaultOperationType } from './faults/fault-operation-type.ts';
export type { FaultError, FaultResponse, FaultResult } from './faults/fault-result.ts';

// What comes back.

export { type AttemptEvent, attemptEvents } from './diagnostics/attempt-events.ts';
export type { DiagnosticsCompaction } from './diagnostics/attempt-log.ts';
export type { AttemptRecord, ExecutionContext, HttpVersion } from './diagnostics/attempt-record.ts';
export type { AttemptRollup } from './diagnostics/attempt-run.ts';
export { CosmosDiagnostics } from './diagnostics/cosmos-diagnostics.ts';
export type { DiagnosticsHandler } from './diagnostics/diagnostics-handler.ts';
export type { HedgeDiagnostics, HedgeTerminalState } from './diagnostics/hedge-diagnostics.ts';
export { logDiagnostics } from './diagnostics/log-diagnostics.ts';
export type { NetworkTimings } from './diagnostics/network-timings.ts';
export type { OperationReport } from './diagnostics/operation-report.ts';
export { type SamplingOptions, sampleDiagnostics } from './diagnostics/sample-diagnostics.ts';
export type { SystemUsage } from './diagnostics/system-usage.ts';
export { type DiagnosticsThresholds, type ThresholdBreach, thresholdBreach } from './diagnostics/threshold-breach.ts';
export { CosmosError, type CosmosErrorCode, type CosmosErrorDetails, isCosmosError } from './errors/cosmos-error.ts';
export { errorCodeOf } from './errors/error-code-of.ts';
export { invalidResponse } from './errors/error-from-outcome.ts';
export type { RequestSent } from './response/attempt-outcome.ts';
export type { CosmosResponse, CosmosResponseBody } from './response/cosmos-response.ts';
export type { CosmosStatus } from './response/cosmos-status.ts';
export type { CosmosResponseHeaders } from './response/response-headers.ts';
export { type StatusQuestion, type StatusQuestions, statusIs } from './response/status-is.ts';

// How requests travel.

export { type KyTransportOptions, kyTransport } from './effects/ky-transport.ts';
export type { Transport, TransportRequest, TransportResponse } from './effects/transport.ts';
