import { DurableHostError } from '../durable-host-error.ts';
import type { InstanceFilter, ListPosition } from '../store/instance-table.ts';
import { purgeBatch } from '../store/purge-batch.ts';
import type { Store } from '../store/store.ts';
import type { GroupCommit } from './group-commit.ts';

/**
 * Deletes the finished instances a filter chooses, in many small transactions; others write in between.
 *
 * @param recursive  Also deletes the finished ones among their sub-orchestrations, and theirs.
 * @param isClosed  Whether the host closes: then the rest is left.
 * @returns How many instances were deleted.
 * @throws {DurableHostError} `closed` when there was a rest.
 */
export async function purgeFinished(
  commits: GroupCommit,
  store: Store,
  filter: InstanceFilter,
  recursive: boolean,
  isClosed: () => boolean,
): Promise<number> {
  let deleted = 0;
  let position: ListPosition | undefined;
  do {
    if (isClosed()) throw new DurableHostError('closed', `The host was closed when ${deleted} instances were purged.`);
    const after = position;
    const batch = await commits.run(() => purgeBatch(store, filter, after, recursive));
    deleted += batch.instances;
    position = batch.next;
  } while (position !== undefined);
  return deleted;
}
