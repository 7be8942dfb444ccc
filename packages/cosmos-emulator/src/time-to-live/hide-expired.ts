import type { Partition } from '../partitions/partition.ts';
import { releaseTexts } from '../unique-keys/unique-index.ts';
import { expiryOf } from './time-to-live.ts';

/**
 * Takes out of sight what has expired by now: for readers, writers and unique keys it is gone.
 *
 * Looks at the items only when the first of them is due or the container's default has changed: at most once a second.
 */
export function hideExpired(partition: Partition, defaultTtlS: number, nowMs: number): void {
  const { expiry, items, uniqueIndex } = partition;
  if (expiry.defaultTtlS !== defaultTtlS) {
    expiry.defaultTtlS = defaultTtlS;
    expiry.nextS = 0;
  }
  const nowS = nowMs / 1000;
  if (nowS < expiry.nextS) return;
  let nextS = Number.POSITIVE_INFINITY;
  for (const [key, item] of items) {
    const expiryS = expiryOf(item, defaultTtlS);
    if (expiryS > nowS) {
      nextS = Math.min(nextS, expiryS);
      continue;
    }
    partition.list = undefined;
    items.delete(key);
    expiry.hidden.set(key, item);
    partition.sizeBytes -= item.sizeBytes;
    if (uniqueIndex !== undefined) releaseTexts(uniqueIndex, item);
  }
  expiry.nextS = nextS;
}
