import type * as azure from '@azure/cosmos';

/** What scenarios use of `@azure/cosmos`, or of what stands in for it. */
export type CosmosModule = Pick<
  typeof azure,
  | 'CosmosClient'
  | 'PartitionKeyBuilder'
  | 'PartitionKeyKind'
  | 'PartitionKeyDefinitionVersion'
  | 'BulkOperationType'
  | 'PatchOperationType'
  | 'ChangeFeedStartFrom'
  | 'ChangeFeedMode'
  | 'StatusCodes'
  | 'ConsistencyLevel'
>;
