import { compareBatches } from './compare-batches.ts';
import { comparePurges } from './compare-purges.ts';
import { measurePurgeHeap } from './measure-purge-heap.ts';

const parts = { batches: compareBatches, azurite: comparePurges, heap: measurePurgeHeap };

/** How fast rows are purged, and at what cost. `BENCH_ONLY=batches`, `azurite` or `heap` for a part of it. */
export async function measurePurge(): Promise<void> {
  for (const [name, measure] of Object.entries(parts)) {
    if (process.env.BENCH_ONLY === undefined || process.env.BENCH_ONLY === name) await measure();
  }
}
