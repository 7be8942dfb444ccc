import { classifyFailure } from '../service/classify-failure.ts';
import type { ListedRow } from '../service/encode-deletes.ts';
import { failureToError } from '../service/failure-to-error.ts';
import {
  type BatchDecision,
  type BatchStep,
  decideAfterApplied,
  decideAfterFailure,
  decideAfterListing,
} from './decide-batch.ts';
import { cutBatches, type DeleteBatch } from './delete-batch.ts';
import { listWithRetries } from './list-with-retries.ts';
import { type PartitionRun, pause } from './partition-run.ts';
import { rowFilter } from './row-filter.ts';

/**
 * Deletes listed rows of a partition in batches, one after the other. What to do after an answer is decided in
 * decide-batch.ts; this loop sends, lists and waits as told.
 *
 * @throws {TablePartitionerError} when the rest cannot be deleted.
 */
export async function deleteRows(run: PartitionRun, rows: readonly ListedRow[]): Promise<void> {
  const steps: BatchStep[] = cutBatches(rows, run.batchSize).map((batch) => ({ kind: 'send', batch, delayMs: 0 }));
  for (let step = steps.shift(); step !== undefined; step = steps.shift()) {
    await pause(run, step.delayMs);
    const decision = step.kind === 'send' ? await send(run, step.batch) : await listAgain(run, step.batch);
    run.count(decision.counts);
    steps.unshift(...decision.steps);
  }
}

async function send(run: PartitionRun, batch: DeleteBatch): Promise<BatchDecision> {
  await pause(run, run.takePartitionTurn(batch.rows.length));
  await pause(run, run.takeTurn(batch.rows.length));
  run.count({ requests: 1 });
  const answer = await run.sendDeletes(run.partitionKey, batch.rows);
  if (answer.kind === 'applied') return decideAfterApplied(batch);

  const { failure } = answer;
  const decision = decideAfterFailure(batch, failure, classifyFailure(failure), run.retry, run.random());
  if (decision === 'give-up') throw failureToError(failure, run);
  const [row] = batch.rows;
  if (decision.counts.failed === 1 && row !== undefined) {
    const { status, serviceCode, message } = failure;
    run.refuse({ rowKey: row.rowKey, status, serviceCode, message });
  }
  return decision;
}

/** Which rows of the batch are still to be purged: the purge's own query for the batch's range of keys. */
async function listAgain(run: PartitionRun, batch: DeleteBatch): Promise<BatchDecision> {
  const keys = batch.rows.map(({ rowKey }) => rowKey);
  const wanted = new Set(keys);
  const filter = rowFilter({ ...run, ...rangeOf(keys) });

  const found: ListedRow[] = [];
  let token: string | undefined;
  do {
    const page = await listWithRetries(run, filter, token);
    // The range may hold rows of other batches too, where the service does not list in order.
    found.push(...page.rows.filter(({ rowKey }) => wanted.has(rowKey)));
    token = page.continuationToken;
  } while (token !== undefined);
  return decideAfterListing(batch, found);
}

/**
 * The range that holds keys, in ordinal order as the service compares them. Letters beyond U+FFFF are ordered by some as
 * code points and by others as the two units they are written with: among such keys no range is sure to hold all.
 */
function rangeOf(keys: readonly string[]): { fromRowKey?: string | undefined; toRowKey?: string | undefined } {
  if (keys.some((key) => /[\ud800-\udfff]/.test(key))) return {};
  const sorted = keys.toSorted();
  return { fromRowKey: sorted[0], toRowKey: sorted.at(-1) };
}
