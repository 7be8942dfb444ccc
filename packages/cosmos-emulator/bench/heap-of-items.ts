// Started by heap.ts: prints the bytes that one item takes, of which 20,000 are parsed, or stored in so many regions.
import { openShop } from './open-shop.ts';
import { docs, keyHeaderOf, orderOf } from './signed-requests.ts';

const itemCount = 20_000;
const [what = 'parsed'] = process.argv.slice(2);
const regions = ['East US', 'West US', 'North Europe'].slice(0, Number(what) || 1) as [string, ...string[]];
const { account, makeRequest, send } = await openShop(100, { regions });

const before = usedBytes();
const kept: unknown[] = [];
for (let number = 100; number < 100 + itemCount; number++) {
  if (what === 'parsed') kept.push(JSON.parse(JSON.stringify(orderOf(number))));
  else await send(makeRequest('POST', docs, orderOf(number), keyHeaderOf(number)), 201);
}
console.log((usedBytes() - before) / itemCount);
// Whatever was measured is in use until here.
if (kept.length > itemCount) throw new Error('Too many items.');
await account.close();

/** On the heap and, as bytes of items are, beside it. */
function usedBytes(): number {
  for (let time = 0; time < 4; time++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
