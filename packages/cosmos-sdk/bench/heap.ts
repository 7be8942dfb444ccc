import { order, withReaders } from '@perdura/bench';

const readers = { ours: new URL('read-by-sdk.ts', import.meta.url) };
const limitMb = 2;

/** What reads leave behind on the heap: after ten times as many, next to nothing more. */
export async function benchHeap(): Promise<void> {
  await withReaders(readers, 1, async ({ ours }) => {
    const first = await order(ours, { kind: 'times', inFlight: 64, times: 100_000 });
    const last = await order(ours, { kind: 'times', inFlight: 64, times: 900_000 });
    const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(2);
    const grown = mb(last.heapBytes - first.heapBytes);
    console.log(
      `heap after 100,000 and 1,000,000 reads: ${mb(first.heapBytes)} MB, ${mb(last.heapBytes)} MB   ${grown} MB more (limit ${limitMb})`,
    );
  });
}
