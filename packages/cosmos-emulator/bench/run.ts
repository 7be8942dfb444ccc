// pnpm bench [point | scan | heap | http]: all of them unless some are named.
import { benchHeap } from './heap.ts';
import { benchOverHttp } from './over-http.ts';
import { benchPointOperations } from './point-operations.ts';
import { benchScan } from './scan.ts';

const benches = { point: benchPointOperations, scan: benchScan, heap: benchHeap, http: benchOverHttp };
const named = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (named.length === 0 || named.includes(name)) await bench();
}
