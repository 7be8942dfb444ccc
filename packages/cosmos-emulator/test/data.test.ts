import { describe, expect, it, jest } from '@jest/globals';
import { type AccountData, createEmulator, isEmulatorError } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const orders = {
  id: 'orders',
  partitionKey: '/customerId',
  items: [{ id: '1', customerId: 'ada', total: 30 }, { id: '2' }],
};

describe('importData', () => {
  it('creates what a file written by hand says, in every region', async () => {
    const account = createEmulator({ regions: ['East US', 'West US'] });
    account.importData({ databases: [{ id: 'shop', containers: [orders] }, { id: 'empty' }] });
    const client = createRawClient(account);
    const host = 'emulator-westus.emulator.invalid';
    const read = await client.send('GET', '/dbs/shop/colls/orders/docs/1', { pk: ['ada'], host });
    expect(read.json).toMatchObject({ id: '1', total: 30, _etag: expect.any(String), _ts: expect.any(Number) });
    expect((await client.send('GET', '/dbs/shop/colls/orders/docs/2', { pk: [{}] })).status).toBe(200);
    const { json } = await client.send('GET', '/dbs/shop/colls/orders');
    expect(json).toMatchObject({ partitionKey: { paths: ['/customerId'], kind: 'Hash', version: 2 } });
    expect((await client.send('GET', '/dbs/empty')).status).toBe(200);
  });

  it('takes whole definitions, hierarchical keys and throughput', async () => {
    const account = createEmulator();
    const partitionKey = { paths: ['/a', '/b'], kind: 'MultiHash', version: 2 };
    const container = { id: 'c', partitionKey, throughput: 30_000, items: [{ id: '1', a: 'x', b: 1 }] };
    account.importData({ databases: [{ id: 'd', containers: [container] }] });
    const client = createRawClient(account);
    expect((await client.send('GET', '/dbs/d/colls/c/docs/1', { pk: ['x', 1] })).status).toBe(200);
    expect((await client.send('GET', '/dbs/d/colls/c/pkranges')).json.PartitionKeyRanges).toHaveLength(3);
  });

  it('keeps throughput of every kind, and leaves out what expired', () => {
    let nowMs = 0;
    const account = createEmulator({ clock: { nowMs: () => nowMs } });
    const databases = [
      {
        id: 'shared',
        throughput: { maxThroughput: 4000 },
        containers: [
          { id: 'sharing', partitionKey: '/pk' },
          { id: 'own', partitionKey: '/pk', throughput: 400 },
        ],
      },
      {
        id: 'plain',
        containers: [{ id: 'c', partitionKey: '/pk', throughput: 1000, defaultTtl: 10, items: [{ id: '1' }] }],
      },
    ];
    account.importData({ databases });
    const throughputs = ({ databases }: AccountData) =>
      databases.map(({ throughput, containers = [] }) => [throughput, ...containers.map((each) => each.throughput)]);
    const expected = [
      [{ maxThroughput: 4000 }, undefined, 400],
      [undefined, 1000],
    ];
    const data = account.exportData();
    expect(throughputs(data)).toEqual(expected);
    expect(data.databases[1]?.containers?.[0]?.items).toHaveLength(1);
    nowMs = 11_000;
    expect(account.exportData().databases[1]?.containers?.[0]?.items).toEqual([]);

    const copy = createEmulator();
    copy.importData(data);
    expect(throughputs(copy.exportData())).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'at data: it must be an object'],
    ['an unknown property', { databases: [], containers: [] }, 'at data.containers: there is no such property'],
    ['databases that are no array', { databases: {} }, 'at databases: it must be an array'],
    ['a database without id', { databases: [{}] }, 'at databases[0]: '],
    ['two databases of one name', { databases: [{ id: 'a' }, { id: 'a' }] }, 'at databases[1]: '],
    [
      'a container without partition key',
      { databases: [{ id: 'a', containers: [{ id: 'c' }] }] },
      'at databases[0].containers[0]: ',
    ],
    ['too little throughput', { databases: [{ id: 'a', containers: [{ ...orders, throughput: 1 }] }] }, '(400)'],
    [
      'an item that is no object',
      { databases: [{ id: 'a', containers: [{ ...orders, items: [1] }] }] },
      'at databases[0].containers[0].items[0]: it must be an object',
    ],
    [
      'an item without id',
      { databases: [{ id: 'a', containers: [{ ...orders, items: [{ id: '1' }, {}] }] }] },
      'at databases[0].containers[0].items[1]: ',
    ],
    [
      'one item twice',
      { databases: [{ id: 'a', containers: [{ ...orders, items: [{ id: '1' }, { id: '1' }] }] }] },
      '(409)',
    ],
  ])('refuses %s, names the place and creates nothing', (_name, data, message) => {
    const account = createEmulator();
    account.importData({ databases: [{ id: 'before' }] });
    let error: unknown;
    try {
      account.importData(data as AccountData);
    } catch (caught) {
      error = caught;
    }
    expect(isEmulatorError(error) && error.code).toBe('invalid-data');
    expect(String(error)).toContain(message);
    expect(account.exportData().databases.map(({ id }) => id)).toEqual(['before']);
  });
});

describe('exportData', () => {
  it('gives what another account imports to the same content', async () => {
    const account = createEmulator({ partitionsPerContainer: 5 });
    const client = createRawClient(account);
    await client.createShop();
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    for (const id of ids) {
      await client.send('POST', '/dbs/shop/colls/orders/docs', { body: { id, customerId: id, _mine: true }, pk: [id] });
    }
    const data = account.exportData();
    const [container] = data.databases[0]?.containers ?? [];
    expect(container?.items).toEqual(ids.map((id) => ({ id, customerId: id, _mine: true })));
    expect(Object.keys(container ?? {}).filter((name) => name.startsWith('_'))).toEqual([]);

    const copy = createEmulator();
    copy.importData(JSON.parse(JSON.stringify(data)) as AccountData);
    expect(copy.exportData()).toEqual(data);
  });

  it('hands out copies', () => {
    const account = createEmulator();
    account.importData({ databases: [{ id: 'shop', containers: [orders] }] });
    const [item] = account.exportData().databases[0]?.containers?.[0]?.items ?? [];
    Object.assign(item ?? {}, { total: 0 });
    expect(account.exportData().databases[0]?.containers?.[0]?.items?.[0]).toMatchObject({ total: 30 });
  });

  it('keeps properties of containers that the emulator does not know', async () => {
    const dataMaskingPolicy = { isPolicyEnabled: true };
    const account = createEmulator();
    account.importData({ databases: [{ id: 'shop', containers: [{ ...orders, dataMaskingPolicy }] }] });
    const { json } = await createRawClient(account).send('GET', '/dbs/shop/colls/orders');
    expect(json).toMatchObject({ dataMaskingPolicy });
    expect(account.exportData().databases[0]?.containers?.[0]).toMatchObject({ dataMaskingPolicy });
  });
});

describe('onRequest', () => {
  it('is told of every request: what it was, how it ended and what it cost', async () => {
    const records: unknown[] = [];
    const account = createEmulator({ onRequest: (record) => records.push(record), clock: { nowMs: () => 5 } });
    const client = createRawClient(account);
    await client.createShop();
    await client.send('GET', '/dbs/none/colls/x');
    await account.control.injectFault({ result: { kind: 'delay', delayMs: 1 }, hitLimit: 1 });
    await client.send('GET', '/');
    await account.control.failRegion('East US', { kind: 'connection-reset' });
    await expect(client.send('GET', '/')).rejects.toBeDefined();
    const common = { timeMs: 5, region: 'East US', durationMs: expect.any(Number) };
    expect(records).toEqual([
      { ...common, method: 'POST', path: '/dbs', status: 201, subStatus: 0, requestCharge: expect.any(Number) },
      {
        ...common,
        method: 'POST',
        path: '/dbs/shop/colls',
        status: 201,
        subStatus: 0,
        requestCharge: expect.any(Number),
      },
      { ...common, method: 'GET', path: '/dbs/none/colls/x', status: 404, subStatus: 1003, requestCharge: 1 },
      { ...common, method: 'GET', path: '/', status: 200, subStatus: 0, requestCharge: expect.any(Number) },
      { ...common, method: 'GET', path: '/', status: undefined, subStatus: 0, requestCharge: 0 },
    ]);
  });

  it('cannot break what it looks at', async () => {
    const warn = jest.spyOn(process, 'emitWarning').mockReturnValue(undefined);
    const account = createEmulator({
      onRequest: () => {
        throw new Error('observer');
      },
    });
    expect((await createRawClient(account).send('GET', '/')).status).toBe(200);
    expect(warn.mock.calls).toEqual([[expect.stringContaining('onRequest failed: Error: observer')]]);
    warn.mockRestore();
  });
});
