import { isRowOfPartition } from '../migration/is-row-of-partition.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';

/**
 * Finishes the move of a row that somebody began, if it is still there.
 *
 * Where a mover died after it inserted the new row, the old one is hidden by it. Were only the new one purged, the old one
 * would come to light, and its move would be finished by the next reader.
 */
export type FinishMove = (partitionKey: string, rowKey: string) => Promise<void>;

/** Finishes moves out of a generation; `undefined` where rows are not moved. */
export function finishMoveOf(partitioner: Partitioner, from: number): FinishMove | undefined {
  if (!canMoveFrom(partitioner, from)) return undefined;
  return async (partitionKey, rowKey) => {
    // As the partitioner is now: it may be refreshed while a purge goes on.
    if (!canMoveFrom(partitioner, from) || !isRowOfPartition(partitioner, from, partitionKey, rowKey)) return;
    await partitioner.move(rowKey, { from });
  };
}

function canMoveFrom({ migrate, generations }: Partitioner, from: number): boolean {
  return migrate !== 'never' && generations.some(({ id, state }) => id === from && state === 'readonly');
}
