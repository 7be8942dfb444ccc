import { subStatuses } from '@perdura/cosmos-protocol';
import { type CosmosStatus, clientStatuses, isSuccess } from './cosmos-status.ts';

/** A question about a status; the answer for `undefined` is no. */
export type StatusQuestion = (status: CosmosStatus | undefined) => boolean;

/** Whether a status has this code, and one of these sub-statuses if there are any. */
function is(code: number, ...subs: readonly number[]): StatusQuestion {
  return (status) => status?.code === code && (subs.length === 0 || subs.includes(status.subStatus));
}

const transientCodes: ReadonlySet<number | undefined> = new Set([408, 429, 449, 503]);

/** The questions of {@link statusIs}. */
export interface StatusQuestions {
  /** 2xx, and 304 as the answer to `ifNoneMatch`. */
  readonly success: StatusQuestion;
  /** 400. */
  readonly badRequest: StatusQuestion;
  /** 401. */
  readonly unauthorized: StatusQuestion;
  /** 403. */
  readonly forbidden: StatusQuestion;
  /** 403/3: the region does not accept writes. */
  readonly writeForbidden: StatusQuestion;
  /** 403/1008: the region is not part of the account. */
  readonly databaseAccountNotFound: StatusQuestion;
  /** 404 because there is no such resource; not because its database or container is missing, or because the region is behind. */
  readonly notFound: StatusQuestion;
  /** 404/1002: the region has not yet seen what the session token promises. */
  readonly readSessionNotAvailable: StatusQuestion;
  /** 408, of the service or because of `endToEndTimeoutMs`. */
  readonly timeout: StatusQuestion;
  /** 409. */
  readonly conflict: StatusQuestion;
  /** 410. */
  readonly gone: StatusQuestion;
  /** 410/1002: the partition key range was split or merged. */
  readonly partitionKeyRangeGone: StatusQuestion;
  /** 412. */
  readonly preconditionFailed: StatusQuestion;
  /** 429. */
  readonly throttled: StatusQuestion;
  /** 449: a concurrent write got in between. */
  readonly retryWith: StatusQuestion;
  /** 503, of the service or because no answer came. */
  readonly serviceUnavailable: StatusQuestion;
  /** 503 that the driver made of a transport failure. */
  readonly transportFailed: StatusQuestion;
  /** 408, 429, 449 and 503: it may work later. */
  readonly transient: StatusQuestion;
}

/**
 * Questions about the status of a response, an error or an entry of a batch, such as `statusIs.conflict(error.status)`. The
 * answer for `undefined` is no.
 *
 * @see https://learn.microsoft.com/rest/api/cosmos-db/http-status-codes-for-cosmosdb
 */
export const statusIs: StatusQuestions = Object.freeze({
  success: (status: CosmosStatus | undefined) => status !== undefined && isSuccess(status),
  badRequest: is(400),
  unauthorized: is(401),
  forbidden: is(403),
  writeForbidden: is(403, subStatuses.writeForbidden),
  databaseAccountNotFound: is(403, subStatuses.databaseAccountNotFound),
  notFound: is(404, 0),
  readSessionNotAvailable: is(404, subStatuses.readSessionNotAvailable),
  timeout: is(408),
  conflict: is(409),
  gone: is(410),
  partitionKeyRangeGone: is(410, subStatuses.partitionKeyRangeGone),
  preconditionFailed: is(412),
  throttled: is(429),
  retryWith: is(449),
  serviceUnavailable: is(503),
  transportFailed: is(503, clientStatuses.transportFailed.subStatus),
  transient: (status: CosmosStatus | undefined) => transientCodes.has(status?.code),
});
