import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { median, nextMessage, startChild } from '@perdura/bench';
import type { QueryScene, QueryShape } from './ordered-pages.ts';
import type { QueryFigures, QueryOrder } from './query-process.ts';

const readers = {
  parsing: 'query-by-parsing.ts',
  floor: 'query-by-floor.ts',
  driver: 'query-by-driver.ts',
  peer: 'query-by-peer.ts',
} as const;
type Reader = keyof typeof readers;

/**
 * How often readers are started, for what a process compiles and takes for long-lived stays with it; how often each reads all rows.
 * The peer reads a tenth of an ordered query, for it takes its time.
 */
const measured = {
  launches: Number(process.env.BENCH_LAUNCHES ?? 3),
  rounds: { parsing: 3, floor: 3, driver: 3, peer: 1 },
};

/**
 * Queries over ten partitions by the driver and by `@azure/cosmos`, beside `JSON.parse` of the same bytes, and beside undici with
 * `JSON.parse` and nothing else. The merge of an ordered query of a million rows has limits, the others are for information.
 * `BENCH_ROWS=100000` for fewer, `BENCH_SHAPES=scan,distinct` for some of them, `BENCH_ITEMS=short` for one size,
 * `BENCH_LAUNCHES=1` for fewer processes.
 */
export async function benchOrderBy(): Promise<void> {
  const rowCount = Number(process.env.BENCH_ROWS ?? 1_000_000);
  const wanted = process.env.BENCH_SHAPES?.split(',') ?? ['order-by', 'scan', 'distinct', 'group-by'];
  const sizes = process.env.BENCH_ITEMS?.split(',') ?? ['long', 'short'];
  for (const shape of wanted as QueryShape[]) {
    if (shape !== 'order-by') await compare({ shape, rowCount: Math.min(rowCount, 200_000), itemSize: 'long' });
    else for (const itemSize of sizes as QueryScene['itemSize'][]) await compare({ shape, rowCount, itemSize });
  }
}

async function compare(scene: QueryScene): Promise<void> {
  const parameters = [scene.shape, String(scene.rowCount), scene.itemSize];
  const server = startChild(new URL('serve-pages.ts', import.meta.url), parameters, 'pipe');
  const samples = new Map<Reader, QueryFigures[]>();
  let peakBytes = 0;
  try {
    const [line] = server.stdout === null ? [''] : await once(server.stdout, 'data');
    for (let launch = 0; launch < measured.launches; launch++) {
      const peak = await measure(scene, [String(line).trim(), ...parameters], samples);
      peakBytes = Math.max(peakBytes, peak);
    }
  } finally {
    server.disconnect();
  }
  print(scene, samples, peakBytes);
}

/** Has every reader read by turns. @returns Most memory that the driver took. */
async function measure(
  { shape, rowCount }: QueryScene,
  parameters: readonly string[],
  samples: Map<Reader, QueryFigures[]>,
): Promise<number> {
  const processes: [Reader, ChildProcess][] = [];
  let peakBytes = Number.NaN;
  try {
    for (const [name, file] of Object.entries(readers) as [Reader, string][]) {
      const child = startChild(new URL(file, import.meta.url), parameters, 'inherit');
      processes.push([name, child]);
      await nextMessage(child);
    }
    // The first rows compile.
    for (const [, child] of processes) await order(child, { mostRows: rowCount / 10, isMemoryWatched: false });
    for (let round = 0; round < Math.max(...Object.values(measured.rounds)); round++) {
      for (const [name, child] of processes) {
        if (round >= measured.rounds[name]) continue;
        const mostRows = name === 'peer' && shape === 'order-by' ? rowCount / 10 : Number.MAX_SAFE_INTEGER;
        const figures = await order(child, { mostRows, isMemoryWatched: false });
        samples.set(name, [...(samples.get(name) ?? []), figures]);
      }
    }
    for (const [name, child] of processes) {
      if (name === 'driver') ({ peakBytes } = await order(child, { isMemoryWatched: true }));
    }
  } finally {
    for (const [, child] of processes) if (child.connected) child.disconnect();
  }
  return peakBytes;
}

async function order(child: ChildProcess, what: QueryOrder): Promise<QueryFigures> {
  const answered = nextMessage<QueryFigures>(child);
  child.send(what);
  return answered;
}

function print(
  { shape, rowCount, itemSize }: QueryScene,
  samples: ReadonlyMap<Reader, readonly QueryFigures[]>,
  peakBytes: number,
): void {
  // Of the others there are fewer results than rows.
  const rowsOf = ({ rows }: QueryFigures): number => (shape === 'order-by' ? rows : rowCount);
  const of = (name: Reader, figure: (sample: QueryFigures) => number): number =>
    median((samples.get(name) ?? []).map(figure));
  const cpuUs = (name: Reader): number => of(name, (each) => (each.cpuMs * 1000) / rowsOf(each));
  const perSecond = (name: Reader): number => of(name, (each) => (rowsOf(each) * 1000) / each.elapsedMs);
  const limits = shape === 'order-by' ? { speed: ' (at least 3)', cpu: ' (limit 2)' } : { speed: '', cpu: '' };
  const what = `${shape} of ${rowCount.toLocaleString('en')} rows${shape === 'order-by' || shape === 'scan' ? ` of ${itemSize === 'long' ? '1 KB' : '380 B'}` : ''}`;
  const line = (who: string, figure: string, ratio = ''): void =>
    console.log(`${`${what}, ${who}`.padEnd(52)} ${figure.padStart(34)}   ${ratio}`);
  const figures = (name: Reader): string =>
    `${Math.round(perSecond(name)).toLocaleString('en')} rows/s, ${cpuUs(name).toFixed(2)} µs of CPU`;
  const ofParsing = (name: Reader): string => `${(cpuUs(name) / cpuUs('parsing')).toFixed(2)} x JSON.parse`;
  line('JSON.parse', `${cpuUs('parsing').toFixed(2)} µs of CPU`);
  line('undici and JSON.parse', figures('floor'), ofParsing('floor'));
  line('@azure/cosmos', figures('peer'), ofParsing('peer'));
  const speed = `${(perSecond('driver') / perSecond('peer')).toFixed(2)} x @azure/cosmos${limits.speed}`;
  line('driver', figures('driver'), `${speed}, ${ofParsing('driver')}${limits.cpu}`);
  line('driver, memory at most', `${(peakBytes / 2 ** 20).toFixed(1)} MB`);
  const found = samples.get('driver')?.[0]?.rows;
  if (found !== (shape === 'order-by' ? rowCount : samples.get('peer')?.[0]?.rows)) {
    throw new Error(`The driver read ${found} rows.`);
  }
}
