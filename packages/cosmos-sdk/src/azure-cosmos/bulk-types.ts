import type { CosmosDiagnostics } from '@perdura/cosmos-driver';
import type { CosmosHeaders } from './cosmos-headers.ts';
import type { ErrorResponse } from './error-response.ts';
import type { BulkOperationType } from './kinds.ts';
import type { PartitionKey } from './partition-key.ts';
import type { PatchRequestBody } from './patch-request.ts';
import type { JSONObject } from './sql-query-spec.ts';

/** One operation of a batch or bulk. */
export type OperationInput =
  | CreateOperationInput
  | UpsertOperationInput
  | ReadOperationInput
  | DeleteOperationInput
  | ReplaceOperationInput
  | PatchOperationInput;

interface Conditions {
  /** Partition key of the item. (default: what the item says, else that of an item without the property) */
  partitionKey?: PartitionKey;
  /** Only while the item still has this ETag. */
  ifMatch?: string;
  /** Only if the item no longer has it. */
  ifNoneMatch?: string;
}

/** Creates an item. */
export interface CreateOperationInput extends Conditions {
  operationType: typeof BulkOperationType.Create;
  /** The item. */
  resourceBody: JSONObject;
}

/** Replaces an item, or creates it. */
export interface UpsertOperationInput extends Conditions {
  operationType: typeof BulkOperationType.Upsert;
  /** The item. */
  resourceBody: JSONObject;
}

/** Reads an item. */
export interface ReadOperationInput {
  /** Partition key of the item. */
  partitionKey?: PartitionKey;
  operationType: typeof BulkOperationType.Read;
  /** Which item. */
  id: string;
}

/** Deletes an item. */
export interface DeleteOperationInput {
  /** Partition key of the item. */
  partitionKey?: PartitionKey;
  operationType: typeof BulkOperationType.Delete;
  /** Which item. */
  id: string;
}

/** Replaces an item. */
export interface ReplaceOperationInput extends Conditions {
  operationType: typeof BulkOperationType.Replace;
  /** The item. */
  resourceBody: JSONObject;
  /** Which item. */
  id: string;
}

/** Changes parts of an item. */
export interface PatchOperationInput extends Conditions {
  operationType: typeof BulkOperationType.Patch;
  /** The changes. */
  resourceBody: PatchRequestBody;
  /** Which item. */
  id: string;
}

/** What became of one operation. */
export interface OperationResponse {
  /** Its own status. */
  statusCode: number;
  /** What it cost, in request units. */
  requestCharge: number;
  /** The item's ETag after it. */
  eTag?: string;
  /** The item. */
  resourceBody?: JSONObject;
}

/** What became of one operation of `executeBulkOperations`. */
export interface ExtendedOperationResponse extends OperationResponse {
  /** Id of the request. */
  activityId?: string;
  /** What the session has seen. */
  sessionToken?: string;
  /** Headers of the answer. */
  headers?: CosmosHeaders;
  /** Every attempt it took. */
  diagnostics: CosmosDiagnostics;
}

/** An operation of `executeBulkOperations`, and what became of it: a response or an error. */
export interface BulkOperationResult {
  /** The operation. */
  operationInput: OperationInput;
  /** How it went. */
  response?: ExtendedOperationResponse;
  /** Why it did not. */
  error?: ErrorResponse;
}

/** Options of `items.bulk`. */
export interface BulkOptions {
  /** Whether operations behind one that failed take place, or are left undone in its partition, with status 424. (default `true`) */
  continueOnError?: boolean;
}

/** What became of the operations of `items.bulk`. */
export type BulkOperationResponse = OperationResponse[] & {
  /** Every attempt it took. */
  diagnostics: CosmosDiagnostics;
};
