import type { ItemScope } from '../items/item-scope.ts';
import { applyCommit } from '../partitions/apply-commit.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { Operation } from '../requests/operation.ts';
import { sendCommit } from './replicate.ts';

/** Carries out writes in the region that was asked, as one, and sends them to the others. */
export function commitWrites(
  { store, nowMs }: Operation,
  { container, partition }: ItemScope,
  writes: readonly ItemWrite[],
): void {
  const commit = { region: partition.region, rangeId: partition.id, writes };
  applyCommit(partition, commit);
  sendCommit(store, container, commit, nowMs);
}
