import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { createCosmosRuntime } from '../src/create-runtime-node.ts';
import type { CosmosDriver } from '../src/driver.ts';
import type { Transport, TransportRequest, TransportResponse } from '../src/effects/transport.ts';
import type { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import type { CosmosRuntime } from '../src/runtime.ts';

const shop = DatabaseReference.from('shop');
let account: EmulatedAccount;
let runtime: CosmosRuntime;
let driver: CosmosDriver;
let orders: ContainerReference;
let sent: TransportRequest[];
/** Takes the place of the account for some requests. */
let answer: ((request: TransportRequest) => Promise<TransportResponse> | undefined) | undefined;
let underWay = 0;
let mostUnderWay = 0;

const keys = Array.from({ length: 30 }, (_, index) => ({ partitionKey: `customer ${index % 10}`, id: `${index}` }));

/** Notes what is sent on its way. */
function noting(transport: Transport): Transport {
  return {
    ...transport,
    async send(request) {
      sent.push(request);
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
      try {
        return await (answer?.(request) ?? transport.send(request));
      } finally {
        underWay--;
      }
    },
  };
}

const refusal = { status: 401, headers: {}, body: new Uint8Array() };

beforeEach(async () => {
  sent = [];
  answer = undefined;
  account = createEmulator({ regions: ['East US'] });
  runtime = createCosmosRuntime({ transport: noting(account.transport()) });
  driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
  await driver.executeOperation(CosmosOperation.createDatabase(shop).withBody(encodeJson({ id: 'shop' })));
  const partitionKey = { paths: ['/customer'], kind: 'Hash', version: 2 };
  const create = CosmosOperation.createContainer(shop, 'orders').withBody(encodeJson({ id: 'orders', partitionKey }));
  await driver.executeOperation(create);
  orders = await driver.resolveContainer(shop, 'orders');
  for (const { partitionKey: customer, id } of keys) {
    const item = CosmosOperation.createItem(ItemReference.from(orders, customer, id));
    await driver.executeOperation(item.withBody(encodeJson({ id, customer })));
  }
  sent = [];
});
afterEach(async () => {
  await runtime.close();
  await account.close();
});

describe('readMany on the emulator', () => {
  it('answers the items in the order asked for, without those that are not there', async () => {
    const asked = [...keys].reverse();
    asked.splice(3, 0, { partitionKey: 'nobody', id: '1' });
    asked.push({ partitionKey: 'customer 0', id: '0' });
    const response = await driver.executeOperation(CosmosOperation.readMany(orders, asked));
    if (response.body.kind !== 'items') throw new Error('There are no items.');
    expect(response.body.items.map((item) => (item as { id: string }).id)).toEqual([
      ...[...keys].reverse().map(({ id }) => id),
      '0',
    ]);
    const queries = sent.filter(({ method }) => method === 'POST').length;
    expect(queries).toBeLessThanOrEqual((await driver.readFeedRanges(orders)).length);
    expect(response.headers.requestCharge).toBeGreaterThan(0);
    expect(response.diagnostics.operationName).toBe('read_many_items');
    expect(response.diagnostics.requests).toHaveLength(queries + 2);
  });

  it('reads one item by a read, and none by none', async () => {
    await driver.readFeedRanges(orders);
    sent = [];
    const one = await driver.executeOperation(CosmosOperation.readMany(orders, keys.slice(0, 1)));
    expect(one.body).toMatchObject({ kind: 'items', items: [{ id: '0', customer: 'customer 0' }] });
    expect(sent.map(({ method }) => method)).toEqual(['GET']);
    const missing = [{ partitionKey: 'customer 0', id: 'none' }];
    expect((await driver.executeOperation(CosmosOperation.readMany(orders, missing))).body).toEqual({
      kind: 'items',
      items: [],
    });
    expect((await driver.executeOperation(CosmosOperation.readMany(orders, []))).body).toEqual({
      kind: 'items',
      items: [],
    });
  });

  it('goes on where a partition was split meanwhile', async () => {
    const before = await driver.readFeedRanges(orders);
    await account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    const response = await driver.executeOperation(CosmosOperation.readMany(orders, keys));
    expect(await driver.readFeedRanges(orders)).toHaveLength(before.length + 1);
    expect(response.body.kind === 'items' && response.body.items).toHaveLength(30);
  });

  it('fails as a whole, with the requests made so far', async () => {
    await driver.readFeedRanges(orders);
    await account.control.failRegion('East US', { kind: 'status', status: 401 });
    await expect(driver.executeOperation(CosmosOperation.readMany(orders, keys))).rejects.toMatchObject({
      code: 'unauthorized',
      diagnostics: { operationName: 'read_many_items' },
    });
  });

  it('fails with what a single read is answered, unless the item is not there', async () => {
    await driver.readFeedRanges(orders);
    answer = async () => refusal;
    await expect(driver.executeOperation(CosmosOperation.readMany(orders, keys.slice(0, 1)))).rejects.toMatchObject({
      code: 'unauthorized',
      diagnostics: { operationName: 'read_many_items', requests: { length: 1 } },
    });
  });

  it('ends the other requests when one fails', async () => {
    await driver.readFeedRanges(orders);
    const signals: (AbortSignal | undefined)[] = [];
    answer = (request) => {
      signals.push(request.signal);
      if (signals.length === 2) return Promise.resolve(refusal);
      return new Promise((_, reject) =>
        request.signal?.addEventListener('abort', () => reject(request.signal?.reason)),
      );
    };
    const read = driver.executeOperation(CosmosOperation.readMany(orders, keys));
    await expect(read).rejects.toMatchObject({ code: 'unauthorized' });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]);
  });

  it('keeps to maxConcurrency', async () => {
    await driver.readFeedRanges(orders);
    mostUnderWay = 0;
    await driver.executeOperation(CosmosOperation.readMany(orders, keys), { maxConcurrency: 1 });
    expect([sent.length > 2, mostUnderWay]).toEqual([true, 1]);
    await driver.executeOperation(CosmosOperation.readMany(orders, keys));
    expect(mostUnderWay).toBe(2);
  });

  it('sends the caller’s session token with queries and reads', async () => {
    await driver.readFeedRanges(orders);
    sent = [];
    for (const asked of [keys, keys.slice(0, 1)]) {
      await driver.executeOperation(CosmosOperation.readMany(orders, asked).withSessionToken('0:-1#1'));
    }
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET']);
    expect(new Set(sent.map(({ headers }) => headers['x-ms-session-token']))).toEqual(new Set(['0:-1#1']));
  });

  it('asks nobody for nothing', async () => {
    await driver.executeOperation(CosmosOperation.readMany(orders, []));
    expect(sent).toEqual([]);
  });

  it('ends with its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    const read = driver.executeOperation(CosmosOperation.readMany(orders, keys), { signal });
    await expect(read).rejects.toMatchObject({ code: 'aborted' });
    expect(sent).toEqual([]);
  });

  it('ends at its deadline, with what is under way', async () => {
    await driver.readFeedRanges(orders);
    await account.control.failRegion('East US', { kind: 'status', status: 429 });
    const read = driver.executeOperation(CosmosOperation.readMany(orders, keys), { endToEndTimeoutMs: 50 });
    await expect(read).rejects.toMatchObject({
      code: 'deadline-exceeded',
      message: expect.stringMatching(/^read_many_items dbs\/shop\/colls\/orders/),
    });
  });

  it('refuses keys that are none', () => {
    expect(() => CosmosOperation.readMany(orders, 'all' as never)).toThrow(TypeError);
    expect(() => CosmosOperation.readMany(orders, [null] as never)).toThrow(TypeError);
    expect(() => CosmosOperation.readMany(orders, [{ partitionKey: ['a', 'b'], id: '1' }])).toThrow(TypeError);
    expect(() => CosmosOperation.readMany(orders, [{ partitionKey: 'a', id: '' }])).toThrow(TypeError);
    expect(() => CosmosOperation.readMany({} as never, [])).toThrow(TypeError);
  });
});
