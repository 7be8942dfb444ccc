import type { InstanceFilter, ListPosition } from '../store/instance-table.ts';
import { purgeBatch } from '../store/purge-batch.ts';
import type { Store } from '../store/store.ts';
import type { GroupCommit } from './group-commit.ts';

/**
 * Deletes the finished instances a filter chooses, in many small transactions; others write in between.
 *
 * @param recursive  Also deletes the finished ones among their sub-orchestrations, and theirs.
 * @returns How many instances were deleted.
 */
export async function purgeFinished(
  commits: GroupCommit,
  store: Store,
  filter: InstanceFilter,
  recursive: boolean,
): Promise<number> {
  let deleted = 0;
  let position: ListPosition | undefined;
  do {
    const after = position;
    const batch = await commits.run(() => purgeBatch(store, filter, after, recursive));
    deleted += batch.instances;
    position = batch.next;
  } while (position !== undefined);
  return deleted;
}
