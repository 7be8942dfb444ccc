import { CosmosClient } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import { createEmulator, type FaultRule } from '../src/index.ts';
import { fetchTransport } from './support/fetch-transport.ts';
import { createRawClient } from './support/raw-client.ts';

const orders = '/dbs/shop/colls/orders';
const unavailable = { kind: 'status', status: 503 } as const;

async function openShop() {
  const account = createEmulator({ regions: ['East US', 'West US'], seed: 1 });
  const client = createRawClient(account);
  await client.createShop();
  await client.send('POST', `${orders}/docs`, { pk: ['ada'], body: { id: '1', customerId: 'ada' } });
  const read = (host?: string) => client.send('GET', `${orders}/docs/1`, { pk: ['ada'], ...(host && { host }) });
  return { account, control: account.control, client, read };
}

describe('injectFault', () => {
  it('strikes every request until it is removed, and counts', async () => {
    const { control, read } = await openShop();
    const fault = await control.injectFault({ result: { kind: 'status', status: 429, subStatus: 3200 } });
    const { status, headers } = await read();
    expect([status, headers['x-ms-substatus']]).toEqual([429, '3200']);
    await read();
    expect(fault.hitCount).toBe(2);
    await fault.remove();
    await fault.remove();
    expect((await read()).status).toBe(200);
    expect(fault.hitCount).toBe(2);
  });

  it('strikes one region only', async () => {
    const { control, read } = await openShop();
    await control.injectFault({ when: { region: 'westus' }, result: unavailable });
    expect((await read()).status).toBe(200);
    expect((await read('emulator-westus.emulator.invalid')).status).toBe(503);
  });

  it('strikes one container only, named by id or resource id', async () => {
    const { client, control } = await openShop();
    const { json } = await client.send('GET', orders);
    await control.injectFault({ when: { container: 'orders' }, result: unavailable });
    expect((await client.send('GET', `${orders}/docs`)).status).toBe(503);
    expect((await client.send('GET', `/dbs/shop/colls/${json._rid}/docs`, { link: 'dbs' })).status).toBe(503);
    expect((await client.send('GET', '/dbs/shop/colls/invoices/docs')).status).toBe(404);
    expect((await client.send('GET', '/dbs/shop')).status).toBe(200);
  });

  it.each([
    ['readItem', 'GET', `${orders}/docs/1`, {}],
    ['replaceItem', 'PUT', `${orders}/docs/1`, {}],
    ['deleteItem', 'DELETE', `${orders}/docs/1`, {}],
    ['patchItem', 'PATCH', `${orders}/docs/1`, {}],
    ['createItem', 'POST', `${orders}/docs`, {}],
    ['upsertItem', 'POST', `${orders}/docs`, { 'x-ms-documentdb-is-upsert': 'true' }],
    ['batch', 'POST', `${orders}/docs`, { 'x-ms-cosmos-is-batch-request': 'True' }],
    ['deletePartitionKey', 'POST', `${orders}/operations/partitionkeydelete`, {}],
    ['queryItems', 'POST', `${orders}/docs`, { 'x-ms-documentdb-isquery': 'True' }],
    ['queryItems', 'POST', `${orders}/docs`, { 'content-type': 'application/query+json' }],
    ['queryPlan', 'POST', `${orders}/docs`, { 'x-ms-cosmos-is-query-plan-request': 'True' }],
    ['readFeed', 'GET', `${orders}/docs`, {}],
    ['changeFeed', 'GET', `${orders}/docs`, { 'a-im': 'Incremental Feed' }],
    ['readAccount', 'GET', '/', {}],
    ['readContainer', 'GET', orders, {}],
    ['readPartitionKeyRanges', 'GET', `${orders}/pkranges`, {}],
    ['metadata', 'GET', '/dbs', {}],
    ['metadata', 'DELETE', orders, {}],
  ] as const)('strikes %s and no other operation (%s %s)', async (operationType, method, path, headers) => {
    const { client, control } = await openShop();
    const others = {
      when: { operationType: operationType === 'readItem' ? 'readFeed' : 'readItem' },
      result: unavailable,
    };
    await control.injectFault(others as FaultRule);
    const result = { kind: 'status', status: 418 } as const;
    const fault = await control.injectFault({ when: { operationType }, result });
    expect((await client.send(method, path, { headers, body: {} })).status).toBe(418);
    expect(fault.hitCount).toBe(1);
  });

  it('ends with its hit limit', async () => {
    const { control, read } = await openShop();
    await control.injectFault({ result: unavailable, hitLimit: 2 });
    const statuses = [await read(), await read(), await read()].map(({ status }) => status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it('strikes as often as it is likely, the same way for the same seed', async () => {
    const run = async () => {
      const { control, read } = await openShop();
      const { hitCount } = await control.injectFault({ result: unavailable, probability: 0.3 });
      expect(hitCount).toBe(0);
      const statuses = [];
      for (let count = 0; count < 200; count++) statuses.push((await read()).status);
      return statuses;
    };
    const statuses = await run();
    const struck = statuses.filter((status) => status === 503).length;
    expect(struck).toBeGreaterThan(30);
    expect(struck).toBeLessThan(90);
    expect(await run()).toEqual(statuses);
  });

  it('lets the first fault decide, and a failing region before all', async () => {
    const { control, read } = await openShop();
    await control.injectFault({ result: unavailable, hitLimit: 1 });
    await control.injectFault({ result: { kind: 'status', status: 500 } });
    expect((await read()).status).toBe(503);
    expect((await read()).status).toBe(500);
    await control.failRegion('East US', { kind: 'status', status: 502 });
    expect((await read()).status).toBe(502);
    await control.restoreRegion('East US');
    expect((await read()).status).toBe(500);
  });

  it('delays an answer, which is given all the same', async () => {
    const { control, read } = await openShop();
    await control.injectFault({ result: { kind: 'delay', delayMs: 30 }, hitLimit: 1 });
    const startMs = performance.now();
    expect((await read()).status).toBe(200);
    expect(performance.now() - startMs).toBeGreaterThan(25);
  });

  it('never answers after a timeout, until the client gives up or the account closes', async () => {
    const { account, control } = await openShop();
    await control.injectFault({ result: { kind: 'timeout' } });
    const reason = new Error('enough');
    const given = new AbortController();
    const request = { method: 'GET', url: account.endpoint, headers: {} };
    const first = account.transport().send({ ...request, signal: given.signal });
    const second = account.transport().send(request);
    given.abort(reason);
    await expect(first).rejects.toBe(reason);
    await account.close();
    await expect(second).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('works over HTTP alike', async () => {
    const { account, control } = await openShop();
    const server = await account.listen();
    const overHttp = createRawClient({ key: account.key, endpoint: server.endpoint, transport: () => fetchTransport });
    await control.injectFault({ result: { kind: 'delay', delayMs: 10 }, hitLimit: 1 });
    expect((await overHttp.send('GET', '/dbs')).status).toBe(200);
    await control.injectFault({ result: { kind: 'connection-reset' }, hitLimit: 1 });
    await expect(overHttp.send('GET', '/dbs')).rejects.toThrow('fetch failed');
    const unreachable = await control.injectFault({ result: { kind: 'unreachable' } });
    await expect(overHttp.send('GET', '/dbs')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await unreachable.remove();
    expect((await overHttp.send('GET', '/dbs')).status).toBe(200);
    await control.injectFault({ result: { kind: 'timeout' } });
    const unanswered = fetch(server.endpoint, { signal: AbortSignal.timeout(30) });
    await expect(unanswered).rejects.toMatchObject({ name: 'TimeoutError' });
    await account.close();
  });

  it.each<[string, object]>([
    ['no result', {}],
    ['an unknown kind', { result: { kind: 'slow' } }],
    ['an unknown property', { result: unavailable, times: 3 }],
    ['an unknown condition', { when: { database: 'shop' }, result: unavailable }],
    ['a region the account does not have', { when: { region: 'North Europe' }, result: unavailable }],
    ['an unknown operation', { when: { operationType: 'read' }, result: unavailable }],
    ['an empty container', { when: { container: '' }, result: unavailable }],
    ['a hit limit of zero', { result: unavailable, hitLimit: 0 }],
    ['a probability of zero', { result: unavailable, probability: 0 }],
    ['a probability above one', { result: unavailable, probability: 1.1 }],
    ['a delay below zero', { result: { kind: 'delay', delayMs: -1 } }],
    ['a delay that is no number', { result: { kind: 'delay', delayMs: Number.NaN } }],
    ['a timeout with a time', { result: { kind: 'timeout', delayMs: 5 } }],
    ['an unreachable operation', { when: { operationType: 'readItem' }, result: { kind: 'unreachable' } }],
    ['a region that is unreachable now and then', { result: { kind: 'unreachable' }, probability: 0.5 }],
  ])('refuses %s', async (_what, rule) => {
    const { control } = createEmulator();
    await expect(control.injectFault(rule as FaultRule)).rejects.toThrow(TypeError);
  });
});

describe('forceSessionNotAvailable', () => {
  it('answers the next read of an item with 404/1002, once', async () => {
    const { client, control, read } = await openShop();
    const fault = await control.forceSessionNotAvailable('East US', { container: 'orders' });
    expect((await client.send('GET', `${orders}/docs`)).status).toBe(200);
    const { status, headers } = await read();
    expect([status, headers['x-ms-substatus'], fault.hitCount]).toEqual([404, '1002', 1]);
    expect((await read()).status).toBe(200);
  });
});

describe('@azure/cosmos', () => {
  it('tries again after a fault that passes', async () => {
    const account = createEmulator({ partitionsPerContainer: 1 });
    const server = await account.listen();
    const client = new CosmosClient({ endpoint: server.endpoint, key: account.key });
    const { database } = await client.databases.create({ id: 'shop' });
    const { container } = await database.containers.create({ id: 'orders', partitionKey: { paths: ['/customerId'] } });
    const fault = await account.control.injectFault({
      when: { operationType: 'createItem', container: 'orders' },
      result: { kind: 'status', status: 429, subStatus: 3200, headers: { 'x-ms-retry-after-ms': '1' } },
      hitLimit: 2,
    });
    expect((await container.items.create({ id: '1', customerId: 'ada' })).statusCode).toBe(201);
    expect(fault.hitCount).toBe(2);
    client.dispose();
    await account.close();
  });
});
