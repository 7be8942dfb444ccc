import type { AccountStore } from '../account/account-store.ts';
import type { Region } from '../account/region.ts';
import type { Container } from '../containers/container.ts';
import type { Commit } from '../partitions/commit.ts';
import { deliverCommit } from './deliver-commit.ts';

/** Sends a commit to all other regions that hold the container. */
export function sendCommit(store: AccountStore, container: Container, commit: Commit, nowMs: number): void {
  const { minMs, maxMs } = store.options.replication;
  for (const region of container.replicas.keys()) {
    const queue = store.replication.get(region);
    if (region === commit.region || queue === undefined) continue;
    const { pending } = queue;
    if (maxMs === 0 && pending.length === 0 && !queue.isPaused) {
      deliverCommit(container, region, commit);
      continue;
    }
    const delayMs = minMs + ((maxMs - minMs) * store.chances.nextUint32()) / 2 ** 32;
    pending.push({ container, commit, dueMs: nowMs + delayMs });
  }
}

/**
 * Hands a region what has reached it by now; nothing while its replication is paused.
 *
 * What was sent earlier arrives earlier: a commit waits for those before it.
 */
export function receiveCommits({ replication }: AccountStore, region: Region, nowMs: number): void {
  const queue = replication.get(region);
  if (queue === undefined || queue.pending.length === 0 || queue.isPaused) return;
  const onTheWay = queue.pending.findIndex(({ dueMs }) => dueMs > nowMs);
  const arrived = queue.pending.splice(0, onTheWay === -1 ? queue.pending.length : onTheWay);
  for (const { container, commit } of arrived) deliverCommit(container, region, commit);
}

/** Hands a region all that is on its way to it, late or paused. */
export function receiveAllCommits({ replication }: AccountStore, region: Region): void {
  for (const { container, commit } of replication.get(region)?.pending.splice(0) ?? []) {
    deliverCommit(container, region, commit);
  }
}
