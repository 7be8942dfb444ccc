// Constants that programs import by name. Each is a type as well, as its enumeration is elsewhere.

/** What a bulk or batch operation does. */
export const BulkOperationType = {
  Create: 'Create',
  Upsert: 'Upsert',
  Read: 'Read',
  Delete: 'Delete',
  Replace: 'Replace',
  Patch: 'Patch',
} as const;

/** What one operation of a patch does. */
export const PatchOperationType = {
  add: 'add',
  replace: 'replace',
  remove: 'remove',
  set: 'set',
  incr: 'incr',
} as const;

/** How a container hashes its partition keys: `MultiHash` for hierarchical ones. */
export const PartitionKeyKind = { Hash: 'Hash', MultiHash: 'MultiHash' } as const;
/** How a container hashes its partition keys. */
export type PartitionKeyKind = (typeof PartitionKeyKind)[keyof typeof PartitionKeyKind];

/** Version of the hash of partition keys: `V2` for values of more than 100 bytes. */
export const PartitionKeyDefinitionVersion = { V1: 1, V2: 2 } as const;
/** Version of the hash of partition keys. */
export type PartitionKeyDefinitionVersion =
  (typeof PartitionKeyDefinitionVersion)[keyof typeof PartitionKeyDefinitionVersion];

/** When items are put into the index. */
export const IndexingMode = { consistent: 'consistent', lazy: 'lazy', none: 'none' } as const;
/** When items are put into the index. */
export type IndexingMode = (typeof IndexingMode)[keyof typeof IndexingMode];

/** Kinds of index. */
export const IndexKind = { Range: 'Range', Spatial: 'Spatial' } as const;
/** Kind of an index. */
export type IndexKind = (typeof IndexKind)[keyof typeof IndexKind];

/** What an index is over. */
export const DataType = {
  Number: 'Number',
  String: 'String',
  Point: 'Point',
  LineString: 'LineString',
  Polygon: 'Polygon',
  MultiPolygon: 'MultiPolygon',
} as const;
/** What an index is over. */
export type DataType = (typeof DataType)[keyof typeof DataType];

/** Shapes of a spatial index. */
export const SpatialType = {
  LineString: 'LineString',
  MultiPolygon: 'MultiPolygon',
  Point: 'Point',
  Polygon: 'Polygon',
} as const;
/** Shape of a spatial index. */
export type SpatialType = (typeof SpatialType)[keyof typeof SpatialType];

/** On what spatial data lies. */
export const GeospatialType = { Geography: 'Geography', Geometry: 'Geometry' } as const;
/** On what spatial data lies. */
export type GeospatialType = (typeof GeospatialType)[keyof typeof GeospatialType];

/** How consistent reads are. */
export const ConsistencyLevel = {
  Strong: 'Strong',
  BoundedStaleness: 'BoundedStaleness',
  Session: 'Session',
  Eventual: 'Eventual',
  ConsistentPrefix: 'ConsistentPrefix',
} as const;
/** How consistent reads are. */
export type ConsistencyLevel = (typeof ConsistencyLevel)[keyof typeof ConsistencyLevel];

/** How the service is reached: always through its gateway. */
export const ConnectionMode = { Gateway: 0 } as const;
/** How the service is reached. */
export type ConnectionMode = (typeof ConnectionMode)[keyof typeof ConnectionMode];

/** Which conflicting write counts. */
export const ConflictResolutionMode = { Custom: 'Custom', LastWriterWins: 'LastWriterWins' } as const;
/** Which conflicting write counts. */
export type ConflictResolutionMode = (typeof ConflictResolutionMode)[keyof typeof ConflictResolutionMode];

/** How urgent a request is when throughput is short. */
export const PriorityLevel = { High: 'High', Low: 'Low' } as const;
/** How urgent a request is. */
export type PriorityLevel = (typeof PriorityLevel)[keyof typeof PriorityLevel];

/** What a request does. */
export const OperationType = {
  Create: 'create',
  Replace: 'replace',
  Upsert: 'upsert',
  Delete: 'delete',
  Read: 'read',
  Query: 'query',
  Execute: 'execute',
  Batch: 'batch',
  Patch: 'patch',
} as const;
/** What a request does. */
export type OperationType = (typeof OperationType)[keyof typeof OperationType];

/** What a request is about: the segment of its URL. */
export const ResourceType = {
  none: '',
  database: 'dbs',
  offer: 'offers',
  user: 'users',
  permission: 'permissions',
  container: 'colls',
  conflicts: 'conflicts',
  sproc: 'sprocs',
  udf: 'udfs',
  trigger: 'triggers',
  item: 'docs',
  pkranges: 'pkranges',
  partitionkey: 'partitionKey',
  clientencryptionkey: 'clientencryptionkeys',
} as const;
/** What a request is about. */
export type ResourceType = (typeof ResourceType)[keyof typeof ResourceType];

/** Methods of HTTP. */
export const HTTPMethod = { get: 'GET', patch: 'PATCH', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;
/** Method of HTTP. */
export type HTTPMethod = (typeof HTTPMethod)[keyof typeof HTTPMethod];

/** What a change feed tells of: the newest versions, or every change. */
export const ChangeFeedMode = {
  LatestVersion: 'Incremental Feed',
  AllVersionsAndDeletes: 'Full-Fidelity Feed',
} as const;
/** What a change feed tells of. */
export type ChangeFeedMode = (typeof ChangeFeedMode)[keyof typeof ChangeFeedMode];

/** How much diagnostics tell; of no effect here, they always tell all. */
export const CosmosDbDiagnosticLevel = { info: 'info', debug: 'debug', debugUnsafe: 'debug-unsafe' } as const;
/** How much diagnostics tell. */
export type CosmosDbDiagnosticLevel = (typeof CosmosDbDiagnosticLevel)[keyof typeof CosmosDbDiagnosticLevel];

/** When a trigger runs. */
export const TriggerType = { Pre: 'pre', Post: 'post' } as const;
/** When a trigger runs. */
export type TriggerType = (typeof TriggerType)[keyof typeof TriggerType];

/** What a trigger runs for. */
export const TriggerOperation = {
  All: 'all',
  Create: 'create',
  Update: 'update',
  Delete: 'delete',
  Replace: 'replace',
} as const;
/** What a trigger runs for. */
export type TriggerOperation = (typeof TriggerOperation)[keyof typeof TriggerOperation];

/** What a permission allows. */
export const PermissionMode = { None: 'none', Read: 'read', All: 'all' } as const;
/** What a permission allows. */
export type PermissionMode = (typeof PermissionMode)[keyof typeof PermissionMode];

/** What the numbers of a vector are. */
export const VectorEmbeddingDataType = {
  Float16: 'float16',
  Float32: 'float32',
  UInt8: 'uint8',
  Int8: 'int8',
} as const;
/** What the numbers of a vector are. */
export type VectorEmbeddingDataType = (typeof VectorEmbeddingDataType)[keyof typeof VectorEmbeddingDataType];

/** How the distance of vectors is measured. */
export const VectorEmbeddingDistanceFunction = {
  Euclidean: 'euclidean',
  Cosine: 'cosine',
  DotProduct: 'dotproduct',
} as const;
/** How the distance of vectors is measured. */
export type VectorEmbeddingDistanceFunction =
  (typeof VectorEmbeddingDistanceFunction)[keyof typeof VectorEmbeddingDistanceFunction];

/** How vectors are indexed. */
export const VectorIndexType = { Flat: 'flat', DiskANN: 'diskANN', QuantizedFlat: 'quantizedFlat' } as const;
/** How vectors are indexed. */
export type VectorIndexType = (typeof VectorIndexType)[keyof typeof VectorIndexType];
