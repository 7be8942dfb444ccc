import {
  type BatchOperation,
  type ContainerReference,
  type CosmosDiagnostics,
  type PartitionKey as DriverKey,
  isCosmosError,
} from '@perdura/cosmos-driver';
import type { AnyBulkOperation } from '../bulk/bulk-operation.ts';
import { type BulkOptions, resolveBulkOptions } from '../bulk/bulk-options.ts';
import { type PreparedOperation, prepareRow } from '../bulk/prepare-row.ts';
import type { AnyBulkOutcome } from '../bulk/read-outcome.ts';
import { runBulk } from '../bulk/run-bulk.ts';
import type { Connection } from '../client/connection.ts';
import { toBatchOperation } from './batch.ts';
import type { ExtendedOperationResponse, OperationInput } from './bulk-types.ts';
import type { CosmosHeaders } from './cosmos-headers.ts';
import { ErrorResponse } from './error-response.ts';
import { keyOfItem, toDriverKey } from './partition-key.ts';
import type { JSONObject } from './sql-query-spec.ts';
import { translateError } from './translate-error.ts';

/** What became of one operation. */
export type Outcome =
  | { readonly kind: 'done'; readonly response: ExtendedOperationResponse }
  | {
      readonly kind: 'failed';
      readonly error: unknown;
      /** What it cost. */
      readonly requestCharge: number;
      /** Whether the service gave no answer of its own for it: its whole request failed. */
      readonly isOfRequest: boolean;
    };

/**
 * Carries operations out as a bulk, answers in their order. Operations on one item take place in their order, others side by side.
 *
 * @throws {CosmosError} `closed`, and what cannot be looked up before. One that was aborted is an outcome.
 */
export async function carryOutOperations(
  connection: Connection,
  container: ContainerReference,
  operations: readonly OperationInput[],
  options: BulkOptions,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const headers = new WeakMap<CosmosDiagnostics, CosmosHeaders>();
  const scope = {
    connection: notingHeaders(connection, headers),
    reference: container,
    paths: [],
    schema: undefined,
    validateOnRead: false,
  };
  function* prepared(): Generator<PreparedOperation, void, undefined> {
    for (const [index, operation] of operations.entries()) {
      const ready = prepare(container, index, operation);
      if (ready instanceof ErrorResponse) {
        outcomes[index] = { kind: 'failed', error: ready, requestCharge: 0, isOfRequest: false };
      } else yield ready;
    }
  }
  const bulk = runBulk(scope, prepared(), resolveBulkOptions(options), (_, ready) => ready);
  try {
    for await (const outcome of bulk) outcomes[outcome.index] = readOutcome(outcome, headers);
  } catch (error) {
    if (!isCosmosError(error) || error.code !== 'aborted') throw error;
    const aborted = { kind: 'failed', error: translateError(error), requestCharge: 0, isOfRequest: true } as const;
    for (const index of operations.keys()) outcomes[index] ??= aborted;
  }
  return outcomes;
}

/** The partition key of an operation: given, or of the item it brings, or that of an item without the property. @throws {TypeError} */
export function operationKey({ partitionKey }: ContainerReference, operation: OperationInput): DriverKey {
  const { paths } = partitionKey;
  if (operation.partitionKey !== undefined) return toDriverKey(operation.partitionKey, paths.length);
  const bringsItem = ['Create', 'Upsert', 'Replace'].includes(operation.operationType);
  if (Object.hasOwn(operation, 'partitionKey') || !bringsItem) return toDriverKey(undefined, paths.length);
  return keyOfItem((operation as { readonly resourceBody: object }).resourceBody, partitionKey);
}

/** Results do not carry the headers of the request they came with; what they share with it is its diagnostics. */
function notingHeaders(connection: Connection, headers: WeakMap<CosmosDiagnostics, CosmosHeaders>): Connection {
  return {
    ...connection,
    async execute(operation, options) {
      const response = await connection.execute(operation, options);
      headers.set(response.diagnostics, { ...response.rawHeaders });
      return response;
    },
  };
}

/** Encodes an operation. @returns Why it cannot be sent, where that is so. */
function prepare(
  container: ContainerReference,
  index: number,
  operation: OperationInput,
): PreparedOperation | ErrorResponse {
  try {
    const key = operationKey(container, operation);
    const row = toBatchOperation(operation);
    const id = 'id' in operation ? operation.id : (operation.resourceBody.id as string);
    return prepareRow(container, index, nativeOperation(row, operation, id, key), id, key, row);
  } catch (error) {
    const refusal = translateError(error);
    if (refusal instanceof ErrorResponse) return refusal;
    throw error;
  }
}

/** The same operation as the client itself takes it. */
function nativeOperation(
  row: BatchOperation,
  given: OperationInput,
  id: string,
  partitionKey: DriverKey,
): AnyBulkOperation {
  switch (row.kind) {
    case 'create':
    case 'upsert':
    case 'replace':
      return { kind: row.kind, item: (given as { readonly resourceBody: object }).resourceBody };
    case 'patch':
      return { kind: row.kind, partitionKey, id, operations: row.operations };
    default:
      return { kind: row.kind, partitionKey, id };
  }
}

function readOutcome(outcome: AnyBulkOutcome, headersOf: WeakMap<CosmosDiagnostics, CosmosHeaders>): Outcome {
  const { requestCharge } = outcome;
  if (!outcome.ok) {
    const { error, status } = outcome;
    const isOfRequest = isCosmosError(error.cause);
    const translated = translateError(isOfRequest ? error.cause : error);
    if (translated instanceof ErrorResponse) {
      translated.requestCharge = requestCharge;
      // The headers are those of the request, which knows of no sub-status.
      if (!isOfRequest && status !== undefined && status.subStatus !== 0) translated.substatus = status.subStatus;
    }
    return { kind: 'failed', error: translated, requestCharge, isOfRequest };
  }
  const { status, etag, diagnostics } = outcome;
  const headers = headersOf.get(diagnostics) ?? {};
  return {
    kind: 'done',
    response: {
      statusCode: status.code,
      requestCharge,
      ...(etag === undefined ? {} : { eTag: etag }),
      ...('resource' in outcome ? { resourceBody: outcome.resource as JSONObject } : {}),
      activityId: String(headers['x-ms-activity-id']),
      sessionToken: String(headers['x-ms-session-token']),
      headers,
      diagnostics,
    },
  };
}
