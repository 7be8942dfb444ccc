// The names that programs import from @azure/cosmos 4.10.1, as far as they are offered.

// The client, and what hangs below it.

export type { ConnectionPolicy, CosmosClientOptions, RetryOptions } from './client-options.ts';
export {
  Container,
  ContainerResponse,
  type PartitionKeyRange,
} from './container.ts';
export {
  type AutoUpgradePolicy,
  ChangeFeedPolicy,
  ChangeFeedRetentionTimeSpan,
  type CompositePath,
  type ComputedProperty,
  type ContainerDefinition,
  type ContainerRequest,
  type IndexedPath,
  type IndexingPolicy,
  type PartitionKeyDefinition,
  type UniqueKey,
  type UniqueKeyPolicy,
  type VectorEmbedding,
} from './container-definition.ts';
export { Containers } from './containers.ts';
export { CosmosClient } from './cosmos-client.ts';
export { Database, type DatabaseDefinition, type DatabaseRequest, DatabaseResponse } from './database.ts';
export { DatabaseAccount, type Location } from './database-account.ts';
export { Databases } from './databases.ts';
export { Item, ItemResponse } from './item.ts';
export { Items } from './items.ts';
export { Offer, type OfferDefinition, OfferResponse } from './offer.ts';
export { Offers } from './offers.ts';
export type { ContainerLink, DatabaseLink, ItemDefinition, Resource } from './resource.ts';
export type { Conflict, Conflicts, Scripts, User, Users } from './scripts.ts';
export type { RequestInfo, TokenProvider } from './token-provider.ts';

// What calls are given.

export type { FeedOptions } from './feed-options.ts';
export {
  DEFAULT_PARTITION_KEY_PATH,
  type NonePartitionKeyType,
  type NullPartitionKeyType,
  type PartitionKey,
  PartitionKeyBuilder,
  type PrimitivePartitionKeyValue,
} from './partition-key.ts';
export type {
  ExistingKeyOperation,
  PatchOperation,
  PatchRequestBody,
  RemoveOperation,
} from './patch-request.ts';
export type { RequestOptions, SharedOptions } from './request-options.ts';
export type { JSONArray, JSONObject, JSONValue, SqlParameter, SqlQuerySpec } from './sql-query-spec.ts';

// What they answer.

export type { CosmosHeaders } from './cosmos-headers.ts';
export { FeedResponse } from './feed-response.ts';
export { QueryIterator } from './query-iterator.ts';
export { ResourceResponse } from './resource-response.ts';
export type { Response } from './response.ts';
export { type StatusCode, StatusCodes, type StatusCodesType, type SubStatusCode } from './status-codes.ts';

// Batches and bulks.

export type { BatchResponse } from './batch.ts';
export type {
  BulkOperationResponse,
  BulkOperationResult,
  BulkOptions,
  CreateOperationInput,
  DeleteOperationInput,
  ExtendedOperationResponse,
  OperationInput,
  OperationResponse,
  PatchOperationInput,
  ReadOperationInput,
  ReplaceOperationInput,
  UpsertOperationInput,
} from './bulk-types.ts';

// Changes.

export { ChangeFeedIterator, type ChangeFeedOptions, ChangeFeedResponse } from './change-feed-iterator.ts';
export {
  type ChangeFeedIteratorOptions,
  ChangeFeedIteratorResponse,
  type ChangeFeedPullModelIterator,
} from './change-feed-pull-iterator.ts';
export { ChangeFeedStartFrom } from './change-feed-start-from.ts';
export { FeedRange } from './feed-range.ts';

// What goes wrong.

export { type ErrorBody, ErrorResponse } from './error-response.ts';
export { AbortError, isRestError, RestError, TimeoutError } from './other-errors.ts';

// Constants.

export { Constants } from './constants.ts';
export {
  BulkOperationType,
  ChangeFeedMode,
  ConflictResolutionMode,
  ConnectionMode,
  ConsistencyLevel,
  CosmosDbDiagnosticLevel,
  DataType,
  GeospatialType,
  HTTPMethod,
  IndexingMode,
  IndexKind,
  OperationType,
  PartitionKeyDefinitionVersion,
  PartitionKeyKind,
  PatchOperationType,
  PermissionMode,
  PriorityLevel,
  ResourceType,
  SpatialType,
  TriggerOperation,
  TriggerType,
  VectorEmbeddingDataType,
  VectorEmbeddingDistanceFunction,
  VectorIndexType,
} from './kinds.ts';
