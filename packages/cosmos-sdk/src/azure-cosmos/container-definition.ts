import type {
  ConflictResolutionMode,
  DataType,
  GeospatialType,
  IndexingMode,
  IndexKind,
  PartitionKeyDefinitionVersion,
  PartitionKeyKind,
  SpatialType,
  VectorEmbeddingDataType,
  VectorEmbeddingDistanceFunction,
  VectorIndexType,
} from './kinds.ts';

/** How items are partitioned. */
export interface PartitionKeyDefinition {
  /** The paths, such as `/tenantId`; up to three for a hierarchical key. */
  paths: string[];
  /** Version of the hash. */
  version?: PartitionKeyDefinitionVersion;
  /** Whether the service chose the key. */
  systemKey?: boolean;
  /** `MultiHash` for hierarchical keys. */
  kind?: PartitionKeyKind;
}

/** A container as the service describes it. Sent, and answered, as it is. */
export interface ContainerDefinition {
  /** The container's id. */
  id?: string;
  /** How items are partitioned. */
  partitionKey?: PartitionKeyDefinition;
  /** What is indexed. */
  indexingPolicy?: IndexingPolicy;
  /** Seconds after which items go away by themselves; `-1` for only those that say so. */
  defaultTtl?: number;
  /** Which conflicting write counts. */
  conflictResolutionPolicy?: {
    mode?: keyof typeof ConflictResolutionMode;
    conflictResolutionPath?: string;
    conflictResolutionProcedure?: string;
  };
  /** What must be unique within a partition key. */
  uniqueKeyPolicy?: UniqueKeyPolicy;
  /** On what spatial data lies. */
  geospatialConfig?: { type: GeospatialType };
  /** How long all versions are kept. */
  changeFeedPolicy?: ChangeFeedPolicy;
  /** Properties that are computed. */
  computedProperties?: ComputedProperty[];
  /** Where vectors are. */
  vectorEmbeddingPolicy?: { vectorEmbeddings: VectorEmbedding[] };
  /** What is searched as text. */
  fullTextPolicy?: { defaultLanguage: string; fullTextPaths: { path: string; language: string }[] };
}

/** A container to be created. */
export interface ContainerRequest extends Omit<ContainerDefinition, 'partitionKey'> {
  /** Request units per second. */
  throughput?: number;
  /** Most request units per second, of autoscale. */
  maxThroughput?: number;
  /** How the most of autoscale grows. */
  autoUpgradePolicy?: AutoUpgradePolicy;
  /** A path such as `/tenantId`, or a whole definition. (default: `/_partitionKey`) */
  partitionKey?: string | PartitionKeyDefinition;
}

/** How the most of autoscale grows by itself. */
export interface AutoUpgradePolicy {
  /** By how many percent. */
  throughputPolicy: { incrementPercent: number };
}

/** What must be unique within a partition key. */
export interface UniqueKeyPolicy {
  /** The keys. */
  uniqueKeys: UniqueKey[];
}

/** Properties that are unique together. */
export interface UniqueKey {
  /** Their paths. */
  paths: string[];
}

/** What is indexed. */
export interface IndexingPolicy {
  /** When. */
  indexingMode?: keyof typeof IndexingMode;
  /** Whether everything is that is not excluded. */
  automatic?: boolean;
  /** What is. */
  includedPaths?: IndexedPath[];
  /** What is not. */
  excludedPaths?: IndexedPath[];
  /** Indexes for ORDER BY of several properties. */
  compositeIndexes?: CompositePath[][];
  /** Spatial indexes. */
  spatialIndexes?: {
    path: string;
    types: SpatialType[];
    boundingBox?: { xmin: number; ymin: number; xmax: number; ymax: number };
  }[];
  /** Vector indexes. */
  vectorIndexes?: { path: string; type: VectorIndexType }[];
  /** Full-text indexes. */
  fullTextIndexes?: { path: string }[];
}

/** A path that is indexed, or not. */
export interface IndexedPath {
  /** The path, such as `/address/*`. */
  path: string;
  /** Kinds of index. */
  indexes?: { kind: keyof typeof IndexKind; dataType: keyof typeof DataType; precision?: number }[];
}

/** A path of a composite index. */
export interface CompositePath {
  /** The path. */
  path: string;
  /** Its order. */
  order: 'ascending' | 'descending';
}

/** A property that is computed. */
export interface ComputedProperty {
  /** Its name. */
  name: string;
  /** The query that computes it. */
  query: string;
  [key: string]: unknown;
}

/** A vector within items. */
export interface VectorEmbedding {
  /** Where it is. */
  path: string;
  /** What its numbers are. */
  dataType: VectorEmbeddingDataType;
  /** How many. */
  dimensions: number;
  /** How distance is measured. */
  distanceFunction: VectorEmbeddingDistanceFunction;
}

/** For how long all versions are kept. */
export class ChangeFeedRetentionTimeSpan {
  /** In minutes. */
  readonly retentionInMinutes: number;

  private constructor(minutes: number) {
    this.retentionInMinutes = minutes;
  }

  /** @throws {TypeError} unless it is a whole number of minutes from 0 on. */
  static fromMinutes(minutes: number): ChangeFeedRetentionTimeSpan {
    if (!(Number.isSafeInteger(minutes) && minutes >= 0)) {
      throw new TypeError('A retention is a whole number of minutes from 0 on.');
    }
    return new ChangeFeedRetentionTimeSpan(minutes);
  }
}

/** How long all versions of items are kept, for change feeds that tell of them. */
export class ChangeFeedPolicy {
  /** In minutes. */
  retentionDuration: number;

  constructor(retentionDuration: ChangeFeedRetentionTimeSpan) {
    this.retentionDuration = retentionDuration.retentionInMinutes;
  }
}
