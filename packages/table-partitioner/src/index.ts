export type { Clock } from './effects/clock.ts';
export { type ServerTimeOptions, serverTime } from './effects/server-time.ts';
export type { NewGeneration } from './generations/decide-change.ts';
export {
  createGenerationStore,
  type GenerationStore,
  type GenerationStoreOptions,
} from './generations/generation-store.ts';
export type { Guid } from './guid/guid.ts';
export { type GuidInput, type ParseGuidOptions, parseGuid } from './guid/parse-guid.ts';
export { type BuiltInStrategyName, builtInStrategies } from './keys/built-in-strategies.ts';
export { byteSum } from './keys/byte-sum.ts';
export { customStrategy } from './keys/custom-strategy.ts';
export { jump } from './keys/jump.ts';
export { decimal, type KeyFormat, padded, prefixed } from './keys/key-format.ts';
export { murmur3 } from './keys/murmur3.ts';
export { type PartitionKeyOptions, partitionKeyForGuid } from './keys/partition-key-for-guid.ts';
export type { PartitionStrategy } from './keys/partition-strategy.ts';
export type { Partitioning } from './keys/partitioning.ts';
export { type DropOptions, dropGeneration } from './migration/drop-generation.ts';
export { migrateGeneration } from './migration/migrate-generation.ts';
export type { MigrationOptions } from './migration/migration-options.ts';
export type {
  MigrationCheckpoint,
  MigrationCounts,
  MigrationProgress,
  MigrationReport,
  UnmovedRow,
} from './migration/migration-report.ts';
export { createPartitioner } from './partitioner/create-partitioner.ts';
export type { Generation, GenerationState } from './partitioner/generation.ts';
export type {
  CreateOptions,
  DeleteOptions,
  FoundRow,
  MoveOptions,
  OperationOptions,
  Partitioner,
  RowLocation,
  UpdateOptions,
  UpsertOptions,
} from './partitioner/partitioner.ts';
export type { PartitionerOptions } from './partitioner/partitioner-options.ts';
export { purge } from './purge/purge.ts';
export type { PartitionCheckpoint, PurgeCheckpoint } from './purge/purge-checkpoint.ts';
export type { PurgeAge, PurgeOptions, PurgeSettings } from './purge/purge-options.ts';
export type { PurgeProgress } from './purge/purge-progress.ts';
export type { PartitionFailure, PartitionReport, PurgeReport, RefusedRow } from './purge/purge-report.ts';
export type { RowCounts } from './purge/row-counts.ts';
export type { RowProperty } from './purge/row-property.ts';
export type { QueryOptions } from './query/query-options.ts';
export type { UpdateMode, WrittenRow } from './rows/overwrite.ts';
export type { PipelineTable } from './service/assert-table-like.ts';
export type { RetryPolicy } from './service/retry-policy.ts';
export type {
  ConditionalRequestOptions,
  ListedEntity,
  ListRowsOptions,
  ReadRowOptions,
  RequestOptions,
  RowAction,
  RowPage,
  TableLike,
  TableRow,
} from './service/table-like.ts';
export {
  isTablePartitionerError,
  TablePartitionerError,
  type TablePartitionerErrorDetails,
} from './table-partitioner-error.ts';
export type { TablePartitionerErrorCode } from './table-partitioner-error-code.ts';
