import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { median, nextMessage, startChild } from '@perdura/bench';
import { CosmosClient } from '../src/index.ts';
import type { BulkFigures, BulkOrder } from './bulk-process.ts';
import { databaseId, type WrittenItem } from './written-item.ts';

/** Public: every emulator has it. @see https://learn.microsoft.com/azure/cosmos-db/emulator#authentication */
const emulatorKey = 'C2y6yDjf5/R+ob0N8A7Cgv30VRDJIWEHLM+4QDU5DE2nQ9nDuVTqobD4b8mGGyPMbIZnqyMsEcaGQy67XIw/Jw==';

const writers = { ours: 'bulk-by-sdk.ts', entry: 'bulk-by-entry.ts', azure: 'bulk-by-azure.ts' } as const;
type Writer = keyof typeof writers;
const names = Object.keys(writers) as Writer[];

/** A container of ten partitions. */
const requestUnitsPerSecond = 100_000;
const limitMb = 64;

interface Scene {
  readonly server: 'throttled' | 'free';
  readonly rows: number;
  readonly rounds: number;
}

/**
 * Upserts of 1 KB by `container.bulk`, and by `executeBulkOperations` of the entry for programs that move ("entry") and of @azure/cosmos, on an emulator in a process of its own that
 * throttles, and on one that does not: each client in a process of its own, by turns, into a new container each time. Every item must be
 * there once. `BENCH_ROWS=20000` for fewer.
 */
export async function benchBulk(): Promise<void> {
  const rows = Number(process.env.BENCH_ROWS ?? 100_000);
  await compare({ server: 'free', rows: rows / 5, rounds: 3 });
  await compare({ server: 'throttled', rows, rounds: 1 });
}

async function compare({ server, rows, rounds }: Scene): Promise<void> {
  const serving = startChild(new URL('serve-account.ts', import.meta.url), [server], 'pipe');
  const children: ChildProcess[] = [];
  try {
    const [line] = serving.stdout === null ? [''] : await once(serving.stdout, 'data');
    const endpoint = String(line).trim();
    const client = await CosmosClient.create({ endpoint, key: emulatorKey });
    const { database } = await client.createDatabaseIfNotExists(databaseId);
    const processes = new Map<Writer, ChildProcess>();
    for (const name of names) {
      const child = startChild(new URL(writers[name], import.meta.url), [endpoint, emulatorKey], 'inherit');
      children.push(child);
      processes.set(name, child);
      await nextMessage(child);
    }
    let made = 0;
    const write = async (name: Writer, child: ChildProcess, rows: number, isHeapWatched: boolean) => {
      const container = `orders-${made++}`;
      const throughput = { kind: 'manual', requestUnitsPerSecond } as const;
      const { container: orders } = await database.createContainer<WrittenItem>(
        { id: container, partitionKey: '/customerId' },
        { throughput },
      );
      const figures = await order(child, { container, rows, isHeapWatched });
      const kept = await countItems(orders.query<number>('SELECT VALUE c.total FROM c'), rows);
      await orders.delete();
      if (name !== 'azure' && (kept !== rows || figures.done !== rows)) {
        throw new Error(`Of ${rows} upserts ${figures.done} were told to be done, and ${kept} items are there.`);
      }
      return figures;
    };

    const samples = new Map<Writer, BulkFigures[]>(names.map((name) => [name, []]));
    // The first rows compile.
    for (const [name, child] of processes) await write(name, child, 2_000, false);
    for (let round = 0; round < rounds; round++) {
      for (const [name, child] of processes) samples.get(name)?.push(await write(name, child, rows, false));
    }
    print(server, rows, samples);
    if (server === 'free') {
      for (const [name, child] of processes) {
        const { peakHeapBytes } = await write(name, child, rows * 5, true);
        const limit = name === 'ours' ? ` (limit ${limitMb})` : '';
        console.log(
          `bulk of ${(rows * 5).toLocaleString('en')} upserts, ${name}, heap at most`.padEnd(64),
          `${(peakHeapBytes / 1_000_000).toFixed(1)} MB${limit}`,
        );
      }
    }
    await client.close();
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
    serving.disconnect();
  }
}

/** How many different items there are. @throws when one is there twice. */
async function countItems(totals: AsyncIterable<number>, rows: number): Promise<number> {
  const seen = new Uint8Array(rows);
  let count = 0;
  for await (const total of totals) {
    if (seen[total] === 1) throw new Error(`Item ${total} is there twice.`);
    seen[total] = 1;
    count++;
  }
  return count;
}

async function order(child: ChildProcess, what: BulkOrder): Promise<BulkFigures> {
  const answered = nextMessage<BulkFigures>(child);
  child.send(what);
  return answered;
}

function print(server: Scene['server'], rows: number, samples: ReadonlyMap<Writer, readonly BulkFigures[]>): void {
  const of = (name: Writer, figure: (sample: BulkFigures) => number): number =>
    median((samples.get(name) ?? []).map(figure));
  const perSecond = (name: Writer): number => of(name, ({ done, elapsedMs }) => (done * 1000) / elapsedMs);
  const cpuUs = (name: Writer): number => of(name, ({ cpuMs }) => (cpuMs * 1000) / rows);
  for (const name of names) {
    const failed = rows - of(name, ({ done }) => done);
    console.log(
      `bulk of ${rows.toLocaleString('en')} upserts, ${server}, ${name}`.padEnd(64),
      `${Math.round(perSecond(name)).toLocaleString('en')} rows/s, ${cpuUs(name).toFixed(0)} µs of CPU, ${failed} failed`,
    );
  }
  for (const name of ['ours', 'entry'] as const) {
    console.log(
      `bulk of ${rows.toLocaleString('en')} upserts, ${server}, ${name} to @azure/cosmos`.padEnd(64),
      `${(perSecond(name) / perSecond('azure')).toFixed(2)} x rows/s, ${(cpuUs(name) / cpuUs('azure')).toFixed(2)} x CPU`,
    );
  }
}
