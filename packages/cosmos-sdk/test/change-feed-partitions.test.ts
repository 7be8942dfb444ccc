import { afterEach, describe, expect, it } from '@jest/globals';
import type { LatestVersion } from '../src/change-feed/change.ts';
import { createChangeFeedProcessor } from '../src/change-feed-processor/change-feed-processor.ts';
import type { ChangesContext } from '../src/change-feed-processor/processor-options.ts';
import { intervals, type OpenWorkers, type Order, openWorkers } from './fakes/open-workers.ts';
import { addOrders, expectAllInOrder, handledTotals, realTurns, shares } from './fakes/orders-of-workers.ts';

let open: OpenWorkers | undefined;
afterEach(async () => {
  await open?.close();
  open = undefined;
});

/** Opens an account that the test closes. */
async function opened(options?: Parameters<typeof openWorkers>[0]): Promise<OpenWorkers> {
  open = await openWorkers(options);
  return open;
}

describe('all versions and deletes', () => {
  it('are handled as they are told, and not under the name of another mode', async () => {
    const workers = await opened({ partitions: 2 });
    const { orders, leases, clock } = workers;
    const seen: string[] = [];
    const options = { leaseContainer: leases, processorName: 'audit', ...intervals };
    const audit = createChangeFeedProcessor<Order, 'all-versions-and-deletes'>(
      orders,
      {
        ...options,
        mode: 'all-versions-and-deletes',
        handler: (changes) => void seen.push(...changes.map(({ metadata }) => metadata.operationType)),
      },
      { clock },
    );
    await audit.start();
    await orders.createItem({ id: 'a', customer: 'ada', total: 1 });
    await orders.replaceItem({ id: 'a', customer: 'ada', total: 2 });
    await orders.deleteItem('ada', 'a');
    expect((await audit.estimateLag()).total).toBe(3);
    await clock.advance(1000);
    expect(seen).toEqual(['create', 'replace', 'delete']);
    await audit.stop();
    const latest = orders.changeFeedProcessor({ ...options, handler: () => undefined });
    await expect(latest.start()).rejects.toThrow(/in mode 'all-versions-and-deletes'/);
  });
});

describe('partitions that change', () => {
  it('a split replaces the lease by one for each piece, which are shared; every change is handled, in order', async () => {
    const workers = await opened({ partitions: 1 });
    const [one, two] = [await workers.worker('one'), await workers.worker('two')];
    await one.processor.start();
    await two.processor.start();
    await addOrders(workers, 0, 30);
    await workers.clock.advance(1000);
    await workers.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    await addOrders(workers, 30, 60);
    await realTurns(workers, () => [...one.events, ...two.events].includes('released: split'));
    await addOrders(workers, 60, 90);
    await realTurns(workers, () => new Set(handledTotals(workers)).size === 90);
    await workers.clock.advance(20_000);
    expect(await shares(workers)).toEqual({ one: 1, two: 1 });
    await addOrders(workers, 90, 120);
    await workers.clock.advance(1000);
    expectAllInOrder(workers, 120);
    // The pieces go on where the whole was: nothing is told again.
    expect(handledTotals(workers)).toHaveLength(120);
    const { leases } = await one.processor.estimateLag();
    expect(leases.map(({ remaining }) => remaining)).toEqual([0, 0]);
    expect([leases[0]?.range.max, leases[1]?.range.max]).toEqual([leases[1]?.range.min, 'FF']);
  });

  it('a split replaces the lease also when there is always something new', async () => {
    const workers = await opened({ partitions: 1 });
    let total = 30;
    const handler = async (found: readonly LatestVersion<Order>[], context: ChangesContext): Promise<void> => {
      workers.note({ worker: 'one', orders: found, context });
      if (one.events.includes('released: split') || total > 2000) return;
      await addOrders(workers, total, total + 14);
      total += 14;
    };
    const one = await workers.worker('one', { handler, maxItemCount: 5 });
    await one.processor.start();
    await workers.clock.settle();
    await workers.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    await addOrders(workers, 0, 30);
    await realTurns(workers, () => one.events.includes('released: split'));
    expect(total).toBeLessThan(2000);
    await workers.clock.settle();
    expect(one.events).toEqual(['acquired', 'released: split', 'acquired', 'acquired']);
    await realTurns(workers, () => new Set(handledTotals(workers)).size >= total);
    expectAllInOrder(workers, total);
    expect(await shares(workers)).toEqual({ one: 2 });
  });

  it('a merge leaves the leases as they are, each for its piece of the new partition', async () => {
    const workers = await opened({ partitions: 2 });
    const one = await workers.worker('one');
    await one.processor.start();
    await addOrders(workers, 0, 30);
    await workers.clock.advance(1000);
    await workers.account.control.mergePartitions({
      database: 'shop',
      container: 'orders',
      partitionKeyRangeIds: ['0', '1'],
    });
    await addOrders(workers, 30, 60);
    await realTurns(workers, () => new Set(handledTotals(workers)).size === 60);
    expectAllInOrder(workers, 60);
    expect(await shares(workers)).toEqual({ one: 2 });
  });
});

describe('estimateLag', () => {
  it('tells how many changes wait, by lease and together, whether or not the instance was started', async () => {
    const workers = await opened({ partitions: 2 });
    const one = await workers.worker('one');
    const watcher = await workers.worker('watcher');
    expect(await watcher.processor.estimateLag()).toEqual({ total: 0, leases: [] });
    await one.processor.start();
    await addOrders(workers, 0, 10);
    await workers.clock.advance(1000);
    expect((await watcher.processor.estimateLag()).total).toBe(0);
    await one.processor.stop();
    await addOrders(workers, 10, 27);
    const { total, leases } = await watcher.processor.estimateLag();
    expect(total).toBe(17);
    expect(leases).toHaveLength(2);
    expect(leases[0]).toMatchObject({ owner: undefined, leaseToken: `-${leases[0]?.range.max}` });
    expect(leases.every(({ remaining }) => remaining > 0)).toBe(true);
  });
});

describe('estimateLag, when leases are about to change,', () => {
  it('counts in every partition of a lease whose partition split while nobody was there', async () => {
    const workers = await opened({ partitions: 1 });
    const one = await workers.worker('one');
    await one.processor.start();
    await addOrders(workers, 0, 10);
    await workers.clock.advance(1000);
    await one.processor.stop();
    await workers.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    await addOrders(workers, 10, 27);
    const watcher = await workers.worker('watcher');
    expect(await watcher.processor.estimateLag()).toMatchObject({ total: 17, leases: [{ remaining: 17 }] });
  });

  it('counts for leases that were decided on and not made so far', async () => {
    const workers = await opened({ partitions: 2 });
    const one = await workers.worker('one');
    await one.processor.start();
    await one.processor.stop();
    const [lease] = await workers.leases.query<{ id: string }>("SELECT * FROM c WHERE c.kind = 'lease'").toArray();
    await workers.leases.deleteItem(lease?.id ?? '', lease?.id ?? '');
    await addOrders(workers, 0, 10);
    const { total, leases } = await one.processor.estimateLag();
    expect([total, leases.length]).toEqual([10, 2]);
  });
});
