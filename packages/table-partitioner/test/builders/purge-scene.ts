import { byteSum } from '../../src/keys/byte-sum.ts';
import { decimal } from '../../src/keys/key-format.ts';
import type { Generation } from '../../src/partitioner/generation.ts';
import type { Partitioner } from '../../src/partitioner/partitioner.ts';
import { purge } from '../../src/purge/purge.ts';
import type { PurgeSettings } from '../../src/purge/purge-options.ts';
import type { PurgeReport } from '../../src/purge/purge-report.ts';
import { FakeTable } from '../fakes/fake-table.ts';

/** Rows last changed before this instant are due. */
export const CUTOFF: Date = new Date('2026-01-21T09:00:00.066Z');
/** A last change before it, and one after it, to 100 ns as the service writes them. */
export const EXPIRED = '2026-01-21T08:59:59.1234567';
export const LIVE = '2026-01-21T09:30:00.1234567';

/** A clock that goes on only by the waits asked of it. */
export class FakeClock {
  nowMs: number = Date.parse('2026-01-21T10:00:00Z');
  readonly slept: number[] = [];
  now(): number {
    return this.nowMs;
  }
  async sleep(delayMs: number): Promise<void> {
    this.slept.push(delayMs);
    this.nowMs += delayMs;
  }
}

/** Tables of generations, the first the oldest, each with so many partitions, and a purge of them on a clock that does not wait. */
export interface PurgeScene {
  readonly tables: readonly FakeTable[];
  readonly partitioner: Partitioner;
  readonly clock: FakeClock;
  run(settings?: PurgeSettings & { readonly olderThan?: Date }): Promise<PurgeReport>;
}

/** Sets the scene. @param states  One state for each generation. */
export function purgeScene(
  states: readonly string[] = ['active'],
  partitions: number = 1,
  tables: readonly FakeTable[] = states.map((_state, index) => new FakeTable(`sessions${index + 1}`)),
  clock: FakeClock = new FakeClock(),
): PurgeScene {
  const generations = states.map(
    (state, index) =>
      ({
        ...{ id: index + 1, table: `sessions${index + 1}`, partitions, strategy: byteSum, keyFormat: decimal(), state },
      }) as Generation,
  );
  const keys = Array.from({ length: partitions }, (_, partition) => String(partition));
  const partitioner = {
    generations,
    migrate: 'never',
    partitions: () => keys,
    client: (id: number) => tables[id - 1],
  } as unknown as Partitioner;
  return {
    tables,
    partitioner,
    clock,
    run: (settings) => purge(partitioner, { olderThan: CUTOFF, clock, random: () => 0.5, ...settings }),
  };
}

/** Writes so many rows that are due into a partition: `r0000`, `r0001`, … */
export function writeExpired(table: FakeTable, count: number, partitionKey: string = '0'): void {
  for (let row = 0; row < count; row++) table.write(partitionKey, rowKeyOf(row), EXPIRED);
}

/** The key of a row by its number. */
export function rowKeyOf(row: number): string {
  return `r${String(row).padStart(4, '0')}`;
}
