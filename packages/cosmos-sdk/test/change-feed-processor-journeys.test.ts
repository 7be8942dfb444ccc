import { it } from '@jest/globals';
import fc from 'fast-check';
import { type OpenWorkers, openWorkers } from './fakes/open-workers.ts';
import { addOrders, expectAllInOrder, handledTotals, realTurns, shares } from './fakes/orders-of-workers.ts';

/** What may happen while changes are handled. */
type Turn =
  | { readonly kind: 'orders' | 'wait' | 'split' | 'merge'; readonly count: number }
  | { readonly kind: 'join' | 'leave' | 'cut' | 'mend'; readonly count: number };

const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constantFrom('orders', 'orders', 'wait', 'wait', 'split', 'merge', 'join', 'leave', 'cut', 'mend'),
  count: fc.integer({ min: 1, max: 12 }),
});

type Worker = Awaited<ReturnType<OpenWorkers['worker']>>;

const orders = { database: 'shop', container: 'orders' };

/** Splits a partition, or merges two neighbours. @returns The partitions' ids afterwards, in their order. */
async function change(
  { account: { control } }: OpenWorkers,
  kind: 'split' | 'merge',
  ids: readonly string[],
  count: number,
): Promise<readonly string[]> {
  if (kind === 'split' && ids.length > 5) return ids;
  const at = count % (kind === 'split' ? ids.length : Math.max(ids.length - 1, 1));
  const [id = '', next] = ids.slice(at);
  if (kind === 'split')
    return ids.toSpliced(at, 1, ...(await control.splitPartition({ ...orders, partitionKeyRangeId: id })));
  if (next === undefined) return ids;
  return ids.toSpliced(at, 2, await control.mergePartitions({ ...orders, partitionKeyRangeIds: [id, next] }));
}

/** In the end everybody has a share, and nobody has two leases more than another. */
async function untilShared(open: OpenWorkers, workers: number): Promise<void> {
  for (let turns = 0; ; turns++) {
    const counts = Object.values(await shares(open));
    const inUse = counts.reduce((sum, count) => sum + count, 0);
    const isEven = Math.max(...counts) - Math.min(...counts) < 2;
    if (isEven && counts.length === Math.min(workers, inUse)) return;
    if (turns === 5000) throw new Error(`The leases are not shared evenly: ${counts.join(', ')}.`);
    await open.clock.advance(100);
  }
}

it('every change is handled, in order, whoever joins, leaves or is cut off while partitions split and merge', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 4, maxLength: 14 }), async (turns) => {
      const open = await openWorkers({ partitions: 2 });
      let partitions: readonly string[] = ['0', '1'];
      let working: readonly Worker[] = [];
      let joined = 0;
      let added = 0;
      const add = async (count: number): Promise<void> => {
        await addOrders(open, added, added + count);
        added += count;
      };
      const join = async (): Promise<void> => {
        const worker = await open.worker(`w${joined++}`);
        await worker.processor.start();
        working = [...working, worker];
      };
      try {
        await join();
        for (const { kind, count } of turns) {
          const at = count % working.length;
          if (kind === 'orders') await add(count);
          else if (kind === 'wait') await open.clock.advance(count * 1500);
          else if (kind === 'join' && joined < 5) await join();
          else if (kind === 'leave' && working.length > 1) {
            await Promise.all([working[at]?.processor.stop(), open.clock.advance(60_000)]);
            working = working.toSpliced(at, 1);
          } else if (kind === 'cut') working[at]?.cut(true);
          else if (kind === 'mend') for (const worker of working) worker.cut(false);
          else if (kind === 'split' || kind === 'merge') partitions = await change(open, kind, partitions, count);
        }
        for (const worker of working) worker.cut(false);
        await add(20);
        await realTurns(open, () => new Set(handledTotals(open)).size === added);
        expectAllInOrder(open, added);
        await untilShared(open, working.length);
      } finally {
        await open.close();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);
