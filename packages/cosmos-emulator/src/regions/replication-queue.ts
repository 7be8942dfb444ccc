import type { Container } from '../containers/container.ts';
import type { Commit } from '../partitions/commit.ts';

/** What is on its way to one region, in the order in which it arrives. */
export interface ReplicationQueue {
  /** In the order in which it was sent. */
  pending: PendingCommit[];
  /** Whether nothing arrives, however late it is. */
  isPaused: boolean;
}

/** A commit on its way. */
interface PendingCommit {
  readonly container: Container;
  readonly commit: Commit;
  /** When it arrives at the earliest, in milliseconds since the Unix epoch. */
  readonly dueMs: number;
}

/** A queue with nothing on its way. */
export function createReplicationQueue(): ReplicationQueue {
  return { pending: [], isPaused: false };
}
