/** What a reader's process is asked to do: read for some time, or so many times. */
export type ReadOrder =
  | { readonly kind: 'for'; readonly inFlight: number; readonly forMs: number }
  | { readonly kind: 'times'; readonly inFlight: number; readonly times: number };

/** What it took. */
export interface ReadFigures {
  /** Reads per second. */
  readonly perSecond: number;
  /** Microseconds of CPU per read, of the whole process. */
  readonly cpuUs: number;
  /** The latency that one read in a hundred exceeds, in milliseconds. */
  readonly p99Ms: number;
  /** Bytes in use on the heap after garbage was collected. */
  readonly heapBytes: number;
}

/** Latencies of one order; more reads than these are not timed. */
const latenciesMs = new Float64Array(200_000);

/** Reads whenever the parent process says so. */
export function serveOrders(read: () => Promise<unknown>): void {
  process.on('message', async (order: ReadOrder) => process.send?.(await carryOut(order, read)));
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function carryOut(order: ReadOrder, read: () => Promise<unknown>): Promise<ReadFigures> {
  const startedMs = performance.now();
  const endMs = order.kind === 'for' ? startedMs + order.forMs : Number.POSITIVE_INFINITY;
  const times = order.kind === 'times' ? order.times : Number.POSITIVE_INFINITY;
  const cpuBefore = process.cpuUsage();
  let begun = 0;
  let ended = 0;

  async function readOneByOne(): Promise<void> {
    for (let beganMs = performance.now(); beganMs < endMs && begun < times; ) {
      begun++;
      await read();
      const nowMs = performance.now();
      latenciesMs[ended++] = nowMs - beganMs;
      beganMs = nowMs;
    }
  }
  await Promise.all(Array.from({ length: order.inFlight }, readOneByOne));

  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsedMs = performance.now() - startedMs;
  const timed = latenciesMs.subarray(0, Math.min(ended, latenciesMs.length)).sort();
  return {
    perSecond: (ended * 1000) / elapsedMs,
    cpuUs: (user + system) / ended,
    p99Ms: timed[Math.floor(timed.length * 0.99)] ?? Number.NaN,
    heapBytes: order.kind === 'times' ? await heapAfterCollection() : Number.NaN,
  };
}

/** What native objects hold is let go of between collections, so the process is given time for that. */
async function heapAfterCollection(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('Readers run under --expose-gc.');
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage().heapUsed;
}
