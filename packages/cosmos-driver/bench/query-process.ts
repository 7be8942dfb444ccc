/** What a query's process is asked: to read all rows, or so many, and whether to look at its heap meanwhile. */
export interface QueryOrder {
  /** The query is left after so many rows. (default: it is read to its end) */
  readonly mostRows?: number;
  /** Whether to collect garbage every so often and take down what remains: for figures of memory, not of time. */
  readonly isMemoryWatched: boolean;
}

/** What it took. */
export interface QueryFigures {
  readonly rows: number;
  readonly elapsedMs: number;
  /** Of the whole process, with its garbage collection. */
  readonly cpuMs: number;
  /** Most bytes on the heap and in buffers after collections, less what was there before; `NaN` unless it was watched. */
  readonly peakBytes: number;
}

/** Reads whenever the parent process says so. @param read  The pages of the query, from its start. */
export function serveQueries(read: () => AsyncIterable<readonly unknown[]>): void {
  process.on('message', async (order: QueryOrder) => process.send?.(await carryOut(order, read)));
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function carryOut(order: QueryOrder, read: () => AsyncIterable<readonly unknown[]>): Promise<QueryFigures> {
  await collectGarbage();
  const bytesBefore = usedBytes();
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  let rows = 0;
  let pages = 0;
  let peak = order.isMemoryWatched ? 0 : Number.NaN;
  for await (const page of read()) {
    rows += page.length;
    if (order.isMemoryWatched && ++pages % 25 === 0) {
      globalThis.gc?.();
      peak = Math.max(peak, usedBytes() - bytesBefore);
    }
    if (rows >= (order.mostRows ?? Number.POSITIVE_INFINITY)) break;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rows, elapsedMs: performance.now() - startedMs, cpuMs: (user + system) / 1000, peakBytes: peak };
}

/** What native objects hold is let go of between collections, so the process is given time for that. */
async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function usedBytes(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
