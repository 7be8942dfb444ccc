import { classifyFailure } from '../service/classify-failure.ts';
import { failureToError } from '../service/failure-to-error.ts';
import { retryDelayMs } from '../service/retry-policy.ts';
import { readThrownFailure } from '../service/service-failure.ts';
import type { ListedEntity, ListRowsOptions, TableLike } from '../service/table-like.ts';
import type { RepeatSettings } from './table-rows.ts';

/** Which rows are listed, and what of them. */
export interface PageQuery {
  /** The OData filter; all rows without. */
  readonly filter?: string | undefined;
  /** Properties by the service's names; all without. */
  readonly select?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/**
 * Lists pages, each when it is asked for. A page that fails for the time being is asked for again.
 *
 * @throws {TablePartitionerError} when listing cannot succeed or the repeats are spent; the signal's reason when it aborts.
 */
export async function* listPages(
  table: TableLike,
  { filter, select, signal }: PageQuery,
  { retry, clock, random }: RepeatSettings,
): AsyncGenerator<readonly ListedEntity[], void, undefined> {
  const queryOptions = {
    ...(filter === undefined ? {} : { filter }),
    ...(select === undefined ? {} : { select: [...select] }),
  };
  const options: ListRowsOptions = { queryOptions, abortSignal: signal };
  let token: string | undefined;
  for (let repeats = 0; ; ) {
    signal.throwIfAborted();
    let page: readonly ListedEntity[];
    try {
      const settings = token === undefined ? {} : { continuationToken: token };
      const answer = await table.listEntities(options).byPage(settings).next();
      if (answer.done === true) return;
      page = [...answer.value];
      token = answer.value.continuationToken;
      repeats = 0;
    } catch (error) {
      signal.throwIfAborted();
      const failure = readThrownFailure(error);
      if (failure === undefined) throw error;
      if (classifyFailure(failure).kind !== 'busy' || repeats === retry.maxRetries) {
        throw failureToError(failure, { table: table.tableName }, error);
      }
      repeats++;
      await clock.sleep(retryDelayMs(retry, repeats, random(), failure.retryAfterMs), signal);
      continue;
    }
    yield page;
    // An empty page may have a successor: only a missing token is the end.
    if (token === undefined) return;
  }
}
