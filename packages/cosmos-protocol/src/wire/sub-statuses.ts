/**
 * The sub-statuses (`x-ms-substatus`) that change what a client does, frozen.
 *
 * A number means something only together with the HTTP status, which each description names.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
 */
export const subStatuses = {
  /** 400: the partition key header does not match the item. */
  partitionKeyMismatch: 1001,
  /** 400: the query needs a plan, the gateway cannot serve it as it is. */
  crossPartitionQueryNotServable: 1004,
  /** 400: the name now belongs to a container of another resource id. */
  collectionRidMismatch: 1024,
  /** 403: the region does not accept writes. */
  writeForbidden: 3,
  /** 403: the region is no longer, or not yet, part of the account. */
  databaseAccountNotFound: 1008,
  /** 404: the region has not yet seen what the session token promises; never "not found". */
  readSessionNotAvailable: 1002,
  /** 404: the database or container that the resource lies in does not exist. */
  ownerResourceNotFound: 1003,
  /** 410: the name now belongs to another container. */
  nameCacheStale: 1000,
  /** 410: the partition key range was split or merged. */
  partitionKeyRangeGone: 1002,
  /** 410: a split is being completed. */
  completingSplit: 1007,
  /** 410: the partition is moving. */
  completingPartitionMigration: 1008,
  /** 412: the condition of a patch does not hold. */
  patchConditionNotMet: 1110,
  /** 429: the request units of this second are spent. */
  ruBudgetExceeded: 3200,
  /** 429: the server itself is short of resources. */
  systemResourceUnavailable: 3092,
} as const;

Object.freeze(subStatuses);
