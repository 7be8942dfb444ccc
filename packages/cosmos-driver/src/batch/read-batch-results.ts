import type { CosmosResponse } from '../response/cosmos-response.ts';
import { type CosmosStatus, cosmosStatus, isSuccess } from '../response/cosmos-status.ts';
import { aNumber, anInteger, anything, aString, listOf, maybe, objectOf } from '../response/json-shape.ts';
import { readJsonBody } from '../response/read-json-body.ts';

/** What became of one operation of a batch. */
export interface BatchResult {
  /** Its own status; 424 (`FailedDependency`) when it was left undone because another one failed. */
  readonly status: CosmosStatus;
  /** The item's ETag after it; `undefined` when there is none. */
  readonly etag: string | undefined;
  /** What it cost, in request units; `undefined` when the service does not say. */
  readonly requestCharge: number | undefined;
  /** How long the service asks to wait before the batch is tried again, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The item, parsed: of reads, and of writes with `contentResponseOnWrite`; else `undefined`. */
  readonly resource: unknown;
}

interface WireResult {
  readonly statusCode: number;
  readonly subStatusCode: number | undefined;
  readonly eTag: string | undefined;
  readonly requestCharge: number | undefined;
  readonly retryAfterMilliseconds: number | undefined;
  readonly resourceBody: unknown;
}

const wireResults = listOf(
  objectOf<WireResult>({
    statusCode: anInteger,
    subStatusCode: maybe(anInteger),
    eTag: maybe(aString),
    requestCharge: maybe(aNumber),
    retryAfterMilliseconds: maybe(aNumber),
    resourceBody: anything,
  }),
);

/**
 * What became of the operations of a batch, in their order.
 *
 * A batch that was not applied is a response of status 207 all the same: exactly one of its operations carries the reason.
 *
 * @param response  What `executeOperation` answered for a batch.
 * @throws when the response is not that of a batch.
 */
export function readBatchResults(response: CosmosResponse): readonly BatchResult[] {
  return wireResults(readJsonBody(response), 'results').map((result) => ({
    status: cosmosStatus(result.statusCode, result.subStatusCode ?? 0),
    etag: result.eTag,
    requestCharge: result.requestCharge,
    retryAfterMs: result.retryAfterMilliseconds,
    resource: result.resourceBody ?? undefined,
  }));
}

/** Whether a batch was applied: all of its operations, not some. */
export function isBatchApplied(results: readonly BatchResult[]): boolean {
  return results.every(({ status }) => isSuccess(status));
}
