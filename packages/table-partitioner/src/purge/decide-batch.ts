// What to do with a batch of conditional deletes after the service has answered. Pure: the loop in delete-rows.ts does as
// it is told.
//
// 1. A transaction is all or nothing, so after a failure every row of the batch is still to be decided, except when the
//    answer was lost: then the batch may be gone as a whole, and only listing it again can tell.
// 2. Every row is counted exactly once, when its fate is known.
// 3. Every step spends something bounded: a row, a repeat, or the size of the batch.
import type { FailureMeaning } from '../service/classify-failure.ts';
import type { ListedRow } from '../service/encode-deletes.ts';
import { type RetryPolicy, retryDelayMs } from '../service/retry-policy.ts';
import type { ServiceFailure } from '../service/service-failure.ts';
import { cutBatches, type DeleteBatch, freshBatch } from './delete-batch.ts';
import type { RowCounts } from './row-counts.ts';

/** How many missing rows are taken out one by one; more of them make listing the rest again cheaper. */
const DROPS_BEFORE_LISTING = 2;

/** What to do next with rows of a batch, after a wait. */
export interface BatchStep {
  readonly kind: 'send' | 'list-again';
  readonly batch: DeleteBatch;
  readonly delayMs: number;
}

/** What an answer means for a batch: what has become of its rows, and what to do with the others. */
export interface BatchDecision {
  /** Rows whose fate is now known, and repeats spent. */
  readonly counts: Partial<RowCounts>;
  /** Steps still to take, in this order. */
  readonly steps: readonly BatchStep[];
}

/** Decides after a batch was applied: it is done. */
export function decideAfterApplied(batch: DeleteBatch): BatchDecision {
  return { counts: { deleted: batch.rows.length }, steps: [] };
}

/**
 * Decides after a batch failed.
 *
 * @param random  A number in [0, 1) for the jitter of a wait.
 * @returns `'give-up'` when nothing will help, or the repeats are spent.
 */
export function decideAfterFailure(
  batch: DeleteBatch,
  failure: ServiceFailure,
  meaning: FailureMeaning,
  policy: RetryPolicy,
  random: number,
): BatchDecision | 'give-up' {
  switch (meaning.kind) {
    case 'row-missing':
    case 'row-touched': {
      const { kind, index } = meaning;
      if (kind === 'row-missing' && (batch.mayHaveBeenApplied || batch.missingRowsDropped >= DROPS_BEFORE_LISTING)) {
        return { counts: {}, steps: [{ kind: 'list-again', batch, delayMs: 0 }] };
      }
      const at = index ?? (batch.rows.length === 1 ? 0 : -1);
      if (at >= 0 && at < batch.rows.length) return dropRow(batch, at, kind);
      return repeat(batch, 'list-again', failure, policy, random); // which one, the service did not say
    }
    case 'busy':
      return repeat(
        { ...batch, mayHaveBeenApplied: batch.mayHaveBeenApplied || meaning.mayHaveBeenApplied },
        'send',
        failure,
        policy,
        random,
      );
    case 'too-large':
      return split(batch, Math.ceil(batch.rows.length / 2));
    case 'rejected':
      return split(batch, 1);
    default:
      return 'give-up';
  }
}

/**
 * Decides after the rows of a batch were listed again.
 *
 * @param found  Rows of the batch that are still to be purged, with their present ETags.
 */
export function decideAfterListing(batch: DeleteBatch, found: readonly ListedRow[]): BatchDecision {
  if (found.length === 0 && batch.mayHaveBeenApplied) return { counts: { deleted: batch.rows.length }, steps: [] };
  return {
    counts: { alreadyGone: batch.rows.length - found.length },
    steps:
      found.length === 0 ? [] : [{ kind: 'send', batch: { ...freshBatch(found), retries: batch.retries }, delayMs: 0 }],
  };
}

function dropRow(batch: DeleteBatch, index: number, kind: 'row-missing' | 'row-touched'): BatchDecision {
  const rows = batch.rows.toSpliced(index, 1);
  const missing = kind === 'row-missing' ? 1 : 0;
  const rest: DeleteBatch = {
    rows,
    missingRowsDropped: batch.missingRowsDropped + missing,
    retries: 0,
    // A row that is there, even changed, shows that the batch was not applied.
    mayHaveBeenApplied: false,
  };
  return {
    counts: { alreadyGone: missing, touched: 1 - missing },
    steps: rows.length === 0 ? [] : [{ kind: 'send', batch: rest, delayMs: 0 }],
  };
}

function repeat(
  batch: DeleteBatch,
  kind: 'send' | 'list-again',
  failure: ServiceFailure,
  policy: RetryPolicy,
  random: number,
): BatchDecision | 'give-up' {
  const retries = batch.retries + 1;
  if (retries > policy.maxRetries) return 'give-up';
  const delayMs = retryDelayMs(policy, retries, random, failure.retryAfterMs);
  return { counts: { retries: 1 }, steps: [{ kind, batch: { ...batch, retries }, delayMs }] };
}

function split(batch: DeleteBatch, batchSize: number): BatchDecision {
  if (batch.rows.length === 1) return { counts: { failed: 1 }, steps: [] };
  const { mayHaveBeenApplied, retries } = batch;
  const steps = cutBatches(batch.rows, batchSize).map(
    (part): BatchStep => ({ kind: 'send', batch: { ...part, mayHaveBeenApplied, retries }, delayMs: 0 }),
  );
  return { counts: {}, steps };
}
