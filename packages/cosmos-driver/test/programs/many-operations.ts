// Carries out 100,000 operations that share a signal, every other of them throttled once; says what they have left behind.
import { getEventListeners } from 'node:events';
import { createCosmosRuntime } from '../../src/create-runtime-node.ts';
import { accountDocument, accountEndpoint, accountKey, readOrder } from '../fakes/fake-account.ts';

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const [account, item] = [bytes(accountDocument()), bytes({ id: '1' })];
const throttled = { status: 429, headers: { 'x-ms-retry-after-ms': '1' }, body: new Uint8Array() };
let sent = 0;
const runtime = createCosmosRuntime({
  transport: {
    send: async ({ url }) => {
      if (url.endsWith('/')) return { status: 200, headers: {}, body: account };
      return ++sent % 3 === 0 ? throttled : { status: 200, headers: {}, body: item };
    },
  },
});
const driver = await runtime.createDriver({ endpoint: accountEndpoint, credential: { key: accountKey } });
const { signal } = new AbortController();

async function heapAfter(count: number): Promise<number> {
  for (let done = 0; done < count; done += 100) {
    const options = { signal, endToEndTimeoutMs: 60_000 };
    await Promise.all(Array.from({ length: 100 }, () => driver.executeOperation(readOrder, options)));
  }
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const before = await heapAfter(10_000);
const after = await heapAfter(90_000);
console.log(
  JSON.stringify({
    collected: globalThis.gc !== undefined,
    grownBytes: after - before,
    listeners: getEventListeners(signal, 'abort').length,
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
  }),
);
