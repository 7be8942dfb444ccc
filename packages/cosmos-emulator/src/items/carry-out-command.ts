import { partitionHeaders } from '../partitions/partition-headers.ts';
import type { Operation } from '../requests/operation.ts';
import { type Answer, isRefusal } from '../responses/answer.ts';
import { beginDraft, commitDraft, withWrite } from './commit-draft.ts';
import { decideItem } from './decide-item.ts';
import { refuseIndexingDirective } from './indexing-directive.ts';
import type { ItemCommand } from './item-command.ts';
import type { ItemScope } from './item-scope.ts';
import { replyWithItem } from './reply-with-item.ts';

/** Carries out a command that came as a request of its own, and answers it; refusals tell of the partition too. */
export function carryOutCommand(operation: Operation, scope: ItemScope, command: ItemCommand): Answer {
  const unindexed = command.kind === 'read' ? undefined : refuseIndexingDirective(operation.request);
  if (unindexed !== undefined) return unindexed;
  const draft = beginDraft(operation, scope);
  const outcome = decideItem(command, draft);
  const { container, partition } = scope;
  if (isRefusal(outcome)) return { ...outcome, headers: partitionHeaders(container, partition) };

  const { status, item, write, requestCharge } = outcome;
  if (write !== undefined) commitDraft(withWrite(draft, write));
  const hasBody = status !== 304 && item !== undefined;
  if (hasBody) return replyWithItem(status, operation, scope, item, requestCharge);
  return { kind: 'reply', status, headers: partitionHeaders(container, partition, item), requestCharge };
}
