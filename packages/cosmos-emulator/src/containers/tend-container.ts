import { receiveCommits } from '../regions/replicate.ts';
import type { Operation } from '../requests/operation.ts';
import { removeExpired } from '../time-to-live/remove-expired.ts';
import { defaultTtlOf } from '../time-to-live/time-to-live.ts';
import { removeDuplicates } from '../unique-keys/remove-duplicates.ts';
import { completeTopologyChanges } from './change-container-topology.ts';
import type { Container } from './container.ts';

/**
 * Brings a container up to now, before anything is done with it: splits and merges that are due, items that have
 * expired, unique keys that two regions gave away.
 *
 * The service does this in the background; here it happens with the next request, so that nothing runs by itself and no
 * request sees what should be gone.
 */
export function tendContainer(
  container: Container,
  { store, region, nowMs }: Pick<Operation, 'store' | 'region' | 'nowMs'>,
): void {
  if (container.topologyChanges.length > 0) completeTopologyChanges(container, nowMs);
  const defaultTtlS = defaultTtlOf(container.document);
  const mayClash = container.uniqueKeys.length > 0 && store.options.writeMode === 'multi';
  if (defaultTtlS === undefined && !mayClash) return;
  const [hub] = store.topology.regions;
  receiveCommits(store, hub, nowMs);
  if (defaultTtlS !== undefined) removeExpired(store, container, region, defaultTtlS, nowMs);
  if (mayClash) removeDuplicates(store, container, hub, nowMs);
}
