import {
  type BulkResult,
  CosmosError,
  type CosmosResponse,
  errorCodeOf,
  isCosmosError,
  statusIs,
} from '@perdura/cosmos-driver';
import type { ContainerScope } from '../container/container-scope.ts';
import { applySchema } from '../schema/apply-schema.ts';
import type { AnyBulkOperation } from './bulk-operation.ts';
import type { BulkFailure, BulkOutcomeOf, BulkSuccess, BulkSuccessWithResource } from './bulk-outcome.ts';
import type { PreparedOperation } from './prepare-row.ts';
import type { QueuedOperation } from './queued-operation.ts';

/** An outcome, whatever its operation was. */
export type AnyBulkOutcome =
  | BulkFailure<AnyBulkOperation>
  | BulkSuccess<AnyBulkOperation>
  | BulkSuccessWithResource<unknown, AnyBulkOperation>;

/** What the service's result makes of an operation; asynchronous only where a schema has to be asked. */
export function readOutcome(
  scope: ContainerScope,
  queued: QueuedOperation,
  { status, etag, resource }: BulkResult,
  response: CosmosResponse,
): AnyBulkOutcome | Promise<AnyBulkOutcome> {
  const { diagnostics } = response;
  if (!statusIs.success(status)) {
    const { code, subStatus, name } = status;
    const answer = `failed with ${code}${subStatus === 0 ? '' : `/${subStatus}`} (${name}).`;
    const details = { code: errorCodeOf(status), status, response, diagnostics };
    return failure(scope, queued, answer, details);
  }
  const done = { ...outcomeOf(queued), ok: true as const, status, etag, diagnostics };
  if (resource === undefined) return done;
  const { schema, validateOnRead, reference } = scope;
  if (queued.operation.kind !== 'read' || !validateOnRead || schema === undefined) return { ...done, resource };
  const what = `Item "${queued.id}" of container "${reference.id}"`;
  return applySchema(schema, resource, what, { status, response, diagnostics }).then(
    (read) => ({ ...done, resource: read }),
    (error: unknown) => {
      if (isCosmosError(error)) return failedBy(queued, error);
      throw error;
    },
  );
}

/** What the failure of a whole request makes of an operation in it. */
export function failedWith(scope: ContainerScope, queued: QueuedOperation, error: CosmosError): AnyBulkOutcome {
  const { code, status, response, diagnostics, message } = error;
  return failure(scope, queued, `failed with its request: ${message}`, {
    code,
    status,
    response,
    diagnostics,
    cause: error,
  });
}

/** What became of an operation that was never sent. */
export function refusedOutcome({
  index,
  operation,
  id,
  error,
}: Extract<PreparedOperation, { readonly kind: 'refused' }>): AnyBulkOutcome {
  const { kind } = operation;
  return { index, operation, kind, id, partitionKey: undefined, requestCharge: 0, ok: false, error, status: undefined };
}

function failure(
  { reference }: ContainerScope,
  queued: QueuedOperation,
  answer: string,
  details: ConstructorParameters<typeof CosmosError>[1],
): AnyBulkOutcome {
  const { operation, id, history } = queued;
  const message = `${operation.kind} of item "${id}" in container "${reference.id}" ${answer}`;
  const { mayHaveBeenApplied } = history;
  return failedBy(queued, new CosmosError(message, { ...details, mayHaveBeenApplied }));
}

function failedBy(queued: QueuedOperation, error: CosmosError): AnyBulkOutcome {
  return { ...outcomeOf(queued), ok: false, error, status: error.status };
}

function outcomeOf({ index, operation, id, row, history }: QueuedOperation): BulkOutcomeOf<AnyBulkOperation> {
  const { partitionKey } = row;
  return { index, operation, kind: operation.kind, id, partitionKey, requestCharge: history.requestCharge };
}
