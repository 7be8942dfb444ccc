import {
  type BatchOperation,
  type BatchResult,
  CosmosError,
  type CosmosOperation,
  type CosmosResponse,
  type CosmosStatus,
  errorCodeOf,
  invalidResponse,
  isBatchApplied,
  readBatchResults,
} from '@perdura/cosmos-driver';
import { type ResponseMetadata, responseMetadata } from '../response/response-metadata.ts';

/** What one operation of a batch is about: it answers with the item, answers with it if asked to, or never does. */
export type BatchStep = 'read' | 'write' | 'delete';

/** What became of one operation of a batch that was applied. */
export interface BatchStepResult {
  /** Its own status, such as 201. */
  readonly status: CosmosStatus;
  /** The item's ETag after it; `undefined` after a delete. */
  readonly etag: string | undefined;
  /** What it cost, in request units; `undefined` when the service does not say. */
  readonly requestCharge: number | undefined;
}

/** What became of an operation that answers with the item. */
export interface BatchStepResultWithResource<T> extends BatchStepResult {
  /** The item as the service has stored it. */
  readonly resource: T;
}

/** What became of each operation, by what they are about. */
export type BatchResults<T, Steps extends readonly BatchStep[], Content extends boolean> = {
  readonly [Index in keyof Steps]: Steps[Index] extends 'read'
    ? BatchStepResultWithResource<T>
    : Steps[Index] extends 'write'
      ? Content extends true
        ? BatchStepResultWithResource<T>
        : BatchStepResult
      : BatchStepResult;
};

/** A batch that was applied, all of it. */
export interface AppliedBatch<Results> extends ResponseMetadata {
  /** Always `true`. */
  readonly applied: true;
  /** What became of each operation, in their order. */
  readonly results: Results;
  /** Answers this response. */
  throwIfFailed(): AppliedBatch<Results>;
}

/** A batch that was not applied, nothing of it. */
export interface FailedBatch extends ResponseMetadata {
  /** Always `false`. */
  readonly applied: false;
  /** The operation that failed, and why. The others were left undone because of it. */
  readonly failure: BatchFailure;
  /** @throws {CosmosError} that says which operation failed, and why. */
  throwIfFailed(): never;
}

/** Why a batch was not applied. */
export interface BatchFailure {
  /** Which operation, from 0. */
  readonly index: number;
  /** What it was to do. */
  readonly kind: BatchOperation['kind'];
  /** The item it was about. */
  readonly id: string;
  /** Its status, such as 409. */
  readonly status: CosmosStatus;
  /** How long the service asks to wait before the batch is tried again, in milliseconds; `undefined` when it does not. */
  readonly retryAfterMs: number | undefined;
}

/** Reads the answer to a batch. @throws {CosmosError} `invalid-response` */
export function batchResponse<Results>(
  response: CosmosResponse,
  operation: CosmosOperation,
  operations: readonly { readonly kind: BatchOperation['kind']; readonly id: string }[],
  container: string,
): AppliedBatch<Results> | FailedBatch {
  const metadata = responseMetadata(response);
  const results = readResults(response, operation, operations.length);
  if (isBatchApplied(results)) {
    const applied: AppliedBatch<Results> = {
      ...metadata,
      applied: true,
      results: results.map(({ retryAfterMs: _, resource, ...result }) =>
        resource === undefined ? result : { ...result, resource },
      ) as Results,
      throwIfFailed: () => applied,
    };
    return applied;
  }
  const failure = failureOf(results, operations);
  return {
    ...metadata,
    applied: false,
    failure,
    throwIfFailed() {
      const { kind, id, index, status } = failure;
      throw new CosmosError(
        `The batch on container "${container}" was not applied: operation ${index}, ${kind} of item "${id}", failed with ` +
          `${status.code}${status.subStatus === 0 ? '' : `/${status.subStatus}`} (${status.name}).`,
        { code: errorCodeOf(status), status, response, diagnostics: response.diagnostics },
      );
    },
  };
}

function readResults(response: CosmosResponse, operation: CosmosOperation, count: number): readonly BatchResult[] {
  try {
    const results = readBatchResults(response);
    if (results.length === count) return results;
    throw new RangeError(`it has ${results.length} results for ${count} operations`);
  } catch (cause) {
    throw invalidResponse(operation, response.diagnostics, cause, response);
  }
}

/** The operation that failed by itself: the others carry 424 (Failed Dependency). */
function failureOf(
  results: readonly BatchResult[],
  operations: readonly { readonly kind: BatchOperation['kind']; readonly id: string }[],
): BatchFailure {
  const failed = results.findIndex(({ status }) => status.code >= 400 && status.code !== 424);
  const index = failed === -1 ? results.findIndex(({ status }) => status.code >= 300) : failed;
  const { status, retryAfterMs } = results[index] as BatchResult;
  const { kind, id } = operations[index] as (typeof operations)[number];
  return { index, kind, id, status, retryAfterMs };
}
