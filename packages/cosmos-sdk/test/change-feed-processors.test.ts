import { afterEach, describe, expect, it } from '@jest/globals';
import { intervals, type OpenWorkers, openWorkers } from './fakes/open-workers.ts';
import {
  addOrders,
  continuations,
  expectAllInOrder,
  handledTotals,
  numbers,
  shares,
} from './fakes/orders-of-workers.ts';

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

describe.each(['/id', '/partitionKey'])('leases in a container by %s', (leasePath) => {
  it('are made once, however many instances start at the same time, and end up evenly shared', async () => {
    const workers = await opened({ leasePath });
    const three = await Promise.all(['one', 'two', 'three'].map((name) => workers.worker(name)));
    await Promise.all(three.map(({ processor }) => processor.start()));
    await workers.clock.advance(60_000);
    const documents = await workers.leases.query<{ kind: string }>('SELECT * FROM c').toArray();
    expect(documents.map(({ kind }) => kind).sort()).toEqual(['lease', 'lease', 'lease', 'lease', 'plan']);
    expect(Object.values(await shares(workers)).sort()).toEqual([1, 1, 2]);
    await addOrders(workers, 0, 20);
    await workers.clock.advance(intervals.pollIntervalMs);
    expect(new Set(workers.handled.map(({ worker }) => worker)).size).toBeGreaterThan(1);
    expect(handledTotals(workers)).toEqual(numbers(0, 20));
    expect(three.flatMap(({ events }) => events.filter((event) => event.startsWith('error')))).toEqual([]);
  });
});

describe('sharing', () => {
  it('is looked after again soon when another was faster', async () => {
    const workers = await opened();
    const rarely = { leaseAcquireIntervalMs: 3_600_000 };
    const two = await Promise.all(['one', 'two'].map((name) => workers.worker(name, rarely)));
    await Promise.all(two.map(({ processor }) => processor.start()));
    await workers.clock.advance(30_000);
    expect(await shares(workers)).toEqual({ one: 2, two: 2 });
  });
});

describe('handing over', () => {
  it('waits for the handler that runs: nothing is handled twice, and the newcomer begins behind it', async () => {
    const workers = await opened({ partitions: 2 });
    const gate = Promise.withResolvers<void>();
    const one = await workers.worker('one', { handler: () => gate.promise });
    await one.processor.start();
    await workers.clock.advance(3000);
    await addOrders(workers, 0, 10);
    await workers.clock.advance(1000);
    const two = await workers.worker('two');
    await two.processor.start();
    await workers.clock.advance(30_000);
    expect(two.events).toEqual([]);
    expect(await shares(workers)).toEqual({ one: 2 });
    gate.resolve();
    await workers.clock.advance(4000);
    expect(one.events).toEqual(['acquired', 'acquired', 'released: handed-over']);
    expect(await shares(workers)).toEqual({ one: 1, two: 1 });
    await addOrders(workers, 10, 20);
    await workers.clock.advance(1000);
    const totals = handledTotals(workers);
    expect(totals.length).toBeGreaterThan(0);
    expect(totals.every((total) => total >= 10)).toBe(true);
  });

  it('happens at once when an instance stops: what it handled is noted, and the leases are free', async () => {
    const workers = await opened();
    const gate = Promise.withResolvers<void>();
    const one = await workers.worker('one', { handler: () => gate.promise });
    await one.processor.start();
    await addOrders(workers, 0, 10);
    await workers.clock.advance(3000);
    let stopped = false;
    const stopping = one.processor.stop().then(() => {
      stopped = true;
    });
    await workers.clock.settle();
    expect(stopped).toBe(false);
    gate.resolve();
    await stopping;
    expect(await shares(workers)).toEqual({});
    const two = await workers.worker('two');
    await two.processor.start();
    await workers.clock.settle();
    expect(two.events).toEqual(['acquired', 'acquired', 'acquired', 'acquired']);
    await addOrders(workers, 10, 20);
    await workers.clock.advance(1000);
    expect(handledTotals(workers)).toEqual(numbers(10, 20));
  });

  it('does not wait for a handler that goes on failing', async () => {
    const workers = await opened({ partitions: 1 });
    const one = await workers.worker('one', { handler: () => Promise.reject(new Error('no')) });
    await one.processor.start();
    await addOrders(workers, 0, 1);
    await workers.clock.advance(2000);
    await one.processor.stop();
    const two = await workers.worker('two');
    await two.processor.start();
    await workers.clock.advance(1000);
    expect(handledTotals(workers)).toEqual([0]);
  });
});

describe('an instance that is gone', () => {
  it('leaves its leases to others when they have expired, and not before; its handlers are told', async () => {
    const workers = await opened();
    const gone: AbortSignal[] = [];
    const one = await workers.worker('one', {
      handler: (_, { signal }) => {
        gone.push(signal);
        return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      },
    });
    await one.processor.start();
    await addOrders(workers, 0, 20);
    await workers.clock.advance(1000);
    const two = await workers.worker('two', { leaseAcquireIntervalMs: 500 });
    await two.processor.start();
    one.cut(true);
    await workers.clock.advance(intervals.leaseExpirationMs - 1500);
    expect(workers.handled).toEqual([]);
    await workers.clock.advance(6000);
    expect(gone.length).toBeGreaterThan(1);
    expect(gone.every(({ aborted }) => aborted)).toBe(true);
    expect(one.events.filter((event) => event === 'released: lost')).toHaveLength(4);
    expect(await shares(workers)).toEqual({ two: 4 });
    expect(handledTotals(workers)).toEqual(numbers(0, 20));
  });

  it('goes on at once when it comes back under its name', async () => {
    const workers = await opened({ partitions: 2 });
    const before = await workers.worker('one');
    await before.processor.start();
    await workers.clock.advance(1000);
    before.cut(true);
    const after = await workers.worker('one');
    await after.processor.start();
    await workers.clock.settle();
    expect(after.events).toEqual(['acquired', 'acquired']);
    before.cut(false);
    await workers.clock.advance(intervals.leaseRenewIntervalMs);
    expect(before.events).toContain('released: lost');
  });

  it('a lease that another took stops at once, without noting anything', async () => {
    const workers = await opened({ partitions: 1 });
    const gate = Promise.withResolvers<void>();
    let signal: AbortSignal | undefined;
    const one = await workers.worker('one', {
      handler: (_, context) => {
        signal = context.signal;
        return gate.promise;
      },
    });
    await one.processor.start();
    await addOrders(workers, 0, 1);
    await workers.clock.advance(1000);
    const [lease] = await workers.leases.query<{ id: string }>("SELECT * FROM c WHERE c.kind = 'lease'").toArray();
    if (lease === undefined) throw new Error('There is no lease.');
    await workers.leases.replaceItem({ ...lease, owner: 'thief', term: 'of the thief' });
    expect(signal?.aborted).toBe(false);
    await workers.clock.advance(intervals.leaseRenewIntervalMs);
    expect(signal?.aborted).toBe(true);
    gate.reject(new Error('I was told to leave off.'));
    await workers.clock.settle();
    expect(one.events).toEqual(['acquired', 'released: lost']);
    const [after] = await workers.leases
      .query<{ owner: string; continuation?: string }>("SELECT * FROM c WHERE c.kind = 'lease'")
      .toArray();
    expect(after).toMatchObject({ owner: 'thief' });
    expect(after?.continuation).toBeUndefined();
  });
});

describe('handlers', () => {
  it('get a page again that they failed with, after a while, and nothing behind it before', async () => {
    const workers = await opened({ partitions: 1 });
    const seen: number[][] = [];
    const one = await workers.worker('one', {
      maxItemCount: 2,
      handler: async (orders) => {
        seen.push(orders.map(({ total }) => total));
        if (seen.length <= 2) throw new Error(`failure ${seen.length}`);
      },
    });
    await addOrders(workers, 0, 4);
    await one.processor.start();
    await workers.clock.settle();
    expect(seen).toEqual([[0, 1]]);
    await workers.clock.advance(intervals.pollIntervalMs);
    expect(seen).toEqual([
      [0, 1],
      [0, 1],
    ]);
    expect(await continuations(workers)).toEqual([undefined]);
    await workers.clock.advance(intervals.pollIntervalMs);
    expect(seen.slice(2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(await continuations(workers)).toEqual([expect.stringMatching(/^c1\./)]);
    expect(one.events).toEqual(['acquired', 'error: handler: failure 1', 'error: handler: failure 2']);
  });

  it('may throw before they return a promise, and observers may throw too', async () => {
    const workers = await opened({ partitions: 1 });
    let calls = 0;
    const one = await workers.worker('one', {
      handler: () => {
        if (++calls === 1) throw new Error('at once');
      },
      onLeaseAcquired: () => {
        throw new Error('of an observer');
      },
    });
    await addOrders(workers, 0, 1);
    await one.processor.start();
    await workers.clock.advance(intervals.pollIntervalMs);
    expect(calls).toBe(2);
    expect(one.events).toEqual(['error: callback: of an observer', 'error: handler: at once']);
  });

  it('keep their lease while they take long', async () => {
    const workers = await opened({ partitions: 1 });
    const gate = Promise.withResolvers<void>();
    let calls = 0;
    const handler = (): Promise<void> => {
      calls++;
      return gate.promise;
    };
    const [one, two] = [await workers.worker('one', { handler }), await workers.worker('two', { handler })];
    await one.processor.start();
    await two.processor.start();
    await addOrders(workers, 0, 1);
    await workers.clock.advance(10 * intervals.leaseExpirationMs);
    gate.resolve();
    await workers.clock.settle();
    expect(calls).toBe(1);
    expect([one.events, two.events].toSorted()).toEqual([[], ['acquired']]);
  });

  it('are told of the part, the diagnostics and the session of their page', async () => {
    const workers = await opened({ partitions: 1 });
    const one = await workers.worker('one');
    await addOrders(workers, 0, 1);
    await one.processor.start();
    await workers.clock.settle();
    const [page] = workers.handled;
    expect(page?.context).toMatchObject({ leaseToken: '-FF', range: { min: '', max: 'FF' } });
    expect(page?.context.requestCharge).toBeGreaterThan(0);
    expect(page?.context.sessionToken).toMatch(/^0:/);
    expect(page?.context.diagnostics.requests.length).toBeGreaterThan(0);
  });
});

describe('where a processor begins', () => {
  it('is where its first instance was started, also for parts that nobody read until later', async () => {
    const workers = await opened();
    await addOrders(workers, 0, 10);
    const first = await workers.worker('one', { startFrom: 'now' });
    const starting = first.processor.start();
    await starting;
    // It is just looking at the leases.
    await first.processor.stop();
    expect(await shares(workers)).toEqual({});
    await addOrders(workers, 10, 20);
    const later = await workers.worker('two', { startFrom: 'now' });
    await later.processor.start();
    await workers.clock.advance(1000);
    expect(handledTotals(workers)).toEqual(numbers(10, 20));
  });

  it('can be a time', async () => {
    const workers = await opened();
    await addOrders(workers, 0, 10);
    await workers.clock.advance(5000);
    const startFrom = new Date(workers.clock.nowMs());
    await addOrders(workers, 10, 20);
    const one = await workers.worker('one', { startFrom });
    await one.processor.start();
    await workers.clock.advance(1000);
    expect(handledTotals(workers)).toEqual(numbers(10, 20));
  });

  it('is anew for another name, and leaves alone what others keep in the lease container', async () => {
    const workers = await opened({ partitions: 1 });
    await workers.leases.createItem({ id: 'not a lease', kind: 'lease', owner: 'nobody' });
    await addOrders(workers, 0, 1);
    for (const processorName of ['mail', 'search']) {
      const { processor } = await workers.worker('one', { processorName });
      await processor.start();
      await workers.clock.advance(1000);
      await processor.stop();
    }
    expect(handledTotals(workers)).toEqual([0, 0]);
  });
});

describe('the life of a processor', () => {
  it('starts once at a time, stops when it was never started, and starts again', async () => {
    const workers = await opened({ partitions: 1 });
    const { processor, events } = await workers.worker('one');
    await processor.stop();
    const starting = processor.start();
    await expect(processor.start()).rejects.toThrow(TypeError);
    await starting;
    await workers.clock.settle();
    await Promise.all([processor.stop(), processor.stop()]);
    await processor.start();
    await workers.clock.settle();
    await processor[Symbol.asyncDispose]();
    expect(events).toEqual(['acquired', 'released: stopped', 'acquired', 'released: stopped']);
  });

  it('stops while it starts', async () => {
    const workers = await opened({ partitions: 1 });
    const { processor } = await workers.worker('one');
    const starting = processor.start();
    await processor.stop();
    await starting;
    expect(await shares(workers)).toEqual({});
  });

  it('goes on when its lease documents were deleted: nothing is lost, and what comes again comes in order', async () => {
    const workers = await opened({ partitions: 2 });
    const { processor, events } = await workers.worker('one');
    await processor.start();
    await addOrders(workers, 0, 20);
    await workers.clock.advance(1000);
    for (const id of await workers.leases.query<string>("SELECT VALUE c.id FROM c WHERE c.kind = 'lease'").toArray()) {
      await workers.leases.deleteItem(id, id);
    }
    await addOrders(workers, 20, 40);
    await workers.clock.advance(20_000);
    expect(events).toEqual(['acquired', 'acquired', 'released: lost', 'released: lost', 'acquired', 'acquired']);
    expectAllInOrder(workers, 40);
    expect(await shares(workers)).toEqual({ one: 2 });
  });

  it('takes no further leases, and handles nothing, once it was told to stop', async () => {
    const workers = await opened({ partitions: 4 });
    let stopping: Promise<void> | undefined;
    const { processor, events } = await workers.worker('one', {
      onLeaseAcquired: () => {
        stopping ??= processor.stop();
      },
    });
    await addOrders(workers, 0, 20);
    await processor.start();
    await workers.clock.settle();
    await stopping;
    expect(events).toEqual(['released: stopped']);
    expect(workers.handled).toEqual([]);
    expect(await shares(workers)).toEqual({});
  });

  it('may start again after it could not', async () => {
    const workers = await opened({ partitions: 1 });
    const { processor, cut, events } = await workers.worker('one');
    cut(true);
    await expect(processor.start()).rejects.toMatchObject({ code: 'transport-failed' });
    cut(false);
    await processor.start();
    await workers.clock.settle();
    expect(events).toEqual(['acquired']);
  });

  it('needs a lease container of its own by /id or /partitionKey, and names the instance by itself', async () => {
    const { orders, leases } = await opened({ partitions: 1, leasePath: '/id' });
    const options = { processorName: 'p', handler: () => undefined };
    const make = (leaseContainer: unknown) => () =>
      orders.changeFeedProcessor({ ...options, leaseContainer: leaseContainer as never });
    expect(make(orders)).toThrow('must be kept in another container');
    expect(() => leases.changeFeedProcessor({ ...options, leaseContainer: orders as never })).toThrow(
      'must be by /id or /partitionKey',
    );
    const [one, two] = [1, 2].map(() => orders.changeFeedProcessor({ ...options, leaseContainer: leases }));
    expect(one?.instanceName).not.toBe(two?.instanceName);
  });
});
