/** What a writer's process is asked: to upsert so many items into a container. */
export interface BulkOrder {
  readonly container: string;
  readonly rows: number;
  /** Whether to collect garbage every so often and take down what remains: for figures of memory, not of time. */
  readonly isHeapWatched: boolean;
}

/** What it took. */
export interface BulkFigures {
  /** Upserts that were told to be done. */
  readonly done: number;
  readonly elapsedMs: number;
  /** Of the whole process, with its garbage collection. */
  readonly cpuMs: number;
  /** Most bytes on the heap after collections, less what was there before; `NaN` unless it was watched. */
  readonly peakHeapBytes: number;
}

/** Writes whenever the parent process says so. @param write  Answers how many were done. */
export function serveBulks(write: (order: BulkOrder) => Promise<number>): void {
  process.on('message', async (order: BulkOrder) => process.send?.(await carryOut(order, write)));
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function carryOut(order: BulkOrder, write: (order: BulkOrder) => Promise<number>): Promise<BulkFigures> {
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  let peak = order.isHeapWatched ? 0 : Number.NaN;
  const look = (): void => {
    globalThis.gc?.();
    peak = Math.max(peak, process.memoryUsage().heapUsed - heapBefore);
  };
  const watch = order.isHeapWatched ? setInterval(look, 1_000) : undefined;
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const done = await write(order);
  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsedMs = performance.now() - startedMs;
  clearInterval(watch);
  return { done, elapsedMs, cpuMs: (user + system) / 1000, peakHeapBytes: peak };
}
