import type { PartitionCheckpoint, PurgeCheckpoint } from './purge-checkpoint.ts';
import type { GenerationScope } from './purge-scope.ts';

/** Where a purge goes on in each partition that was begun: a token of its next page, or `null` when it is done. */
export type PartitionPositions = ReadonlyMap<string, PartitionCheckpoint>;

/** Tells partitions of all generations apart. */
export function positionKey(generation: number, partitionKey: string): string {
  return `${generation} ${partitionKey}`;
}

/**
 * The positions a checkpoint names, but those in generations that were retired since: with them went their rows.
 *
 * @throws {TypeError} when it names a partition the purge does not go through.
 */
export function resumePositions(
  checkpoint: PurgeCheckpoint | undefined,
  scope: readonly GenerationScope[],
  isRetired: (generation: number) => boolean,
): PartitionPositions {
  const known = new Set(
    scope.flatMap(({ generation, partitionKeys }) => partitionKeys.map((key) => positionKey(generation, key))),
  );
  return new Map(
    checkpoint?.partitions.flatMap((position) => {
      const { generation, partitionKey } = position;
      const key = positionKey(generation, partitionKey);
      if (known.has(key)) return [[key, position] as const];
      if (isRetired(generation)) return [];
      throw new TypeError(
        `The checkpoint is of another purge: it names partition "${partitionKey}" of generation ${generation}.`,
      );
    }),
  );
}
