import { headerNames } from '@perdura/cosmos-protocol';
import type { Container } from '../containers/container.ts';
import { containerHeaders } from '../containers/container-headers.ts';
import type { StoredItem } from '../items/stored-item.ts';
import { formatSessionToken } from '../sessions/session-token.ts';
import type { Partition } from './partition.ts';

/** What every response to an item operation tells of the partition that served it, refusals included. */
export function partitionHeaders(
  container: Container,
  partition: Partition,
  item?: StoredItem,
): Record<string, string> {
  const lsn = String(partition.lsn);
  const headers = containerHeaders(container, partition.region);
  headers[headerNames.sessionToken] = formatSessionToken(partition);
  headers[headerNames.partitionKeyRangeId] = partition.id;
  headers[headerNames.internalPartitionId] = String(partition.document._rid);
  headers[headerNames.contentPath] = container.resourceId;
  headers[headerNames.altContentPath] = container.namePath;
  headers[headerNames.lsn] = lsn;
  headers[headerNames.localLsn] = lsn;
  headers[headerNames.quorumAckedLsn] = lsn;
  headers[headerNames.quorumAckedLocalLsn] = lsn;
  headers[headerNames.globalCommittedLsn] = lsn;
  if (item !== undefined) {
    headers[headerNames.etag] = item.etag;
    headers[headerNames.itemLsn] = String(item.lsn);
    headers[headerNames.itemLocalLsn] = String(item.lsn);
  }
  return headers;
}
