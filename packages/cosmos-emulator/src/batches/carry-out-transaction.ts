import { encodePartitionKeyHeader, headerNames } from '@perdura/cosmos-protocol';
import { beginDraft, type CommitDraft, commitDraft, withWrite } from '../items/commit-draft.ts';
import { type ItemScope, readPartitionKey, refuseKeyMismatch, resolveItemScope } from '../items/item-scope.ts';
import { prefersMinimal } from '../items/reply-with-item.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal, type Refusal } from '../responses/answer.ts';
import { type BatchResult, dependencyFailed, failedResult } from './batch-result.ts';
import type { BatchRow } from './batch-row.ts';
import { decideRow } from './decide-row.ts';
import { replyWithBatch } from './reply-with-batch.ts';

/** Carries out all operations as one commit, each seeing what those before it did; or none, when one fails. */
export function carryOutTransaction(operation: Operation, rows: readonly BatchRow[]): Answer {
  const scope = resolveItemScope(operation);
  if (isRefusal(scope)) return scope;
  const isMinimal = prefersMinimal(operation.request.headers[headerNames.prefer]);
  const { container, partition } = scope;
  let draft: CommitDraft = beginDraft(operation, scope);
  let sentBytes = 0;
  const results: BatchResult[] = [];
  for (const row of rows) {
    const decided = refuseOtherKey(row, scope) ?? decideRow(row, draft, sentBytes, isMinimal);
    if (isRefusal(decided)) {
      const failed = rows.map((each) => (each === row ? failedResult(decided) : dependencyFailed));
      return replyWithBatch(container, partition, failed);
    }
    const { write } = decided.outcome;
    if (write !== undefined) draft = withWrite(draft, write);
    sentBytes += decided.bytes;
    results.push(decided.result);
  }
  commitDraft(draft);
  return replyWithBatch(container, partition, results);
}

/** An operation may name its partition key, but no other one than the request. */
function refuseOtherKey({ partitionKey }: BatchRow, { keyText }: ItemScope): Refusal | undefined {
  if (partitionKey === undefined) return undefined;
  const values = readPartitionKey(partitionKey);
  if (isRefusal(values)) return values;
  return encodePartitionKeyHeader(values) === keyText ? undefined : refuseKeyMismatch();
}
