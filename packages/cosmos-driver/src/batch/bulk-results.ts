import type { RetryAmbiguousWrites } from '../options/operation-options.ts';
import type { CosmosResponse } from '../response/cosmos-response.ts';
import { type CosmosStatus, isPartitionMoved, isSuccess, isThrottled, isTrouble } from '../response/cosmos-status.ts';
import type { BulkRow } from './bulk-row.ts';
import type { BatchResult } from './read-batch-results.ts';

/** What became of one operation of a bulk. */
export interface BulkResult extends BatchResult {
  /**
   * Whether sending it again may help, and is safe under the option `retryAmbiguousWrites`: it was throttled (429), another write got
   * in between (449), its partition has moved (410), the answer had no room for its item (413/3402), or the service had trouble
   * (408, 5xx). Always `false` for one that succeeded.
   */
  readonly mayRepeat: boolean;
  /** Whether a write that failed may have taken place nevertheless, in this or an earlier attempt of the bulk. */
  readonly mayHaveBeenApplied: boolean;
}

/** What is known of a bulk besides the answer of the service. */
export interface BulkHistory {
  /** What was asked. */
  readonly rows: readonly BulkRow[];
  /** Whether an earlier attempt of the bulk may have been applied. */
  readonly isAmbiguous: boolean;
  readonly retryAmbiguousWrites: RetryAmbiguousWrites;
}

/** What the results of the service's answer mean. @throws {SyntaxError} when they are not one for each operation. */
export function judgeBulkResults(
  results: readonly BatchResult[],
  { rows, isAmbiguous, retryAmbiguousWrites: mode }: BulkHistory,
): readonly BulkResult[] {
  if (results.length !== rows.length) {
    throw new SyntaxError(`There are ${results.length} results for ${rows.length} operations`);
  }
  return results.map((result, index) => {
    const { status } = result;
    if (isSuccess(status)) return { ...result, mayRepeat: false, mayHaveBeenApplied: false };
    const row = rows[index] as BulkRow;
    const isRead = row.operation.kind === 'read';
    const hadTrouble = isTrouble(status) && !isPartitionMoved(status);
    const isSafe = isRead || mode === 'always' || (mode === 'idempotent' && row.isRepeatable);
    return {
      ...result,
      mayRepeat: hadTrouble ? isSafe : passes(status, rows.length),
      mayHaveBeenApplied: !isRead && (isAmbiguous || hadTrouble),
    };
  });
}

/** 413/3402: what comes before has filled the answer, so that this was not carried out. */
const responseSizeExceeded = 3402;

/** Whether a failure that left nothing behind may pass. An item that is too large for an answer of its own stays so. */
function passes(status: CosmosStatus, count: number): boolean {
  if (isThrottled(status) || status.code === 449 || isPartitionMoved(status)) return true;
  return status.code === 413 && status.subStatus === responseSizeExceeded && count > 1;
}

/**
 * What became of the operations of a bulk, in their order.
 *
 * @param response  What `executeOperation` answered for a bulk.
 * @throws {TypeError} when the response is not that of a bulk.
 */
export function readBulkResults({ body, diagnostics }: CosmosResponse): readonly BulkResult[] {
  if (body.kind !== 'items' || diagnostics.operationName !== 'execute_bulk') {
    throw new TypeError('The response is not that of a bulk.');
  }
  return body.items as readonly BulkResult[];
}
