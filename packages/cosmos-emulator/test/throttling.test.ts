import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorOptions } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';

async function openShop(throughput?: number) {
  let nowMs = Date.UTC(2026, 0, 1) + 300;
  const clock = { nowMs: () => nowMs };
  const account = createEmulator({
    throttling: true,
    clock,
    partitionsPerContainer: 2,
    regions: ['East US', 'West US'],
  });
  const client = createRawClient(account);
  await client.send('POST', '/dbs', { body: { id: 'shop' } });
  await client.send('POST', '/dbs/shop/colls', {
    body: { id: 'orders', partitionKey: { paths: ['/customerId'], version: 2 } },
    headers: throughput === undefined ? {} : { 'x-ms-offer-throughput': String(throughput) },
  });
  let id = 0;
  const create = (customerId: string, host?: string) =>
    client.send('POST', docs, { pk: [customerId], body: { id: `${++id}`, customerId }, ...(host && { host }) });
  /** Creates until refused; how many were created. */
  const createAll = async (customerId: string) => {
    for (let created = 0; ; created++) if ((await create(customerId)).status === 429) return created;
  };
  const pass = (durationMs: number) => {
    nowMs += durationMs;
  };
  return { account, client, create, createAll, pass };
}

describe('throttling', () => {
  it('lets a partition spend its share of 400 RU/s, then answers 429/3200 until the second is over', async () => {
    const { create, createAll, pass } = await openShop();
    // 200 RU for each of two partitions, 6.4 for a create; the last one may go over.
    expect(await createAll('ada')).toBe(32);
    const { status, headers } = await create('ada');
    expect([status, headers['x-ms-substatus'], headers['x-ms-retry-after-ms']]).toEqual([429, '3200', '700']);
    pass(699);
    expect((await create('ada')).status).toBe(429);
    pass(1);
    expect((await create('ada')).status).toBe(201);
  });

  it('does nothing of what it refuses', async () => {
    const { client, createAll, pass } = await openShop();
    const created = await createAll('ada');
    pass(1000);
    expect((await client.send('GET', docs)).json._count).toBe(created);
  });

  it('counts for every partition by itself, and by the throughput of the container', async () => {
    const { create, createAll } = await openShop(800);
    expect(await createAll('ada')).toBe(63);
    const others = await Promise.all(['bob', 'eve', 'fay', 'gus', 'hal'].map((customerId) => create(customerId)));
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([201, 429]));
  });

  it('counts reads and lists', async () => {
    const { client, createAll } = await openShop();
    await createAll('ada');
    expect((await client.send('GET', `${docs}/1`, { pk: ['ada'] })).status).toBe(429);
    expect((await client.send('GET', docs)).status).toBe(429);
    expect((await client.send('GET', docs, { headers: { 'a-im': 'Incremental Feed' } })).status).toBe(429);
    expect((await client.send('GET', '/dbs/shop/colls/orders')).status).toBe(200);
  });

  it('shares what a list costs among its partitions', async () => {
    const { client } = await openShop();
    let lists = 0;
    while ((await client.send('GET', docs)).status === 200) lists++;
    expect(lists).toBe(400);
  });

  it('counts for every region by itself', async () => {
    const { client, createAll } = await openShop();
    await createAll('ada');
    const west = { host: 'emulator-westus.emulator.invalid', pk: ['ada'] };
    expect((await client.send('GET', `${docs}/1`, west)).status).toBe(200);
  });

  it('shares what a partition has among the children of a split', async () => {
    const { account, createAll, pass } = await openShop();
    const whole = await createAll('ada');
    const name = { database: 'shop', container: 'orders' };
    const before = await account.control.splitPartition({ ...name, partitionKeyRangeId: '0', at: '10' });
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '1', at: '30' });
    pass(1000);
    expect(before).toEqual(['2', '3']);
    expect(await createAll('ada')).toBeLessThan(whole);
  });

  it('is off unless asked for, and is either on or off', async () => {
    const client = createRawClient(createEmulator());
    await client.createShop();
    for (let id = 0; id < 100; id++) {
      const body = { id: String(id), customerId: 'ada' };
      expect((await client.send('POST', docs, { pk: ['ada'], body })).status).toBe(201);
    }
    expect(() => createEmulator({ throttling: 'on' } as unknown as EmulatorOptions)).toThrow(TypeError);
  });
});
