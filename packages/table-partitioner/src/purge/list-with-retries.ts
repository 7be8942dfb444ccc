import type { ListedPage } from '../effects/list-page.ts';
import { classifyFailure } from '../service/classify-failure.ts';
import { failureToError } from '../service/failure-to-error.ts';
import { retryDelayMs } from '../service/retry-policy.ts';
import { readThrownFailure } from '../service/service-failure.ts';
import { isTablePartitionerError } from '../table-partitioner-error.ts';
import { type PartitionRun, pause, STOPPED } from './partition-run.ts';

/**
 * Lists one page, again and again while the service is busy.
 *
 * The client repeats most failures itself before it throws; what it does not, such as 429 without a `retry-after`, is repeated here.
 *
 * @throws {TablePartitionerError} when listing cannot succeed or the repeats are spent.
 */
export async function listWithRetries(
  run: PartitionRun,
  filter: string,
  token: string | undefined,
): Promise<ListedPage> {
  for (let retries = 0; ; retries++) {
    await pause(run, 0);
    run.count({ requests: 1, retries: retries === 0 ? 0 : 1 });
    try {
      return await run.listPage(filter, token);
    } catch (error) {
      if (run.signal.aborted) throw STOPPED;
      if (isTablePartitionerError(error)) throw error;
      const failure = readThrownFailure(error);
      if (failure === undefined) throw error;
      if (classifyFailure(failure).kind !== 'busy' || retries === run.retry.maxRetries) {
        throw failureToError(failure, run, error);
      }
      await pause(run, retryDelayMs(run.retry, retries + 1, run.random(), failure.retryAfterMs));
    }
  }
}
