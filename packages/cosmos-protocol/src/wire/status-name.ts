const statusNames: Readonly<Record<number, string>> = Object.freeze({
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'NoContent',
  207: 'MultiStatus',
  304: 'NotModified',
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  423: 'Locked',
  424: 'FailedDependency',
  429: 'TooManyRequests',
  449: 'RetryWith',
  500: 'InternalServerError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
});

const subStatusNames: Readonly<Record<string, string>> = Object.freeze({
  '400/1001': 'PartitionKeyMismatch',
  '400/1004': 'CrossPartitionQueryNotServable',
  '400/1024': 'CollectionRidMismatch',
  '401/5006': 'AadTokenExpired',
  '401/5202': 'LocalAuthDisabled',
  '403/3': 'WriteForbidden',
  '403/1005': 'ProvisionLimitReached',
  '403/1008': 'DatabaseAccountNotFound',
  '403/1014': 'PartitionKeyQuotaOverLimit',
  '403/1028': 'ThroughputCapExceeded',
  '403/5400': 'RbacRequestNotAuthorized',
  '404/1002': 'ReadSessionNotAvailable',
  '404/1003': 'OwnerResourceNotFound',
  '404/1013': 'CollectionCreateInProgress',
  '409/3301': 'UniqueIndexConflict',
  '410/1000': 'NameCacheStale',
  '410/1002': 'PartitionKeyRangeGone',
  '410/1007': 'CompletingSplit',
  '410/1008': 'CompletingPartitionMigration',
  '410/1022': 'LeaseNotFound',
  '412/1110': 'PatchConditionNotMet',
  '413/3402': 'BatchResponseSizeExceeded',
  '429/3088': 'ThrottleDueToSplit',
  '429/3092': 'SystemResourceUnavailable',
  '429/3200': 'RuBudgetExceeded',
  '429/3201': 'GatewayThrottled',
  '429/3210': 'RuBudgetExceededForMaster',
  '429/3212': 'ThroughputBucketLimitExhausted',
  '429/3214': 'HotPartitionKeyThrottled',
  '503/9002': 'ServiceIsOffline',
  '503/9003': 'InsufficientCapacity',
});

/**
 * The name of a status and sub-status, such as `WriteForbidden` for 403/3.
 *
 * A sub-status alone means nothing: 1002 is a session that is not available on 404 and a range that is gone on 410.
 *
 * @param subStatus  (default `0`, none)
 * @returns The name of the pair, else of the status, else `undefined`.
 * @see https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
 */
export function statusName(status: number, subStatus = 0): string | undefined {
  return subStatusNames[`${status}/${subStatus}`] ?? statusNames[status];
}
