import type { PipelineTable } from '../service/assert-table-like.ts';
import { type DeleteChangeSet, encodeDeletes, type ListedRow } from '../service/encode-deletes.ts';
import { type BatchAnswer, readBatchAnswer } from '../service/read-batch-answer.ts';
import { readThrownFailure } from '../service/service-failure.ts';

/** Sends conditional deletes of one partition as one transaction and tells how it went; rejects only on a bug. */
export type SendDeletes = (partitionKey: string, rows: readonly ListedRow[]) => Promise<BatchAnswer>;

/** Longer than the service works on any request (30 s), so an answer that has not come by then will not come. */
const REQUEST_TIMEOUT_MS = 60_000;
/** The version of the service's protocol that `@azure/data-tables` speaks. */
const SERVICE_VERSION = '2019-02-02';

/**
 * Prepares sending batches through the table client's own pipeline: its credential signs, its policies apply.
 *
 * Only the pipeline's retries are left out. They would hide that a transaction may have been applied before its answer was
 * lost, and they cannot see a failure inside an answer of status 202.
 */
export async function createDeleteSender(table: PipelineTable): Promise<SendDeletes> {
  // Loaded here and not above: whoever only computes partition keys does not pay for it.
  const { createDefaultHttpClient, createHttpHeaders, createPipelineRequest } = await import(
    '@azure/core-rest-pipeline'
  );
  const httpClient = createDefaultHttpClient();
  const pipeline = table.pipeline.clone();
  pipeline.removePolicy({ phase: 'Retry' });

  const { origin, pathname, search, protocol } = new URL(table.url);
  const serviceUrl = origin + pathname.replace(/\/$/, '');

  return async (partitionKey, rows) => {
    const batchId = crypto.randomUUID();
    const changeSet: DeleteChangeSet = { serviceUrl, table: table.tableName, partitionKey, rows, batchId };
    const { contentType, body } = encodeDeletes(changeSet);
    const request = createPipelineRequest({
      // A shared access signature in the client's URL belongs behind $batch; the operations inside need none.
      url: `${serviceUrl}/$batch${search}`,
      method: 'POST',
      headers: createHttpHeaders({
        Accept: 'application/json',
        'Content-Type': contentType,
        DataServiceVersion: '3.0',
        MaxDataServiceVersion: '3.0;NetFx',
        'x-ms-version': SERVICE_VERSION,
      }),
      body,
      timeout: REQUEST_TIMEOUT_MS,
      // The rows were listed over this URL: had the client not been allowed plain HTTP, that would have failed.
      allowInsecureConnection: protocol === 'http:',
    });
    try {
      const response = await pipeline.sendRequest(httpClient, request);
      return readBatchAnswer(
        { status: response.status, headers: response.headers, body: response.bodyAsText ?? '' },
        rows.length,
      );
    } catch (error) {
      return { kind: 'failed', failure: readThrownFailure(error) ?? timeoutFailure(error) };
    }
  };
}

/** The pipeline reports its timeout as an abort; no other abort reaches a batch. Anything else is a bug and thrown on. */
function timeoutFailure(error: unknown): Extract<BatchAnswer, { kind: 'failed' }>['failure'] {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error;
  return {
    status: undefined,
    serviceCode: 'ETIMEDOUT',
    message: `no answer within ${REQUEST_TIMEOUT_MS} ms`,
    retryAfterMs: undefined,
  };
}
