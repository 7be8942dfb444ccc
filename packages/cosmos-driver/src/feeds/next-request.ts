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
  | { readonly kind: 'split'; readonly cursors: readonly RangeCursor[] }
  /** Nobody can go on from here: the query begins anew. */
  | { readonly kind: 'lost' };

/** Decides what a feed does next in a stretch, by where the service has its keys now. */
export function nextRequest(source: FeedSource, cursor: RangeCursor, map: RoutingMap): NextRequest {
  const [partition, ...others] = partitionsWithin(map, cursor);
  if (source.plan?.isGrouped === true && isElsewhere(cursor, partition?.id, others.length)) return { kind: 'lost' };
  if (partition === undefined || others.length > 0) return { kind: 'split', cursors: splitCursor(cursor, map) };
  const { id } = partition;
  const at = source.kind === 'merge' ? moveTo(cursor, id) : { ...cursor, partitionId: id };
  const target = isWithin(partition, cursor) ? { id } : { id, part: { min: cursor.min, max: cursor.max } };
  const query = partitionQuery(source, at.filteredFrom);
  const operation = source.operation.atPartition(target, { continuation: at.continuation, query });
  return { kind: 'request', operation, cursor: at };
}

/**
 * Whether the keys have left the partition that gave the continuation. Between groups it means nothing to another one, where the
 * groups that were told of hold other items.
 */
function isElsewhere({ continuation, partitionId }: RangeCursor, id: string | undefined, others: number): boolean {
  return continuation !== undefined && (id !== partitionId || others > 0);
}

/** A stretch in pieces, one for each partition that holds some of it. All go on from the same place. */
export function splitCursor(cursor: RangeCursor, map: RoutingMap): readonly RangeCursor[] {
  return partitionsWithin(map, cursor).flatMap((partition) => {
    const part = intersect(cursor, partition);
    return part === undefined ? [] : [{ ...cursor, ...part }];
  });
}

/**
 * An ordered query goes on by the continuation only in the partition that gave it. In another one, or without any, it asks for what
 * does not come before the last row, and passes over what it has seen.
 */
function moveTo(cursor: RangeCursor, partitionId: string): RangeCursor {
  if (cursor.partitionId === partitionId && cursor.continuation !== undefined) return cursor;
  const { min, max, boundary } = cursor;
  if (boundary === undefined) return { min, max, partitionId };
  const filteredFrom = [boundary.orderByItems[0]?.item] as const;
  return { min, max, partitionId, boundary, toPass: boundary.count, filteredFrom };
}
