import type { Database } from '../databases/database.ts';
import { createIdSource, type IdSource } from '../ids/id-source.ts';
import type { ResolvedEmulatorOptions } from '../options/emulator-options.ts';

/**
 * What the account holds.
 *
 * Owned by one emulated account; operations change it in one synchronous step each, so no request sees half of another.
 *
 * 1. All regions read and write this one store: replication takes no time.
 * 2. Databases, containers and items are values, replaced as a whole; only maps, counters and log sequence numbers change.
 */
export interface AccountStore {
  /** How the account was set up. */
  readonly options: ResolvedEmulatorOptions;
  /** Databases by id, in the order of their creation. */
  readonly databases: Map<string, Database>;
  /** Numbers of new resources, and their ETags. */
  readonly resourceIds: IdSource;
  /** Activity ids of requests that bring none; apart, so that they do not change the ids of resources. */
  readonly activityIds: IdSource;
}

/** An account without databases. */
export function createAccountStore(options: ResolvedEmulatorOptions): AccountStore {
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  return {
    options,
    databases: new Map(),
    resourceIds: createIdSource(seed),
    activityIds: createIdSource(~seed),
  };
}
