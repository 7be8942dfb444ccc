import type { AccountStore } from '../account/account-store.ts';
import { completeTopologyChanges } from '../containers/change-container-topology.ts';
import type { Container } from '../containers/container.ts';
import { completeScaleOuts } from '../offers/scale-out.ts';

/** Names a container. */
export interface ContainerName {
  /** Id of the database. */
  readonly database: string;
  /** Id of the container. */
  readonly container: string;
}

/**
 * The container that a control function is about.
 *
 * @throws {TypeError} when the account has none of that name.
 */
export function findControlledContainer(store: AccountStore, { database, container }: ContainerName): Container {
  const found = store.databases.get(database)?.containers.get(container);
  if (found === undefined) throw new TypeError(`The account has no container ${container} in a database ${database}.`);
  const nowMs = store.options.clock.nowMs();
  completeTopologyChanges(found, nowMs);
  completeScaleOuts(store, nowMs);
  return found;
}
