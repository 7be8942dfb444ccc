import { type ContainerReference, CosmosDiagnostics, type ExecuteOptions, FeedRange } from '@perdura/cosmos-driver';
import type { Account } from './account.ts';
import { giveId } from './batch.ts';
import type {
  BulkOperationResponse,
  BulkOperationResult,
  BulkOptions,
  ExtendedOperationResponse,
  OperationInput,
  OperationResponse,
} from './bulk-types.ts';
import { carryOutOperations, type Outcome, operationKey } from './carry-out-operations.ts';
import { ErrorResponse } from './error-response.ts';
import { executeOptions, type RequestOptions } from './request-options.ts';
import type { ContainerLink } from './resource.ts';
import { StatusCodes } from './status-codes.ts';
import { localError, translateError } from './translate-error.ts';

/** Carries out any number of operations. Those that cannot be sent have an error of `code` 500, as they always had. */
export async function runBulk(
  container: ContainerLink,
  account: Account,
  operations: readonly OperationInput[],
  options: RequestOptions | undefined,
): Promise<BulkOperationResult[]> {
  const call = bulkExecuteOptions(options);
  const reference = await account.resolveContainer(container.database.id, container.id, { signal: call.signal });
  const complaints = operations.map(complaintAbout);
  const sendable = operations.filter((_, index) => complaints[index] === undefined);
  const outcomes = (await carryOutOperations(account, reference, sendable, call)).values();
  return operations.map((operationInput, index) => {
    const complaint = complaints[index];
    if (complaint !== undefined) return { operationInput, error: refusal(complaint) };
    const outcome = outcomes.next().value as Outcome;
    return outcome instanceof ErrorResponse
      ? { operationInput, error: outcome }
      : { operationInput, response: extendedResponse(outcome) };
  });
}

/**
 * Carries out operations, at most 100 for each partition. A failure leaves the later ones of its partition undone with
 * `continueOnError: false`.
 */
export async function runLegacyBulk(
  container: ContainerLink,
  account: Account,
  operations: readonly OperationInput[],
  bulkOptions: BulkOptions | undefined,
  options: RequestOptions | undefined,
): Promise<BulkOperationResponse> {
  const { continueOnError = true }: BulkOptions = bulkOptions ?? {};
  const call = bulkExecuteOptions(options);
  const { database, id } = container;
  const reference = await account.resolveContainer(database.id, id, { signal: call.signal });
  for (const operation of operations) giveId(operation, options);
  const ranges = await account.readFeedRanges(database.id, id);
  const groups = groupByPartition(reference, ranges, operations);
  if (groups.some((group) => group.length > maxPerPartition)) {
    throw new Error('Cannot run bulk request with more than 100 operations per partition');
  }
  const responses: OperationResponse[] = [];
  await Promise.all(
    groups.map(async (group) => {
      for await (const [index, response] of carryOutGroup(account, reference, group, continueOnError, call)) {
        responses[index] = response;
      }
    }),
  );
  return Object.assign(responses, { diagnostics: new CosmosDiagnostics('', 'bulk', [], 0) });
}

const maxPerPartition = 100;

interface Placed {
  readonly index: number;
  readonly operation: OperationInput;
}

async function* carryOutGroup(
  account: Account,
  reference: ContainerReference,
  group: readonly Placed[],
  continueOnError: boolean,
  call: ExecuteOptions,
): AsyncGenerator<readonly [number, OperationResponse], void, undefined> {
  let isStopped = false;
  const steps = continueOnError ? [group] : group.map((each) => [each]);
  for (const step of steps) {
    if (isStopped) {
      for (const { index } of step) yield [index, { statusCode: StatusCodes.FailedDependency, requestCharge: 0 }];
      continue;
    }
    const operations = step.map(({ operation }) => operation);
    const outcomes = await carryOutOperations(account, reference, operations, call).catch(bulkFailed);
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome instanceof ErrorResponse && isOfRequest(outcome)) bulkFailed(outcome);
      const response = operationResponse(outcome);
      isStopped = response.statusCode >= StatusCodes.BadRequest;
      yield [(step[place] as Placed).index, response];
    }
  }
}

/** Refusals of the caller are not about one operation. */
function isOfRequest({ code }: ErrorResponse): boolean {
  return code === StatusCodes.Unauthorized || code === StatusCodes.Forbidden;
}

function bulkFailed(cause: Error): never {
  throw new Error(`Bulk request errored with: ${cause.message}`, { cause });
}

function groupByPartition(
  reference: ContainerReference,
  ranges: readonly FeedRange[],
  operations: readonly OperationInput[],
): readonly (readonly Placed[])[] {
  const groups = ranges.map((): Placed[] => []);
  for (const [index, operation] of operations.entries()) {
    groups[partitionOf(reference, ranges, operation)]?.push({ index, operation });
  }
  return groups.filter((group) => group.length > 0);
}

/** @throws {ErrorResponse} 400 for a key that does not fit the container. */
function partitionOf(reference: ContainerReference, ranges: readonly FeedRange[], operation: OperationInput): number {
  try {
    const place = FeedRange.fromPartitionKey(reference, operationKey(reference, operation));
    return ranges.findIndex((range) => place.overlaps(range));
  } catch (error) {
    throw translateError(error);
  }
}

function bulkExecuteOptions(options: RequestOptions | undefined): ExecuteOptions {
  return { ...executeOptions(options), contentResponseOnWrite: options?.contentResponseOnWriteEnabled ?? true };
}

/** What is wrong with an operation, so that it is not sent. */
function complaintAbout(operation: OperationInput | undefined): string | undefined {
  if (!operation) return 'An operation must be an object.';
  const { operationType } = operation;
  if (operationType === 'Create' || operationType === 'Upsert' || operationType === 'Replace') {
    if (!operation.resourceBody.id) return `The resourceBody of an operation of type ${operationType} needs an id.`;
  }
  return operation.partitionKey === undefined
    ? `An operation of type ${operationType} needs a partitionKey.`
    : undefined;
}

function refusal(complaint: string): ErrorResponse {
  return localError(complaint, StatusCodes.InternalServerError, 'InternalServerError');
}

function operationResponse(outcome: Outcome): OperationResponse {
  if (outcome instanceof ErrorResponse) {
    return { statusCode: outcome.code as number, requestCharge: Number(outcome.headers?.['x-ms-request-charge']) || 0 };
  }
  const { statusCode, headers, resource } = outcome;
  const etag = headers.etag;
  return {
    statusCode,
    requestCharge: Number(headers['x-ms-request-charge']) || 0,
    ...(etag === undefined ? {} : { eTag: String(etag) }),
    ...(resource === null || resource === undefined ? {} : { resourceBody: resource }),
  };
}

function extendedResponse(outcome: Exclude<Outcome, ErrorResponse>): ExtendedOperationResponse {
  const { headers, diagnostics } = outcome;
  return {
    ...operationResponse(outcome),
    activityId: String(headers['x-ms-activity-id']),
    sessionToken: String(headers['x-ms-session-token']),
    headers,
    diagnostics,
  };
}
