import type { EntityId } from '../entities/entity-id.ts';

/** Entities that this orchestration has locked: nobody else's operations reach them until they are released. */
export interface EntityLock {
  /** Which, in the order in which they were locked. */
  readonly ownedLocks: readonly EntityId[];
  /** Unlocks them; twice is once. The host does it for an orchestration that ends. */
  release(): void;
  /** The same, for `using`. */
  [Symbol.dispose](): void;
}

/** What `isLocked` answers. */
export interface LockState {
  /** Whether this orchestration has locked entities, or asked for that. */
  readonly isLocked: boolean;
  /** Which; empty for none. */
  readonly ownedLocks: readonly EntityId[];
}

/** Options of `signalEntity`. */
export interface SignalOptions {
  /** Not before this time. (default: at once) */
  readonly at?: Date;
}
