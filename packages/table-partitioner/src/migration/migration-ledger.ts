import type { ResolvedMigrationOptions } from './migration-options.ts';
import type { MigrationCounts, MigrationProgress, MigrationReport, UnmovedRow } from './migration-report.ts';

/** Rows of a report that are named one by one, at most. */
const MAX_UNMOVED = 100;

/** What a migration has done so far. It owns the counts; everything it gives away is a copy. */
export interface MigrationLedger {
  readonly count: (what: 'moved' | 'settled' | 'foreign') => void;
  readonly fail: (row: UnmovedRow) => void;
  /** A partition was gone through to its end, with nothing left behind that could be moved. */
  readonly finish: (partitionKey: string) => void;
  /** Tells `onProgress`. */
  readonly tell: () => void;
  readonly report: (partitions: number) => MigrationReport;
}

/** Opens the ledger of a migration, with what an earlier one had finished. */
export function openMigrationLedger({
  from,
  to,
  donePartitions,
  onProgress,
}: Pick<ResolvedMigrationOptions, 'from' | 'to' | 'donePartitions' | 'onProgress'>): MigrationLedger {
  const counts: { -readonly [name in keyof MigrationCounts]: number } = { moved: 0, settled: 0, foreign: 0, failed: 0 };
  const done = new Set(donePartitions);
  const unmoved: UnmovedRow[] = [];
  const progress = (): MigrationProgress => ({ ...counts, checkpoint: { from, to, donePartitions: [...done] } });
  const tell = (): void => onProgress?.(progress());
  return {
    count: (what) => {
      counts[what]++;
    },
    fail: (row) => {
      counts.failed++;
      if (unmoved.length < MAX_UNMOVED) unmoved.push(row);
    },
    finish: (partitionKey) => {
      done.add(partitionKey);
      tell();
    },
    tell,
    report: (partitions) => ({ ...progress(), done: done.size === partitions, unmoved: [...unmoved] }),
  };
}
