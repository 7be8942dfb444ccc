/** What a client's process is asked to do. */
export interface WorkOrder {
  /** Name of the table. */
  readonly table: string;
  /** How many rows: to send, or that the table has. */
  readonly rows: number;
  /** Whether to collect garbage every so many rows and take down what remains: for figures of memory, not of time. */
  readonly isHeapWatched?: boolean;
}

/** What it took. */
export interface WorkFigures {
  /** Rows that were told to be deleted. */
  readonly deleted: number;
  readonly elapsedMs: number;
  /** Of the whole process, with its garbage collection. */
  readonly cpuMs: number;
  /** Most bytes on the heap after collections during the work; 0 unless it was watched. */
  readonly peakHeapBytes: number;
  /** Bytes on the heap after the work and a collection. */
  readonly heapBytes: number;
}

/** Rows between two looks at the heap. */
const ROWS_BETWEEN_LOOKS = 50_000;

/** Works whenever the parent process says so. @param work  Answers how many rows were deleted; tells how far it is. */
export function serveWork(work: (order: WorkOrder, onDeleted: (deleted: number) => void) => Promise<number>): void {
  process.on('message', async (order: WorkOrder) => process.send?.(await carryOut(order, work)));
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
}

async function carryOut(order: WorkOrder, work: Parameters<typeof serveWork>[0]): Promise<WorkFigures> {
  let peakHeapBytes = 0;
  let nextLook = order.isHeapWatched === true ? ROWS_BETWEEN_LOOKS : Number.POSITIVE_INFINITY;
  const startedMs = performance.now();
  const cpuBefore = process.cpuUsage();
  const deleted = await work(order, (deletedSoFar) => {
    if (deletedSoFar < nextLook) return;
    nextLook += ROWS_BETWEEN_LOOKS;
    globalThis.gc?.();
    peakHeapBytes = Math.max(peakHeapBytes, process.memoryUsage().heapUsed);
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const elapsedMs = performance.now() - startedMs;
  return { deleted, elapsedMs, cpuMs: (user + system) / 1000, peakHeapBytes, heapBytes: await heapAfterCollection() };
}

/** Native objects let go of theirs between collections, and code that is not called any more goes after several: so there are some. */
async function heapAfterCollection(): Promise<number> {
  if (globalThis.gc === undefined) throw new Error('The processes of a bench run under --expose-gc.');
  for (let round = 0; round < 12; round++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return process.memoryUsage().heapUsed;
}
