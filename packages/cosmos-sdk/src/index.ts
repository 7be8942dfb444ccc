// The public names, from the client down to the item. What the driver owns is re-exported, never defined twice.

export type {
  AccountOptions,
  ClientBehavior,
  ClientTransport,
  ContentOnWriteOf,
  CosmosClientOptions,
  DriverClientOptions,
  RoutingOptions,
  RuntimeClientOptions,
  StandaloneClientOptions,
} from './client/client-options.ts';
export { CosmosClient, type CreatedDatabase, type EnsuredDatabase } from './client/cosmos-client.ts';
export type {
  ContainerOptions,
  CreateContainerOptions,
  ItemTyping,
} from './database/container-options.ts';
export { type CreatedContainer, DatabaseClient, type EnsuredContainer } from './database/database-client.ts';
export type {
  ContainerProperties,
  DatabaseProperties,
  NewContainerProperties,
  SystemProperties,
} from './database/properties.ts';

// Items.

export { ContainerClient } from './container/container-client.ts';
export type {
  CreateItemOptions,
  DeleteItemOptions,
  NoOptions,
  PatchItemOptions,
  ReadItemOptions,
  ReplaceContainerOptions,
  SendItemOptions,
  UpsertItemOptions,
  WriteItemOptions,
} from './container/item-options.ts';
export type { NewItem, PartitionKeyFor, PartitionKeyScopeFor } from './container/item-types.ts';
export type { ItemPatch, PathOf, ValueAt } from './container/patch-types.ts';
export type { ReadManyOptions, ReadManyResponse } from './container/read-many.ts';
export type {
  NotModifiedResponse,
  ReadItemResponse,
  ReadItemResponseFor,
  WriteItemResponse,
  WriteItemResponseFor,
  WriteItemResponseWithResource,
} from './response/item-responses.ts';
export type { ResourceResponse } from './response/resource-response.ts';
export type { ResponseMetadata } from './response/response-metadata.ts';
export type { ThroughputResponse } from './response/throughput-response.ts';
export type {
  InferInput,
  InferOutput,
  ItemSchema,
  SchemaIssue,
  SchemaResult,
  StandardSchema,
} from './schema/standard-schema.ts';

// Queries.

export { QueryIterable } from './queries/query-iterable.ts';
export type { FeedOptions, ItemFeedOptions, QueryOptions } from './queries/query-options.ts';
export { QueryPage } from './queries/query-page.ts';
export { SqlQuery, type SqlValue, sql } from './queries/sql.ts';

// Batches, bulks, and changes.

export type {
  AppliedBatch,
  BatchFailure,
  BatchResults,
  BatchStep,
  BatchStepResult,
  BatchStepResultWithResource,
  FailedBatch,
} from './batch/batch-response.ts';
export {
  type BatchOptions,
  type BatchPatchOptions,
  type BatchWriteOptions,
  ItemBatch,
} from './batch/item-batch.ts';
export type { BulkOperation } from './bulk/bulk-operation.ts';
export type { BulkOptions } from './bulk/bulk-options.ts';
export type {
  BulkFailure,
  BulkOutcome,
  BulkOutcomeOf,
  BulkProgress,
  BulkSuccess,
  BulkSuccessWithResource,
} from './bulk/bulk-outcome.ts';
export type {
  ChangeFor,
  ChangeMetadata,
  CreateOrReplace,
  Delete,
  ItemChange,
  LatestVersion,
} from './change-feed/change.ts';
export { ChangeFeedIterable } from './change-feed/change-feed-iterable.ts';
export type { ChangeFeedMode, ReadChangeFeedOptions } from './change-feed/change-feed-options.ts';
export type { ChangeFeedProcessor } from './change-feed-processor/change-feed-processor.ts';
export type { LeaseLag, ProcessorLag } from './change-feed-processor/estimate-lag.ts';
export type { LeaseEnd } from './change-feed-processor/held-lease.ts';
export type { LeaseContainer } from './change-feed-processor/lease-container.ts';
export type {
  ChangeFeedProcessorOptions,
  ChangesContext,
  LeaseLabel,
  ProcessorErrorContext,
} from './change-feed-processor/processor-options.ts';

// Of the driver.

export {
  type AttemptRecord,
  CosmosDiagnostics,
  type CosmosDriver,
  CosmosError,
  type CosmosErrorCode,
  type CosmosResponseHeaders,
  type CosmosRuntime,
  type CosmosRuntimeOptions,
  type CosmosStatus,
  type CreateOptions,
  createCosmosRuntime,
  type DiagnosticsHandler,
  type ExecuteOptions,
  type FaultInjectionRule,
  type FeedQuery,
  FeedRange,
  faultInjectionRule,
  type ItemKey,
  isCosmosError,
  type OperationOptions,
  type OperationReport,
  PartitionKey,
  type PartitionKeyInput,
  type PartitionKeyValue,
  type PatchOperation,
  type PatchOptions,
  type PatchStrategy,
  type ReplaceThroughputOptions,
  type RetryAmbiguousWrites,
  type StatusQuestion,
  type StatusQuestions,
  statusIs,
  type Throughput,
  type ThroughputControlGroup,
  type ThroughputState,
  type Transport,
  type UndiciTransportOptions,
} from '@perdura/cosmos-driver';
