// pnpm bench [point | bulk | heap]: all of them unless some are named.
import { benchBulk } from './bulk.ts';
import { benchHeap } from './heap.ts';
import { benchPointReads } from './point-reads.ts';

const benches = { point: benchPointReads, bulk: benchBulk, heap: benchHeap };
const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (named.length === 0 || named.includes(name)) await bench();
}
