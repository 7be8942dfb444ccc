// What a purge under way knows of itself. Owned by purge(); the purges of partitions write to it by their listeners.
//
// 1. Every partition is in the report, also one that was not begun.
// 2. A position only ever moves forward, and only past rows that are done with.
// 3. Checkpoints are handed out one after the other, so that none overwrites a later one where it is kept.

import { type PartitionPositions, positionKey } from './partition-positions.ts';
import type { PartitionListener } from './partition-run.ts';
import type { PurgeCheckpoint } from './purge-checkpoint.ts';
import type { PartitionReport, PurgeReport } from './purge-report.ts';
import type { GenerationScope } from './purge-scope.ts';
import type { ResolvedPurgeOptions } from './resolve-purge-options.ts';
import { addCounts, NO_ROWS } from './row-counts.ts';

/** The state of a purge. */
export interface PurgeLedger {
  /** Where to go on in a partition: a token, `null` when it is done, `undefined` at its start. */
  positionOf(generation: number, partitionKey: string): string | null | undefined;
  /** Takes down what the purge of a partition tells, and passes it on. */
  listener(generation: number, partitionKey: string): PartitionListener;
  /** Keeps the report of a partition. */
  keep(report: PartitionReport): void;
  /** What was done so far. */
  report(): PurgeReport;
}

/** What a ledger is opened for. */
interface PurgeHeader
  extends Pick<ResolvedPurgeOptions, 'dryRun' | 'property' | 'filter' | 'onProgress' | 'onCheckpoint'> {
  readonly cutoff: Date;
  readonly scope: readonly GenerationScope[];
  /** Where an earlier purge with the same cutoff stopped. */
  readonly positions: PartitionPositions;
}

/** Opens the ledger of a purge. */
export function openLedger(header: PurgeHeader): PurgeLedger {
  const { cutoff, scope, dryRun, property, filter, onProgress, onCheckpoint } = header;
  const positions = new Map(header.positions);
  const reports = new Map<string, PartitionReport>();
  let total = NO_ROWS;
  let saving: Promise<void> = Promise.resolve();

  const checkpoint = (): PurgeCheckpoint => ({
    ...{ version: 1, cutoff: cutoff.toISOString(), dryRun, property, filter: filter ?? null },
    partitions: [...positions.values()],
  });
  const notBegun = (generation: number, table: string, partitionKey: string): PartitionReport => {
    const done = positions.get(positionKey(generation, partitionKey))?.continuationToken === null;
    return { generation, table, partitionKey, ...NO_ROWS, done, failure: undefined, refusedRows: [] };
  };
  return {
    positionOf: (generation, partitionKey) => positions.get(positionKey(generation, partitionKey))?.continuationToken,
    listener: (generation, partitionKey) => ({
      onCounts(partition, change) {
        total = addCounts(total, change);
        onProgress?.({ generation, partitionKey, partition, total });
      },
      onPosition(continuationToken) {
        positions.set(positionKey(generation, partitionKey), { generation, partitionKey, continuationToken });
        if (onCheckpoint === undefined) return Promise.resolve();
        saving = saving.then(() => onCheckpoint(checkpoint()));
        return saving;
      },
    }),
    keep(report) {
      reports.set(positionKey(report.generation, report.partitionKey), report);
    },
    report() {
      const perPartition = scope.flatMap(({ generation, client: { tableName }, partitionKeys }) =>
        partitionKeys.map((key) => reports.get(positionKey(generation, key)) ?? notBegun(generation, tableName, key)),
      );
      const done = perPartition.every((partition) => partition.done);
      return { ...total, cutoff, dryRun, done, checkpoint: done ? undefined : checkpoint(), perPartition };
    },
  };
}
