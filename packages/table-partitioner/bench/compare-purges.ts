import { once } from 'node:events';
import type { TransactionAction } from '@azure/data-tables';
import { median, startChild } from '@perdura/bench';
import { startAzurite } from '@perdura/peers';
import { BATCH_ROWS, connect, forPartitions, PARTITIONS, rowKeyOf } from './bench-table.ts';
import { withClients } from './with-clients.ts';
import type { WorkFigures } from './work-process.ts';

const clients = { ours: 'purge-by-partitioner.ts', azure: 'purge-by-azure.ts', single: 'purge-one-by-one.ts' } as const;
const rowsOf = { ours: 8_000, azure: 8_000, single: 500 } as const;
const names = ['ours', 'azure', 'single'] as const;
const ADDED_LATENCY_MS = 15;
const ROUNDS = 5;

/**
 * Purges of 8,000 rows in 16 partitions of Azurite with 15 ms added to every request: ours, the same by `submitTransaction`, and
 * one row after the other, whose rate is taken on 500 rows.
 */
export async function comparePurges(): Promise<void> {
  const azurite = await startAzurite();
  const proxy = startChild(
    new URL('serve-delay.ts', import.meta.url),
    [String(azurite.port), String(ADDED_LATENCY_MS)],
    'pipe',
  );
  try {
    const [line] = proxy.stdout === null ? [''] : await once(proxy.stdout, 'data');
    const delayed = azurite.connectionString.replaceAll(`:${azurite.port}`, `:${String(line).trim()}`);
    let tables = 0;
    await withClients(clients, [delayed], async (work) => {
      const run = async (name: (typeof names)[number]): Promise<WorkFigures> => {
        const client = connect(azurite.connectionString, `purge${++tables}`);
        await client.createTable();
        await forPartitions((partitionKey) => fill(client, partitionKey, rowsOf[name] / PARTITIONS));
        const figures = await work(name, { table: client.tableName, rows: rowsOf[name] });
        await client.deleteTable();
        if (figures.deleted < Math.floor(rowsOf[name])) throw new Error(`${name} deleted ${figures.deleted} rows.`);
        return figures;
      };
      const samples = { ours: [] as WorkFigures[], azure: [] as WorkFigures[], single: [] as WorkFigures[] };
      for (const name of names) if (name !== 'single') await run(name);
      for (let round = 0; round < ROUNDS; round++) {
        for (const name of names) samples[name].push(await run(name));
      }
      const perSecond = (name: (typeof names)[number]): number =>
        median(samples[name].map(({ deleted, elapsedMs }) => (deleted * 1000) / elapsedMs));
      for (const name of names) {
        console.log(
          `purge of ${rowsOf[name].toLocaleString('en')} rows, Azurite + ${ADDED_LATENCY_MS} ms, ${name}`.padEnd(72),
          `${Math.round(perSecond(name)).toLocaleString('en')} rows/s`,
        );
      }
      console.log(
        'purge, ours to others'.padEnd(72),
        `${(perSecond('ours') / perSecond('single')).toFixed(0)} x one by one (limit 200), ` +
          `${(perSecond('ours') / perSecond('azure')).toFixed(2)} x submitTransaction (limit 0.9)`,
      );
    });
  } finally {
    proxy.disconnect();
    await azurite.close();
  }
}

async function fill(client: ReturnType<typeof connect>, partitionKey: string, share: number): Promise<void> {
  const rows = Math.ceil(share);
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    const length = Math.min(BATCH_ROWS, rows - from);
    const actions = Array.from(
      { length },
      (_, row): TransactionAction => ['create', { partitionKey, rowKey: rowKeyOf(from + row), user: 'somebody' }],
    );
    await client.submitTransaction(actions);
  }
}
