import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { nextMessage, startChild } from '@perdura/bench';
import type { QueryShape } from './ordered-pages.ts';
import type { QueryFigures, QueryOrder } from './query-process.ts';

const readers = { parsing: 'query-by-parsing.ts', driver: 'query-by-driver.ts', peer: 'query-by-peer.ts' } as const;
type Reader = keyof typeof readers;

/** How often each reader reads all rows; the others do so in between. */
const rounds = 3;

/**
 * Queries over ten partitions by the driver and by `@azure/cosmos`, beside `JSON.parse` of the same bytes; the merge of an ordered
 * query of a million rows has limits, the others are for information. `BENCH_ROWS=100000` for fewer, `BENCH_SHAPES=scan,distinct`
 * for some of them.
 */
export async function benchOrderBy(): Promise<void> {
  const rows = Number(process.env.BENCH_ROWS ?? 1_000_000);
  const wanted = process.env.BENCH_SHAPES?.split(',') ?? ['order-by', 'scan', 'distinct', 'group-by'];
  for (const shape of wanted as QueryShape[])
    await compare(shape, shape === 'order-by' ? rows : Math.min(rows, 200_000));
}

async function compare(shape: QueryShape, rows: number): Promise<void> {
  const server = startChild(new URL('serve-pages.ts', import.meta.url), [shape, String(rows)], 'pipe');
  const children: ChildProcess[] = [];
  try {
    const [line] = server.stdout === null ? [''] : await once(server.stdout, 'data');
    const names = Object.keys(readers) as Reader[];
    const samples = new Map<Reader, QueryFigures[]>(names.map((name) => [name, []]));
    const processes = new Map<Reader, ChildProcess>();
    for (const name of names) {
      const child = startChild(
        new URL(readers[name], import.meta.url),
        [String(line).trim(), shape, String(rows)],
        'inherit',
      );
      children.push(child);
      processes.set(name, child);
      await nextMessage(child);
    }
    // The first rows compile.
    for (const child of processes.values()) await order(child, { mostRows: rows / 10, isHeapWatched: false });
    for (let round = 0; round < rounds; round++) {
      for (const [name, child] of processes) {
        samples.get(name)?.push(await order(child, { isHeapWatched: false }));
      }
    }
    const driver = processes.get('driver');
    const heap = driver && (await order(driver, { isHeapWatched: true })).peakHeapBytes;
    print(shape, rows, samples, heap ?? Number.NaN);
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
    server.disconnect();
  }
}

async function order(child: ChildProcess, what: QueryOrder): Promise<QueryFigures> {
  const answered = nextMessage<QueryFigures>(child);
  child.send(what);
  return answered;
}

function print(
  shape: QueryShape,
  rows: number,
  samples: ReadonlyMap<Reader, readonly QueryFigures[]>,
  peakHeapBytes: number,
): void {
  const cpuUs = (name: Reader): number => median(samples.get(name), ({ cpuMs }) => (cpuMs * 1000) / rows);
  const perSecond = (name: Reader): number => median(samples.get(name), ({ elapsedMs }) => (rows * 1000) / elapsedMs);
  const limits = shape === 'order-by' ? { speed: ' (at least 3)', cpu: ' (limit 2)' } : { speed: '', cpu: '' };
  const line = (what: string, figure: string, ratio = ''): void =>
    console.log(
      `${`${shape} of ${rows.toLocaleString('en')} rows, ${what}`.padEnd(52)} ${figure.padStart(34)}   ${ratio}`,
    );
  const figures = (name: Reader): string =>
    `${Math.round(perSecond(name)).toLocaleString('en')} rows/s, ${cpuUs(name).toFixed(2)} µs of CPU`;
  line('JSON.parse', `${cpuUs('parsing').toFixed(2)} µs of CPU`);
  line('@azure/cosmos', figures('peer'), `${(cpuUs('peer') / cpuUs('parsing')).toFixed(2)} x JSON.parse`);
  const speed = `${(perSecond('driver') / perSecond('peer')).toFixed(2)} x @azure/cosmos${limits.speed}`;
  line(
    'driver',
    figures('driver'),
    `${speed}, ${(cpuUs('driver') / cpuUs('parsing')).toFixed(2)} x JSON.parse${limits.cpu}`,
  );
  line('driver, heap at most', `${(peakHeapBytes / 2 ** 20).toFixed(1)} MB`);
  const found = [...samples].map(([name, [first]]) => `${name} ${first?.rows}`);
  if (
    samples.get('driver')?.[0]?.rows !== samples.get('peer')?.[0]?.rows ||
    (shape === 'order-by' && samples.get('driver')?.[0]?.rows !== rows)
  ) {
    throw new Error(`The readers read different numbers of rows: ${found.join(', ')}.`);
  }
}

function median(samples: readonly QueryFigures[] = [], figure: (sample: QueryFigures) => number): number {
  const values = samples.map(figure).sort((left, right) => left - right);
  return values[values.length >>> 1] ?? Number.NaN;
}
