import type { Generation } from '../partitioner/generation.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import { assertPipelineTable, type PipelineTable } from '../service/assert-table-like.ts';
import { type FinishMove, finishMoveOf } from './finish-move.ts';
import type { ResolvedPurgeOptions } from './resolve-purge-options.ts';
import type { MovesOfRows } from './row-filter.ts';

/** The part of a purge that is one generation. */
export interface GenerationScope {
  /** Its id. */
  readonly generation: number;
  readonly client: PipelineTable;
  readonly partitionKeys: readonly string[];
  readonly moves: MovesOfRows;
  /** Finishes the move of a row that is on its way to a newer generation; missing where rows are not moved. */
  readonly finishMove: FinishMove | undefined;
}

/**
 * The generations a purge goes through, the oldest first: a row that is moved meanwhile is met where it came from or where
 * it went.
 *
 * @param ids  Ids of generations. Without them all but the retired, whose tables may have been dropped.
 * @throws {TypeError} when a generation is unknown, or its client has no pipeline to send conditional deletes through.
 */
export function purgeScope(
  partitioner: Partitioner,
  { generations: ids, dryRun }: Pick<ResolvedPurgeOptions, 'generations' | 'dryRun'>,
): readonly GenerationScope[] {
  const generations = partitioner.generations.toSorted((a, b) => a.id - b.id);
  const unknown = ids?.find((id) => !generations.some((generation) => generation.id === id));
  if (unknown !== undefined) throw new TypeError(`There is no generation ${unknown}.`);
  const named = generations.filter((generation) => ids?.includes(generation.id) ?? !isRetired(generation));
  const isFirst = generations.every(({ id }) => id === 1);
  return named.map(({ id }) => {
    const client = partitioner.client(id);
    assertPipelineTable(client);
    return {
      generation: id,
      client,
      partitionKeys: partitioner.partitions(id),
      moves: isFirst ? 'none' : generations.some((other) => other.id < id && !isRetired(other)) ? 'open' : 'closed',
      finishMove: dryRun ? undefined : finishMoveOf(partitioner, id),
    };
  });
}

function isRetired({ state }: Generation): boolean {
  return state === 'retired';
}

/** Tells the generations that are not read any more; one that is no longer listed was retired before. */
export function isRetiredOf(generations: readonly Generation[]): (id: number) => boolean {
  const newest = Math.max(...generations.map(({ id }) => id));
  return (id) => {
    const found = generations.find((generation) => generation.id === id);
    return found === undefined ? id < newest : isRetired(found);
  };
}
