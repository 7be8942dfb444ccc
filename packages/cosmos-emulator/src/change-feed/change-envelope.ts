import { valueAtPartitionKeyPath } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import type { ItemWrite } from '../partitions/item-write.ts';
import type { JsonObject } from '../requests/json-object.ts';

/** A change as the feed of latest versions shows it: the item, with the log sequence number of its write. */
export function latestVersion({ item, lsn }: ItemWrite): JsonObject {
  return { ...item.document, _lsn: Number(lsn) };
}

/**
 * A change as the feed of all versions and deletes shows it: the item as it became, or as it was before its delete.
 *
 * @see https://learn.microsoft.com/azure/cosmos-db/nosql/change-feed-modes#all-versions-and-deletes-change-feed-mode-preview
 */
export function changeEnvelope(write: ItemWrite, { definition, keyPaths }: Container): JsonObject {
  const { kind, item, lsn, previousLsn, stamp, cause } = write;
  const metadata = {
    operationType: kind,
    lsn: Number(lsn),
    crts: stamp.timestampS,
    previousImageLSN: Number(previousLsn),
  };
  if (kind !== 'delete') return { current: item.document, metadata };
  const partitionKey = Object.fromEntries(
    keyPaths.map((path, index) => [definition.paths[index]?.slice(1), valueAtPartitionKeyPath(item.document, path)]),
  );
  return {
    current: {},
    previous: item.document,
    metadata: { ...metadata, timeToLiveExpired: cause === 'expired', id: item.id, partitionKey },
  };
}
