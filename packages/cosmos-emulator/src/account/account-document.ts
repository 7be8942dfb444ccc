import type { JsonObject } from '../requests/json-object.ts';
import type { AccountStore } from './account-store.ts';
import type { Region } from './region.ts';

/** URL of a region, with a slash at its end, as the client that asks can reach it. */
export type LocateRegion = (region: Region) => string;

/**
 * The account as `GET /` shows it.
 *
 * Regions that fail on demand stay in it, as regions that fail in earnest do until Microsoft takes them out.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db-resource-provider/database-accounts/get
 */
export function accountDocument({ options, topology }: AccountStore, locate: LocateRegion): JsonObject {
  const { accountName, writeMode, perPartitionFailover, consistency } = options;
  const locations = topology.regions.map((region) => ({ name: region.name, databaseAccountEndpoint: locate(region) }));
  return {
    _self: '',
    id: accountName,
    _rid: `${accountName}.emulator.invalid`,
    media: '//media/',
    addresses: '//addresses/',
    _dbs: '//dbs/',
    writableLocations: writeMode === 'multi' ? locations : locations.slice(0, 1),
    readableLocations: locations,
    enableMultipleWriteLocations: writeMode === 'multi',
    continuousBackupEnabled: false,
    enableNRegionSynchronousCommit: false,
    enablePerPartitionFailoverBehavior: perPartitionFailover,
    userReplicationPolicy: { asyncReplication: false, minReplicaSetSize: 3, maxReplicasetSize: 4 },
    userConsistencyPolicy: { defaultConsistencyLevel: consistency },
    systemReplicationPolicy: { minReplicaSetSize: 3, maxReplicasetSize: 4, asyncReplication: false },
    readPolicy: { primaryReadCoefficient: 1, secondaryReadCoefficient: 1 },
    queryEngineConfiguration: JSON.stringify(queryLimits),
  };
}

/** Limits of queries, as the service advertises them. */
const queryLimits = {
  maxSqlQueryInputLength: 262_144,
  maxJoinsPerSqlQuery: 10,
  maxLogicalAndPerSqlQuery: 2000,
  maxLogicalOrPerSqlQuery: 2000,
  maxUdfRefPerSqlQuery: 10,
  maxInExpressionItemsCount: 16_000,
  queryMaxInMemorySortDocumentCount: 500,
  maxQueryRequestTimeoutFraction: 0.9,
  sqlAllowNonFiniteNumbers: false,
  sqlAllowAggregateFunctions: true,
  sqlAllowSubQuery: true,
  sqlAllowScalarSubQuery: true,
  allowNewKeywords: true,
  sqlAllowLike: true,
  sqlAllowGroupByClause: true,
  maxSpatialQueryCells: 12,
  spatialMaxGeometryPointCount: 256,
  sqlDisableOptimizationFlags: 0,
  sqlAllowTop: true,
  enableSpatialIndexing: true,
};
