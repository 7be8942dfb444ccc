import { headerNames } from '@perdura/cosmos-protocol';
import type { ItemOutcome } from '../items/decide-item.ts';
import type { JsonObject } from '../requests/json-object.ts';
import type { Refusal } from '../responses/answer.ts';

/** What a batch answers for one of its operations, as it is sent. */
export interface BatchResult {
  readonly statusCode: number;
  readonly subStatusCode?: number;
  /** ETag of the version that was read or written. */
  readonly eTag?: string;
  /** The item; missing for deletes, failures, and writes that asked for `return=minimal`. */
  readonly resourceBody?: JsonObject;
  /** What it cost, in request units. */
  readonly requestCharge: number;
  /** How long to wait before it is tried again, when it was throttled. */
  readonly retryAfterMilliseconds?: number;
}

/** The result of an operation that was carried out. */
export function resultOf({ status, item, write, requestCharge }: ItemOutcome, isMinimal: boolean): BatchResult {
  const isShown = status !== 304 && !(isMinimal && write !== undefined);
  return {
    statusCode: status,
    ...(item && { eTag: item.etag }),
    ...(item && isShown && { resourceBody: item.document }),
    requestCharge,
  };
}

/** The result of an operation that was refused. */
export function failedResult({ status, subStatus, requestCharge, headers }: Refusal): BatchResult {
  const retryAfterMs = headers[headerNames.retryAfterMs];
  return {
    statusCode: status,
    ...(subStatus !== 0 && { subStatusCode: subStatus }),
    requestCharge,
    ...(retryAfterMs !== undefined && { retryAfterMilliseconds: Number(retryAfterMs) }),
  };
}

/** 424: the operation was not carried out because another one of its batch failed. */
export const dependencyFailed: BatchResult = { statusCode: 424, requestCharge: 0 };

/** Whether an operation failed; 304 is a success. */
export function hasFailed({ statusCode }: BatchResult): boolean {
  return statusCode >= 400;
}
