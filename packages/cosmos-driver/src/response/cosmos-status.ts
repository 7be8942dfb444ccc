import { statusName, subStatuses } from '@perdura/cosmos-protocol';

/** How a request ended: the HTTP status and what it means more exactly. */
export interface CosmosStatus {
  /** HTTP status, such as `404`; what the driver decides itself has one too, such as `408` for a deadline. */
  readonly code: number;
  /** The service's sub-status, `0` for none. It means something only together with `code`; from 20000 on it is the driver's. */
  readonly subStatus: number;
  /** Name of the pair, such as `ReadSessionNotAvailable`. */
  readonly name: string;
}

/** Statuses the driver gives itself. The numbers are those of the Rust driver. */
export const clientStatuses: Readonly<
  Record<
    | 'answerTooLarge'
    | 'deadlineExceeded'
    | 'transportFailed'
    | 'responseInvalid'
    | 'credentialFailed'
    | 'patchNotApplicable'
    | 'offerNotFound'
    | 'throughputGroupNotFound',
    CosmosStatus
  >
> = Object.freeze({
  answerTooLarge: clientStatus(413, 20020, 'ResponseBodyInvalid'),
  deadlineExceeded: clientStatus(408, 20008, 'ClientOperationTimeout'),
  transportFailed: clientStatus(503, 20003, 'TransportGenerated503'),
  responseInvalid: clientStatus(503, 20020, 'ResponseBodyInvalid'),
  credentialFailed: clientStatus(401, 20402, 'CredentialFailed'),
  patchNotApplicable: clientStatus(400, 20122, 'PatchNotApplicable'),
  offerNotFound: clientStatus(404, 20301, 'OfferNotFound'),
  throughputGroupNotFound: clientStatus(400, 20152, 'ThroughputControlGroupNotFound'),
});

const known = new Map<number, CosmosStatus>();

/** The status for a pair of numbers; equal pairs are the same object. */
export function cosmosStatus(code: number, subStatus: number): CosmosStatus {
  const key = code * 100_000 + subStatus;
  let status = known.get(key);
  if (status === undefined) {
    status = Object.freeze({ code, subStatus, name: statusName(code, subStatus) ?? 'Unknown' });
    if (subStatus >= 0 && subStatus < 100_000 && known.size < 1_000) known.set(key, status);
  }
  return status;
}

/** Whether the operation did what it was asked to: 2xx, and 304 as the answer to `ifNoneMatch`. */
export function isSuccess({ code }: CosmosStatus): boolean {
  return (code >= 200 && code < 300) || code === 304;
}

/** 429 that waiting helps against. A server short of resources (3092) is left for another. */
export function isThrottled({ code, subStatus }: CosmosStatus): boolean {
  return code === 429 && subStatus !== subStatuses.systemResourceUnavailable;
}

/** 404 because there is no such resource; never because the region is behind. */
export function isNotFound({ code, subStatus }: CosmosStatus): boolean {
  return code === 404 && subStatus !== subStatuses.readSessionNotAvailable;
}

/** 404/1002: the region has not yet seen what the session token promises. */
export function isSessionNotAvailable({ code, subStatus }: CosmosStatus): boolean {
  return code === 404 && subStatus === subStatuses.readSessionNotAvailable;
}

/** 403/3: the region does not accept writes. */
export function isWriteForbidden({ code, subStatus }: CosmosStatus): boolean {
  return code === 403 && subStatus === subStatuses.writeForbidden;
}

/** 403/1008: the region is not, or no longer, part of the account. */
export function isAccountNotFound({ code, subStatus }: CosmosStatus): boolean {
  return code === 403 && subStatus === subStatuses.databaseAccountNotFound;
}

/** 410 because the item's partition is being split, merged or moved. */
export function isPartitionMoved({ code, subStatus }: CosmosStatus): boolean {
  return code === 410 && partitionMoves.has(subStatus);
}

/**
 * Whether the answer may be about another container of the same name: 410/1000 (the service has an old name in mind), 404/1003
 * (there is no such container), 400/1024 (its resource id differs), 400/1001 (its partition key differs).
 */
export function mayNameAnotherContainer({ code, subStatus }: CosmosStatus): boolean {
  switch (code) {
    case 400:
      return subStatus === subStatuses.collectionRidMismatch || subStatus === subStatuses.partitionKeyMismatch;
    case 404:
      return subStatus === subStatuses.ownerResourceNotFound;
    case 410:
      return subStatus === subStatuses.nameCacheStale;
    default:
      return false;
  }
}

/**
 * Whether the service, or something on the way to it, had trouble: 408, 410, 5xx. It may nevertheless have done what it was
 * asked to. 501 and 505 are no trouble: they say for certain that nothing will ever be done.
 */
export function isTrouble({ code }: CosmosStatus): boolean {
  return code === 408 || code === 410 || (code >= 500 && code !== 501 && code !== 505);
}

const partitionMoves = new Set<number>([
  subStatuses.partitionKeyRangeGone,
  subStatuses.completingSplit,
  subStatuses.completingPartitionMigration,
]);

function clientStatus(code: number, subStatus: number, name: string): CosmosStatus {
  return Object.freeze({ code, subStatus, name });
}
