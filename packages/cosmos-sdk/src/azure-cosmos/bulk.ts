import { type ContainerReference, CosmosDiagnostics, FeedRange } from '@perdura/cosmos-driver';
import type { BulkOptions } from '../bulk/bulk-options.ts';
import { encodeResource } from '../response/encode-resource.ts';
import type { Account } from './account.ts';
import { giveId } from './batch.ts';
import type {
  BulkOperationResponse,
  BulkOperationResult,
  BulkOptions as LegacyOptions,
  OperationInput,
  OperationResponse,
} from './bulk-types.ts';
import { carryOutOperations, type Outcome, operationKey } from './carry-out-operations.ts';
import type { ErrorResponse } from './error-response.ts';
import { AbortError } from './other-errors.ts';
import { executeOptions, type RequestOptions } from './request-options.ts';
import type { ContainerLink } from './resource.ts';
import { StatusCodes } from './status-codes.ts';
import { localError, translateError } from './translate-error.ts';

/** Carries out any number of operations. Those that cannot be sent have an error of `code` 500, as they always had. */
export async function runBulk(
  { id, database }: ContainerLink,
  account: Account,
  operations: readonly OperationInput[],
  options: RequestOptions | undefined,
): Promise<BulkOperationResult[]> {
  const call = bulkOptionsOf(account, options);
  const complaints = operations.map(complaintAbout);
  const sendable = operations.filter((_, index) => complaints[index] === undefined);
  const carrying = account
    .resolveContainer(database.id, id, { signal: call.signal })
    .then((container) => account.work((connection) => carryOutOperations(connection, container, sendable, call)));
  const outcomes = await carrying.catch((error: unknown) => {
    if (!(error instanceof AbortError)) throw error;
    return sendable.map((): Outcome => ({ kind: 'failed', error, requestCharge: 0, isOfRequest: true }));
  });
  const next = outcomes.values();
  return operations.map((operationInput, index) => {
    const complaint = complaints[index];
    if (complaint !== undefined) return { operationInput, error: refusal(complaint) };
    const outcome = next.next().value as Outcome;
    return outcome.kind === 'done'
      ? { operationInput, response: outcome.response }
      : { operationInput, error: outcome.error as ErrorResponse };
  });
}

/**
 * Carries out operations, at most 100 for each partition. A failure leaves the later ones of its partition undone with
 * `continueOnError: false`.
 */
export async function runLegacyBulk(
  { id, database }: ContainerLink,
  account: Account,
  operations: readonly OperationInput[],
  bulkOptions: LegacyOptions | undefined,
  options: RequestOptions | undefined,
): Promise<BulkOperationResponse> {
  const { continueOnError = true }: LegacyOptions = bulkOptions ?? {};
  const call = bulkOptionsOf(account, options);
  const resolving = account.resolveContainer(database.id, id, { signal: call.signal });
  const container = await resolving.catch((error: unknown) => {
    throw error instanceof AbortError ? bulkFailure(error) : error;
  });
  for (const operation of operations) giveId(operation, options);
  const ranges = await account.readFeedRanges(database.id, id);
  const groups = groupByPartition(container, ranges, operations);
  if (groups.some((group) => mostPerRequest(container, group) > maxPerRequest)) {
    throw new Error('Cannot run bulk request with more than 100 operations per partition');
  }
  const carryOut = async (several: readonly OperationInput[]): Promise<readonly OperationResponse[]> => {
    const carrying = account.work((connection) => carryOutOperations(connection, container, several, call));
    const outcomes = await carrying.catch((error: unknown) => {
      throw bulkFailure(error);
    });
    return outcomes.map(operationResponse);
  };
  const responses = continueOnError ? await carryOut(operations) : await untilOneFails(groups, carryOut);
  return Object.assign([...responses], { diagnostics: new CosmosDiagnostics('', 'bulk', [], 0) });
}

/** As `@azure/cosmos` fills requests, which says how many operations are too many. */
const maxPerRequest = 100;
const maxRequestBytes = 220_201;

interface Placed {
  readonly index: number;
  readonly operation: OperationInput;
}

/** Partitions side by side, the operations of each one after the other. */
async function untilOneFails(
  groups: readonly (readonly Placed[])[],
  carryOut: (operations: readonly OperationInput[]) => Promise<readonly OperationResponse[]>,
): Promise<readonly OperationResponse[]> {
  const responses: OperationResponse[] = [];
  await Promise.all(
    groups.map(async (group) => {
      let isStopped = false;
      for (const { index, operation } of group) {
        const done: readonly OperationResponse[] = isStopped ? [] : await carryOut([operation]);
        const response = { ...(done[0] ?? leftUndone) };
        responses[index] = response;
        isStopped ||= response.statusCode >= StatusCodes.BadRequest;
      }
    }),
  );
  return responses;
}

const leftUndone: OperationResponse = { statusCode: StatusCodes.FailedDependency, requestCharge: 0 };

function bulkFailure(cause: unknown): Error {
  return new Error(`Bulk request errored with: ${(cause as Error).message}`, { cause });
}

/** How many operations the fullest request to a partition would have. */
function mostPerRequest(container: ContainerReference, group: readonly Placed[]): number {
  if (group.length <= maxPerRequest) return group.length;
  let most = 0;
  let count = 0;
  let bytes = 0;
  for (const { operation } of group) {
    const partitionKey = operationKey(container, operation).header;
    const size = encodeResource({ ...operation, partitionKey }).byteLength;
    if (bytes + size > maxRequestBytes) {
      count = 0;
      bytes = 0;
    }
    count++;
    bytes += size;
    most = Math.max(most, count);
  }
  return most;
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

function bulkOptionsOf(account: Account, options: RequestOptions | undefined): BulkOptions {
  return {
    ...executeOptions(options),
    contentResponseOnWrite: options?.contentResponseOnWriteEnabled ?? true,
    throttlingRetry: account.throttlingOfBulks,
    ...(options?.sessionToken ? { sessionToken: options.sessionToken } : {}),
  };
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

/** @throws {Error} when the whole request failed. */
function operationResponse(outcome: Outcome): OperationResponse {
  if (outcome.kind === 'failed') {
    const { error, requestCharge, isOfRequest } = outcome;
    if (isOfRequest) throw bulkFailure(error);
    return { statusCode: (error as ErrorResponse).code as number, requestCharge };
  }
  const { statusCode, requestCharge, eTag, resourceBody } = outcome.response;
  return {
    statusCode,
    requestCharge,
    ...(eTag === undefined ? {} : { eTag }),
    ...(resourceBody === undefined ? {} : { resourceBody }),
  };
}
