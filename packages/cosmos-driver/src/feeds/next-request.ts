import type { CosmosOperation } from '../operation/cosmos-operation.ts';
import { intersect, isWithin } from '../partitioning/key-range.ts';
import { partitionsWithin, type RoutingMap } from '../partitioning/routing-map.ts';
import { type FeedSource, partitionQuery } from './feed-source.ts';
import type { RangeCursor } from './range-cursor.ts';

/** What a feed does next in a stretch of the key space. */
export type NextRequest =
  /** Asks the one partition that holds it; the cursor is then at that partition. */
  | { readonly kind: 'request'; readonly operation: CosmosOperation; readonly cursor: RangeCursor }
  /** Goes on in smaller stretches, because several partitions hold it. Together they cover it exactly. */
  | { readonly kind: 'split'; readonly cursors: readonly RangeCursor[] };

/** Decides what a feed does next in a stretch, by where the service has its keys now. */
export function nextRequest(source: FeedSource, cursor: RangeCursor, map: RoutingMap): NextRequest {
  const partitions = partitionsWithin(map, cursor);
  const [partition, ...others] = partitions;
  if (partition === undefined || others.length > 0) {
    return { kind: 'split', cursors: partitions.map((each) => ({ ...cursor, ...stretchOf(cursor, each) })) };
  }
  const { id } = partition;
  const at = source.kind === 'merge' ? moveTo(cursor, id) : { ...cursor, partitionId: id };
  const target = isWithin(partition, cursor) ? { id } : { id, part: { min: cursor.min, max: cursor.max } };
  const query = partitionQuery(source, at.filteredFrom);
  const operation = source.operation.atPartition(target, { continuation: at.continuation, query });
  return { kind: 'request', operation, cursor: at };
}

function stretchOf(
  cursor: RangeCursor,
  partition: { readonly min: string; readonly max: string },
): { readonly min: string; readonly max: string } {
  const stretch = intersect(cursor, partition);
  if (stretch === undefined) throw new RangeError('A partition was taken for one that holds keys it does not hold.');
  return stretch;
}

/**
 * An ordered query goes on by the continuation only in the partition that gave it. In another one, or without any, it asks for what
 * does not come before the last row, and passes over what it has seen.
 */
function moveTo(cursor: RangeCursor, partitionId: string): RangeCursor {
  const isSame = cursor.partitionId === partitionId;
  if (isSame && cursor.continuation !== undefined) return cursor;
  const { min, max, boundary } = cursor;
  if (boundary === undefined) return { min, max, partitionId };
  const filteredFrom = [boundary.orderByItems[0]?.item] as const;
  return { min, max, partitionId, boundary, toPass: boundary.count, filteredFrom };
}
