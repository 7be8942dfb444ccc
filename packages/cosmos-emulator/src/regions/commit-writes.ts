import type { ItemScope } from '../items/item-scope.ts';
import { applyCommit } from '../partitions/apply-commit.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import { deliverCommit } from './deliver-commit.ts';

/** Carries out writes in the region that was asked, as one, and sends them to the others. */
export function commitWrites({ container, partition }: ItemScope, writes: readonly ItemWrite[]): void {
  const commit = { region: partition.region, rangeId: partition.id, writes };
  applyCommit(partition, commit);
  for (const region of container.replicas.keys()) {
    if (region !== partition.region) deliverCommit(container, region, commit);
  }
}
