import { type CommitDraft, itemInDraft } from '../items/commit-draft.ts';
import { decideItem, type ItemOutcome } from '../items/decide-item.ts';
import type { ItemCommand } from '../items/item-command.ts';
import { maxPageBytes } from '../items/page-of-items.ts';
import { readPatch } from '../patching/read-patch.ts';
import { isJsonObject } from '../requests/json-object.ts';
import { isRefusal, type Refusal, refuse } from '../responses/answer.ts';
import { type BatchResult, resultOf } from './batch-result.ts';
import type { BatchRow } from './batch-row.ts';

/** What an operation of a batch decided, and what the batch answers for it. */
export interface RowOutcome {
  readonly outcome: ItemOutcome;
  readonly result: BatchResult;
  /** Bytes of the item in its result. */
  readonly bytes: number;
}

/**
 * Decides one operation of a batch over a draft; refused as on its own, or with 413/3402 when the response would grow too
 * large by its result.
 *
 * @param sentBytes  Bytes of the items in the results before.
 * @param isMinimal  Whether results of writes come without their items.
 */
export function decideRow(
  row: BatchRow,
  draft: CommitDraft,
  sentBytes: number,
  isMinimal: boolean,
): RowOutcome | Refusal {
  const command = commandOf(row, draft);
  if (isRefusal(command)) return command;
  const outcome = decideItem(command, draft);
  if (isRefusal(outcome)) return outcome;
  const result = resultOf(outcome, isMinimal);
  const bytes = result.resourceBody === undefined ? 0 : (outcome.item?.sizeBytes ?? 0);
  return sentBytes + bytes > maxPageBytes ? responseTooLarge : { outcome, result, bytes };
}

function commandOf(row: BatchRow, draft: CommitDraft): ItemCommand | Refusal {
  const { ifMatch, ifNoneMatch } = row;
  switch (row.operationType) {
    case 'Create':
      return { kind: 'create', content: row.resourceBody, ifMatch };
    case 'Upsert':
      return { kind: 'upsert', content: row.resourceBody, ifMatch };
    case 'Read':
      return { kind: 'read', existing: itemInDraft(draft, row.id), ifNoneMatch };
    case 'Delete':
      return { kind: 'delete', existing: itemInDraft(draft, row.id), ifMatch };
    case 'Replace': {
      const content = row.resourceBody;
      if (!isJsonObject(content)) return refuse(400, 'The resourceBody of a Replace must be an item.');
      return { kind: 'replace', existing: itemInDraft(draft, row.id), content, ifMatch };
    }
    case 'Patch': {
      const patch = readPatch(row.resourceBody);
      return isRefusal(patch) ? patch : { kind: 'patch', existing: itemInDraft(draft, row.id), patch, ifMatch };
    }
  }
}

/** @see https://learn.microsoft.com/azure/cosmos-db/concepts-limits#per-request-limits */
const batchResponseSizeExceeded = 3402;

const responseTooLarge = refuse(413, 'The response of the batch is too large.', {
  subStatus: batchResponseSizeExceeded,
});
