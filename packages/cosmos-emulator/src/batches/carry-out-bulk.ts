import { headerNames } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { findContainer } from '../containers/find-container.ts';
import { beginDraft, commitDraft, withWrite } from '../items/commit-draft.ts';
import { resolveItemFeedScope } from '../items/item-feed-scope.ts';
import { refuseKeyMismatch, resolveKeyScope } from '../items/item-scope.ts';
import { prefersMinimal } from '../items/reply-with-item.ts';
import type { Partition } from '../partitions/partition.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { refuseSpent } from '../throttling/throttle.ts';
import { type BatchResult, dependencyFailed, failedResult } from './batch-result.ts';
import type { BatchRow } from './batch-row.ts';
import { decideRow, type RowOutcome } from './decide-row.ts';
import { replyWithBatch } from './reply-with-batch.ts';

/**
 * Carries out operations on one partition, each by itself. A failure stops those after it (424) only with
 * `x-ms-cosmos-batch-continue-on-error: False`. Once the partition has spent this second's throughput, the rest are throttled.
 */
export function carryOutBulk(operation: Operation, rows: readonly BatchRow[]): Answer {
  const container = findContainer(operation);
  if (isRefusal(container)) return container;
  const scope = resolveItemFeedScope(operation, container);
  if (isRefusal(scope)) return scope;
  const { keyPrefix } = scope;
  const [partition, ...others] = scope.partitions;
  if (partition === undefined || others.length > 0) return refuse(400, unroutable);

  const { headers } = operation.request;
  const isMinimal = prefersMinimal(headers[headerNames.prefer]);
  const stopsOnError = headers[headerNames.batchContinueOnError]?.toLowerCase() === 'false';
  const results: BatchResult[] = [];
  let sentBytes = 0;
  let isStopped = false;
  let spent = 0;
  const refuseThrottled = (): Refusal | undefined =>
    operation.store.options.throttling ? refuseSpent(operation, container, [partition], spent) : undefined;
  for (const row of rows) {
    const state = { operation, container, partition, keyPrefix, sentBytes, isMinimal };
    const decided = isStopped ? undefined : (refuseThrottled() ?? carryOutRow(row, state));
    if (decided === undefined) results.push(dependencyFailed);
    else if (isRefusal(decided)) {
      results.push(failedResult(decided));
      spent += decided.requestCharge;
      isStopped = stopsOnError;
    } else {
      results.push(decided.result);
      spent += decided.result.requestCharge;
      sentBytes += decided.bytes;
    }
  }
  return replyWithBatch(container, partition, results);
}

interface BulkState {
  readonly operation: Operation;
  readonly container: Container;
  readonly partition: Partition;
  /** What the partition keys of all operations start with: that of the request, if it names one. */
  readonly keyPrefix: string;
  readonly sentBytes: number;
  readonly isMinimal: boolean;
}

function carryOutRow(
  row: BatchRow,
  { operation, container, partition, keyPrefix, sentBytes, isMinimal }: BulkState,
): RowOutcome | Refusal {
  const partitionKey = row.partitionKey ?? operation.request.headers[headerNames.partitionKey];
  const scope = resolveKeyScope(operation, container, partitionKey);
  if (isRefusal(scope)) return scope;
  // A resource token for one partition key serves whatever request names that one.
  if (scope.partition !== partition || !scope.keyText.startsWith(keyPrefix)) return refuseKeyMismatch();
  const draft = beginDraft(operation, scope);
  const decided = decideRow(row, draft, sentBytes, isMinimal);
  if (isRefusal(decided)) return decided;
  const { write } = decided.outcome;
  if (write !== undefined) commitDraft(withWrite(draft, write));
  return decided;
}

const unroutable =
  'A batch that is not atomic must name its partition: x-ms-documentdb-partitionkeyrangeid or x-ms-documentdb-partitionkey is missing.';
