import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CosmosDriver,
  type CosmosRuntime,
  createCosmosRuntime,
  type TransportRequest,
  type TransportResponse,
} from '@perdura/cosmos-driver';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

describe('feeds that end before their time', () => {
  let open: OpenAccount;
  let runtime: CosmosRuntime;
  let driver: CosmosDriver;
  let client: CosmosClient;
  let orders: ContainerClient<{ id: string; total: number }>;
  let sent: TransportRequest[];
  let answer: (request: TransportRequest) => Promise<TransportResponse>;

  beforeEach(async () => {
    open = await openAccount('in process');
    for (let total = 0; total < 8; total++) {
      await open.orders.createItem({ id: String(total), customer: 'ada', total });
    }
    const { account } = open;
    sent = [];
    answer = (request) => account.transport().send(request);
    const send = (request: TransportRequest): Promise<TransportResponse> => {
      sent.push(request);
      return answer(request);
    };
    runtime = createCosmosRuntime({ transport: { send } });
    driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
    client = await CosmosClient.create({ driver });
    orders = await client.database('shop').container('orders');
    sent.length = 0;
  });
  afterEach(async () => {
    await client.close();
    await runtime.close();
    await open.close();
  });

  /** A query of one partition key, two rows to a page. */
  const twoByTwo = () => orders.query('SELECT * FROM c ORDER BY c.total', { scope: 'ada', maxItemCount: 2 });

  it('fail with closed once the client is closed, though its driver goes on', async () => {
    const feeds = [
      twoByTwo(),
      orders.readAll({ maxItemCount: 2 }),
      orders.changeFeed({ startFrom: 'beginning', maxItemCount: 2 }),
    ];
    const iterations = feeds.map((feed) => feed.pages());
    for (const pages of iterations) expect((await pages.next()).value?.items).toHaveLength(2);
    await client.close();
    const before = sent.length;
    for (const pages of iterations) await expect(pages.next()).rejects.toMatchObject({ code: 'closed' });
    for (const feed of feeds) await expect(feed.pages().next()).rejects.toMatchObject({ code: 'closed' });
    expect(sent).toHaveLength(before);
    const another = await CosmosClient.create({ driver });
    expect((await another.database('shop').read()).status.code).toBe(200);
  });

  it('let go of what the driver has read ahead, once the client is closed or the reader leaves', async () => {
    let open = 0;
    const counting: CosmosDriver = Object.create(driver, {
      executeOperation: { value: driver.executeOperation.bind(driver) },
      resolveContainer: { value: driver.resolveContainer.bind(driver) },
      pages: {
        value: (...call: Parameters<CosmosDriver['pages']>) => ({
          async *[Symbol.asyncIterator]() {
            open++;
            try {
              yield* driver.pages(...call);
            } finally {
              open--;
            }
          },
        }),
      },
    });
    const counted = await CosmosClient.create({ driver: counting });
    const container = await counted.database('shop').container('orders');
    const read = () => container.query('SELECT * FROM c', { maxItemCount: 1 });
    for await (const _ of read()) break;
    expect(open).toBe(0);
    const pages = read().pages();
    await pages.next();
    expect(open).toBe(1);
    await counted.close();
    await expect(pages.next()).rejects.toMatchObject({ code: 'closed' });
    expect(open).toBe(0);
    await expect(container.feedRanges()).rejects.toMatchObject({ code: 'closed' });
    await expect(counted.database('shop').container('orders')).rejects.toMatchObject({ code: 'closed' });
  });

  it.each([
    ['without a signal', undefined],
    ['with one', new AbortController().signal],
  ])('stop to wait for changes once the client is closed, %s', async (_, signal) => {
    const feed = orders.changeFeed({ pollIntervalMs: 2 ** 31 - 1, signal })[Symbol.asyncIterator]();
    const waiting = feed.next();
    // The polls are answered within a turn or two, then it waits.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    const polled = sent.length;
    expect(polled).toBeGreaterThan(0);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toHaveLength(polled);
    await client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'closed' });
  });

  it('wait only where there is nothing new, and tell of what is no end by the signal though that has come', async () => {
    const controller = new AbortController();
    const polling = { startFrom: 'beginning', maxItemCount: 2, pollIntervalMs: 2 ** 31 - 1 } as const;
    const feed = orders.changeFeed({ ...polling, signal: controller.signal })[Symbol.asyncIterator]();
    for (const id of ['0', '1', '2', '3']) expect((await feed.next()).value?.id).toBe(id);
    controller.abort();
    await client.close();
    const late = orders
      .changeFeed({ ...polling, signal: controller.signal })
      [Symbol.asyncIterator]()
      .next();
    await expect(late).rejects.toMatchObject({ code: 'closed' });
  });

  it('tell of no more changes after the signal, also of those that are there', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const { id } of orders.changeFeed({ startFrom: 'beginning', signal: controller.signal })) {
      seen.push(id);
      if (seen.length === 3) controller.abort();
    }
    expect(seen).toEqual(['0', '1', '2']);
  });

  it('ask for no page behind the limit, and for none behind the row at which a reader leaves', async () => {
    const oneByOne = () => orders.query('SELECT * FROM c', { scope: 'ada', maxItemCount: 1 });
    const readers = [
      () => oneByOne().toArray({ limit: 1 }),
      async () => {
        for await (const _ of oneByOne()) break;
      },
    ];
    for (const read of readers) {
      sent.length = 0;
      await read();
      // Whatever is read ahead is read by now: the transport answers within one turn.
      await new Promise((resolve) => setImmediate(resolve));
      expect(sent.length).toBeLessThanOrEqual(4);
    }
    expect(await oneByOne().toArray()).toHaveLength(8);
  });

  it('are iterations of their own, each from the beginning', async () => {
    const feed = twoByTwo();
    const [first, second] = [feed[Symbol.asyncIterator](), feed[Symbol.asyncIterator]()];
    const totals: (number | undefined)[] = [];
    for (let row = 0; row < 5; row++) {
      totals.push((await first.next()).value?.total);
      if (row < 3) totals.push((await second.next()).value?.total);
    }
    expect(totals).toEqual([0, 0, 1, 1, 2, 2, 3, 4]);
    await first.return(undefined);
    expect((await second.next()).value?.total).toBe(3);
  });

  it('give what was read before an error, then the error, then nothing', async () => {
    const rows: number[] = [];
    const iteration = twoByTwo()[Symbol.asyncIterator]();
    rows.push((await iteration.next()).value?.total ?? -1);
    const inner = answer;
    answer = async (request) =>
      request.headers['x-ms-continuation'] === undefined
        ? inner(request)
        : { status: 400, headers: {}, body: new Uint8Array() };
    const reading = (async () => {
      for (;;) {
        const { value, done } = await iteration.next();
        if (done) break;
        rows.push(value.total);
      }
    })();
    await expect(reading).rejects.toMatchObject({ code: 'bad-request', diagnostics: { operationName: 'query_items' } });
    expect(rows.length).toBeGreaterThanOrEqual(2);
    expect(rows).toEqual(Array.from({ length: rows.length }, (_, index) => index));
    expect(await iteration.next()).toEqual({ value: undefined, done: true });
  });

  it('end at the deadline of the call', async () => {
    answer = () => new Promise(() => undefined);
    const reading = orders.query('SELECT * FROM c', { scope: 'ada', endToEndTimeoutMs: 20 }).toArray();
    await expect(reading).rejects.toMatchObject({ code: 'deadline-exceeded' });
  });

  it('refuse options of toArray that there are not', async () => {
    await expect(twoByTwo().toArray({ max: 1 } as never)).rejects.toThrow('Unknown option "max"; known are limit.');
    await expect(twoByTwo().toArray(null as never)).rejects.toThrow('must be an object');
    await expect(twoByTwo().toArray({ limit: 1.5 })).rejects.toThrow('an integer from 0 on, not 1.5');
    expect(() => orders.changeFeed({ pollIntervalMs: 2 ** 31 })).toThrow('from 0 to 2147483647');
    expect(sent).toEqual([]);
  });
});

describe('continuations', () => {
  it('are held against query, values, scope, kind of feed and container before anything is sent', async () => {
    const open = await openAccount('in process');
    const { orders, client } = open;
    for (const id of ['1', '2', '3']) await orders.createItem({ id, customer: 'ada', total: Number(id) });
    const { container: others } = await client
      .database('shop')
      .createContainer<{ id: string; customer: string }>({ id: 'others', partitionKey: '/customer' });
    const query = 'SELECT * FROM c ORDER BY c.total';
    const { value: page } = await orders.query(query, { scope: 'ada', maxItemCount: 1 }).pages().next();
    const { value: changed } = await orders.changeFeed({ startFrom: 'beginning' }).pages().next();
    const ofQuery = { continuationToken: page?.continuationToken };
    const ofChanges = { continuationToken: changed?.continuationToken };
    expect([typeof ofQuery.continuationToken, typeof ofChanges.continuationToken]).toEqual(['string', 'string']);
    const feeds = [
      orders.query(query, { ...ofQuery, scope: 'eve' }),
      orders.query(query, ofQuery),
      orders.query('SELECT c.id FROM c ORDER BY c.total', { ...ofQuery, scope: 'ada' }),
      orders.query({ query, parameters: [{ name: '@a', value: 1 }] }, { ...ofQuery, scope: 'ada' }),
      orders.query(query, { ...ofChanges, scope: 'ada' }),
      orders.readAll({ ...ofQuery, scope: 'ada' }),
      orders.changeFeed({ ...ofQuery, scope: 'ada' }),
      orders.changeFeed({ ...ofChanges, scope: 'ada' }),
      orders.changeFeed({ ...ofChanges, mode: 'all-versions-and-deletes' }),
      others.query(query, { ...ofQuery, scope: 'ada' }),
      others.changeFeed(ofChanges),
    ];
    for (const feed of feeds) {
      await expect(feed.pages().next()).rejects.toMatchObject({
        code: 'invalid-continuation',
        diagnostics: { requestCount: 0 },
      });
    }
    await open.close();
  });
});
