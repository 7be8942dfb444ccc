/**
 * The runtime that clients share when they are given none.
 *
 * It is made with the first such client and closed with the last. State of the process, on purpose: one pool of
 * connections and one memory of containers for all clients of a program.
 */
import { type CosmosRuntime, createCosmosRuntime } from '@perdura/cosmos-driver';

let shared: { readonly runtime: CosmosRuntime; users: number } | undefined;

/** A hold on the shared runtime. */
export interface RuntimeLease {
  readonly runtime: CosmosRuntime;
  /** Lets go; the last to do so closes the runtime. */
  release(): Promise<void>;
}

/** Takes hold of the shared runtime, which is made if need be. */
export function leaseSharedRuntime(): RuntimeLease {
  shared ??= { runtime: createCosmosRuntime(), users: 0 };
  const leased = shared;
  leased.users++;
  let released = false;
  return {
    runtime: leased.runtime,
    async release() {
      if (released) return;
      released = true;
      leased.users--;
      if (leased.users > 0) return;
      shared = undefined;
      await leased.runtime.close();
    },
  };
}
