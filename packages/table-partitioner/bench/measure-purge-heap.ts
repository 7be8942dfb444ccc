import { once } from 'node:events';
import { startChild } from '@perdura/bench';
import { connectionStringOf } from './bench-table.ts';
import { withClients } from './with-clients.ts';
import type { WorkFigures } from './work-process.ts';

const clients = { ours: 'purge-by-partitioner.ts' } as const;
const LIMIT_MB = 5;

/** What purges leave on the client's heap, and hold while they go on: of ten times as many rows next to nothing more. */
export async function measurePurgeHeap(): Promise<void> {
  const server = startChild(new URL('serve-table.ts', import.meta.url), [], 'pipe');
  try {
    const [line] = server.stdout === null ? [''] : await once(server.stdout, 'data');
    const endpoint = String(line).trim();
    await withClients(clients, [connectionStringOf(endpoint)], async (work) => {
      const purge = async (rows: number, run: number): Promise<WorkFigures> => {
        const table = `rows${rows}x${run}`;
        const figures = await work('ours', { table, rows, isHeapWatched: true });
        const left = await (await fetch(`${endpoint}/left/${table}`)).text();
        if (figures.deleted !== rows || left !== '0')
          throw new Error(`${figures.deleted} of ${rows} are deleted, ${left} left.`);
        return figures;
      };
      // The first purges compile, and what that took is let go of (5 MB) only in the third.
      for (const run of [0, 1, 2, 3]) await purge(100_000, run);
      const few = await purge(100_000, 4);
      const many = await purge(1_000_000, 5);
      for (const [what, figure] of [
        ['after', 'heapBytes'],
        ['during', 'peakHeapBytes'],
      ] as const) {
        const [first, last] = [few[figure] / 1e6, many[figure] / 1e6];
        console.log(
          `heap ${what} purges of 100,000 and 1,000,000 rows`.padEnd(72),
          `${first.toFixed(2)} MB, ${last.toFixed(2)} MB   ${(last - first).toFixed(2)} MB more (limit ${LIMIT_MB})`,
        );
      }
    });
  } finally {
    server.disconnect();
  }
}
