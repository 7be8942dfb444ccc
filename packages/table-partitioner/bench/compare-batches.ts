import { once } from 'node:events';
import { median, startChild } from '@perdura/bench';
import { BATCH_ROWS, CONCURRENCY, connectionStringOf } from './bench-table.ts';
import { withClients } from './with-clients.ts';
import type { WorkFigures } from './work-process.ts';

const clients = { ours: 'send-by-partitioner.ts', azure: 'send-by-azure.ts' } as const;
const names = ['ours', 'azure'] as const;
const ROWS = 100_000;
const ROUNDS = 7;

/** Batches of conditional deletes against a server that only answers, and the same by `submitTransaction` (without conditions). */
export async function compareBatches(): Promise<void> {
  const server = startChild(new URL('serve-table.ts', import.meta.url), [], 'pipe');
  try {
    const [line] = server.stdout === null ? [''] : await once(server.stdout, 'data');
    await withClients(clients, [connectionStringOf(String(line).trim())], async (work) => {
      const samples = { ours: [] as WorkFigures[], azure: [] as WorkFigures[] };
      // The first rows compile.
      for (const name of names) await work(name, { table: 'nullRows', rows: ROWS / 2 });
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of names) samples[name].push(await work(name, { table: 'nullRows', rows: ROWS }));
      }
      const perSecond = (name: keyof typeof samples): number =>
        median(samples[name].map(({ deleted, elapsedMs }) => (deleted * 1000) / elapsedMs));
      const cpuMs = (name: keyof typeof samples): number =>
        median(samples[name].map((figures) => (figures.cpuMs * BATCH_ROWS) / figures.deleted));
      for (const name of names) {
        const rate = Math.round(perSecond(name)).toLocaleString('en');
        console.log(
          `batches of ${BATCH_ROWS}, ${CONCURRENCY} in flight, server that only answers, ${name}`.padEnd(72),
          `${rate} rows/s, ${cpuMs(name).toFixed(3)} ms of client CPU per batch`,
        );
      }
      console.log(
        'batches, ours to submitTransaction'.padEnd(72),
        `${(perSecond('ours') / perSecond('azure')).toFixed(2)} x rows/s (limit 1.0), ` +
          `${(cpuMs('ours') / cpuMs('azure')).toFixed(2)} x CPU (limit 0.4)`,
      );
    });
  } finally {
    server.disconnect();
  }
}
