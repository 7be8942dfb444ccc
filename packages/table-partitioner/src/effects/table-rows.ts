import { readRow, readTypedRow } from '../rows/read-row.ts';
import type { StoredRow, TypedRow } from '../rows/stored-row.ts';
import { classifyFailure } from '../service/classify-failure.ts';
import { failureToError } from '../service/failure-to-error.ts';
import { type RetryPolicy, retryDelayMs } from '../service/retry-policy.ts';
import { readThrownFailure, type ServiceFailure } from '../service/service-failure.ts';
import type { TableLike } from '../service/table-like.ts';
import type { Clock } from './clock.ts';

/** Where a row is within its table. */
export interface RowKey {
  readonly partitionKey: string;
  readonly rowKey: string;
}

/** How a conditional change went: `conflict` when the row has another ETag, `missing` when there is none. */
type ChangeOutcome =
  | { readonly kind: 'done'; readonly etag: string | undefined }
  | { readonly kind: 'conflict' | 'missing' };

/** How an insert went. */
type InsertOutcome = { readonly kind: 'done'; readonly etag: string | undefined } | { readonly kind: 'exists' };

/** One table's rows, one at a time. What is no outcome of an operation is thrown. */
export interface TableRows {
  readonly read: (key: RowKey, signal?: AbortSignal) => Promise<StoredRow | undefined>;
  /** Reads for copying: nothing is converted. */
  readonly readTyped: (key: RowKey, signal?: AbortSignal) => Promise<TypedRow | undefined>;
  readonly insert: (key: RowKey, properties: object, signal?: AbortSignal) => Promise<InsertOutcome>;
  readonly change: (
    key: RowKey,
    properties: object,
    condition: { readonly mode: 'Merge' | 'Replace'; readonly etag: string },
    signal?: AbortSignal,
  ) => Promise<ChangeOutcome>;
  readonly remove: (key: RowKey, etag: string, signal?: AbortSignal) => Promise<ChangeOutcome>;
}

/** The methods of a client that rows are reached by. */
export type RowTable = TableLike &
  Required<Pick<TableLike, 'getEntity' | 'createEntity' | 'updateEntity' | 'deleteEntity'>>;

/** How requests are repeated that failed for the time being. */
export interface RepeatSettings {
  readonly retry: RetryPolicy;
  readonly clock: Clock;
  readonly random: () => number;
}

const NEVER_ABORTED = new AbortController().signal;

/**
 * The rows of a table, over its client.
 *
 * The client repeats most failures itself; what it leaves, such as a 429 without `retry-after`, is repeated here: reads always,
 * changes only when the service cannot have made them.
 */
export function createTableRows(table: RowTable, settings: RepeatSettings): TableRows {
  const name = table.tableName;
  const send = async <T>(
    { partitionKey }: RowKey,
    isRead: boolean,
    signal: AbortSignal | undefined,
    request: () => Promise<T>,
  ): Promise<{ readonly value: T } | { readonly failure: ServiceFailure; readonly error: unknown }> => {
    for (let retry = 1; ; retry++) {
      signal?.throwIfAborted();
      try {
        return { value: await request() };
      } catch (error) {
        const failure = readThrownFailure(error);
        if (failure === undefined) throw error;
        const meaning = classifyFailure(failure);
        if (meaning.kind === 'row-missing' || meaning.kind === 'row-touched' || isConflict(failure)) {
          return { failure, error };
        }
        const again = meaning.kind === 'busy' && (isRead || !meaning.mayHaveBeenApplied);
        if (!again || retry > settings.retry.maxRetries) {
          throw failureToError(failure, { table: name, partitionKey }, error);
        }
        const delayMs = retryDelayMs(settings.retry, retry, settings.random(), failure.retryAfterMs);
        await settings.clock.sleep(delayMs, signal ?? NEVER_ABORTED);
      }
    }
  };
  const requestOptions = (signal: AbortSignal | undefined) => (signal === undefined ? {} : { abortSignal: signal });

  async function get(
    key: RowKey,
    signal: AbortSignal | undefined,
    disableTypeConversion: boolean,
  ): Promise<Record<string, unknown> | undefined> {
    const options = { ...requestOptions(signal), ...(disableTypeConversion ? { disableTypeConversion } : {}) };
    const answer = await send(key, true, signal, () => table.getEntity(key.partitionKey, key.rowKey, options));
    if ('value' in answer) return answer.value;
    if (classifyFailure(answer.failure).kind === 'row-missing') return undefined;
    throw failureToError(answer.failure, { table: name, partitionKey: key.partitionKey }, answer.error);
  }

  return {
    async read(key, signal) {
      const entity = await get(key, signal, false);
      return entity === undefined ? undefined : readRow(entity, name);
    },
    async readTyped(key, signal) {
      const entity = await get(key, signal, true);
      return entity === undefined ? undefined : readTypedRow(entity, name);
    },
    async insert(key, properties, signal) {
      const answer = await send(key, false, signal, () =>
        table.createEntity({ ...properties, ...key }, requestOptions(signal)),
      );
      if ('value' in answer) return { kind: 'done', etag: answer.value.etag };
      if (isConflict(answer.failure)) return { kind: 'exists' };
      throw failureToError(answer.failure, { table: name, partitionKey: key.partitionKey }, answer.error);
    },
    async change(key, properties, { mode, etag }, signal) {
      const options = { ...requestOptions(signal), etag };
      const answer = await send(key, false, signal, () => table.updateEntity({ ...properties, ...key }, mode, options));
      if ('value' in answer) return { kind: 'done', etag: answer.value.etag };
      return changeOutcome(answer, name, key);
    },
    async remove(key, etag, signal) {
      const options = { ...requestOptions(signal), etag };
      const answer = await send(key, false, signal, () => table.deleteEntity(key.partitionKey, key.rowKey, options));
      if ('value' in answer) return { kind: 'done', etag: undefined };
      return changeOutcome(answer, name, key);
    },
  };
}

function changeOutcome(
  { failure, error }: { readonly failure: ServiceFailure; readonly error: unknown },
  table: string,
  { partitionKey }: RowKey,
): ChangeOutcome {
  const { kind } = classifyFailure(failure);
  if (kind === 'row-missing') return { kind: 'missing' };
  if (kind === 'row-touched') return { kind: 'conflict' };
  throw failureToError(failure, { table, partitionKey }, error);
}

/** https://learn.microsoft.com/rest/api/storageservices/table-service-error-codes */
function isConflict({ serviceCode }: ServiceFailure): boolean {
  return serviceCode === 'EntityAlreadyExists';
}
