import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Transport } from '@perdura/cosmos-driver';
import * as z from 'zod/mini';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('batches, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
  });
  afterAll(() => open.close());

  it('take place all together, and tell of each operation', async () => {
    const { orders } = open;
    const { etag } = await orders.createItem({ id: 'old', customer: 'ada', total: 1 });
    await orders.createItem({ id: 'gone', customer: 'ada', total: 1 });
    const response = await orders
      .batch('ada')
      .create({ id: 'new', customer: 'ada', total: 2 })
      .upsert({ id: 'up', customer: 'ada', total: 3 })
      .replace({ id: 'old', customer: 'ada', total: 4 }, { ifMatch: etag })
      .patch('new', [{ op: 'incr', path: '/total', value: 5 }])
      .read('new')
      .delete('gone')
      .execute();
    const { results, diagnostics } = response.throwIfFailed();
    expect(results.map(({ status }) => status.code)).toEqual([201, 201, 200, 200, 200, 204]);
    expect(results[4].resource).toMatchObject({ id: 'new', total: 7 });
    expect(results[0]).not.toHaveProperty('resource');
    expect(results[0].etag).toMatch(/^"/);
    expect(diagnostics.operationName).toBe('execute_batch');
    expect((await orders.readItem('ada', 'old')).resource.total).toBe(4);
    expect(await orders.findItem('ada', 'gone')).toBeUndefined();
  });

  it('answer with the items where they are asked to', async () => {
    const batch = open.orders.batch('ada').create({ customer: 'ada', total: 1 });
    const { results } = (await batch.execute({ contentResponseOnWrite: true })).throwIfFailed();
    expect(results[0].resource).toMatchObject({ id: expect.stringMatching(/^[\da-f-]{36}$/), total: 1 });
  });

  it('that were not applied say which operation failed, and why', async () => {
    const { orders } = open;
    await orders.createItem({ id: 'there', customer: 'eve', total: 1 });
    const response = await orders
      .batch('eve')
      .create({ id: 'first', customer: 'eve', total: 1 })
      .create({ id: 'there', customer: 'eve', total: 1 })
      .delete('first')
      .execute();
    expect(response).toMatchObject({
      applied: false,
      failure: { index: 1, kind: 'create', id: 'there', status: { code: 409 } },
      status: { code: 207 },
    });
    expect(() => response.throwIfFailed()).toThrow(
      expect.objectContaining({
        name: 'CosmosError',
        code: 'conflict',
        message: expect.stringContaining('on container "orders" was not applied: operation 1, create of item "there"'),
        diagnostics: response.diagnostics,
      }),
    );
    expect(await orders.findItem('eve', 'first')).toBeUndefined();
  });

  it('hold only under their conditions', async () => {
    const { orders } = open;
    await orders.createItem({ id: 'stock', customer: 'bob', total: 1 });
    const increment = [{ op: 'incr', path: '/total', value: 1 }] as const;
    const failing = [
      orders.batch('bob').patch('stock', increment, { predicate: 'from c where c.total > 1' }),
      orders.batch('bob').patch('stock', increment, { ifMatch: '"other"' }),
      orders.batch('bob').delete('stock', { ifMatch: '"other"' }),
      orders.batch('bob').upsert({ id: 'stock', customer: 'bob', total: 0 }, { ifMatch: '"other"' }),
      orders.batch('bob').replace({ id: 'stock', customer: 'bob', total: 0 }, { ifMatch: '"other"' }),
    ];
    for (const batch of failing) {
      expect(await batch.execute()).toMatchObject({ applied: false, failure: { index: 0, status: { code: 412 } } });
    }
  });

  it('are begun anew by each method, so that one can be the beginning of several', async () => {
    const { orders } = open;
    const begin = orders.batch('cid').create({ id: '1', customer: 'cid', total: 1 });
    begin.create({ id: 'never', customer: 'cid', total: 1 });
    expect(begin.size).toBe(1);
    expect((await begin.execute()).applied).toBe(true);
    expect(await orders.findItem('cid', 'never')).toBeUndefined();
  });

  it('refuse what makes no sense, before anything is sent', async () => {
    const { orders } = open;
    expect(() => orders.batch(undefined as never)).toThrow('A partition key is missing');
    expect(() => orders.batch(['a', 'b'] as never)).toThrow('needs 1 partition key values, not 2');
    expect(() => orders.batch('ada').replace({ customer: 'ada' } as never)).toThrow('has no id');
    expect(() => orders.batch('ada').create(7 as never)).toThrow('must be an object');
    await expect(orders.batch('ada').execute()).rejects.toThrow(TypeError);
    await expect(orders.batch('ada').create({ customer: 'eve', total: 1 }).execute()).rejects.toThrow(
      "is not of the batch's partition key",
    );
    await expect(orders.batch('ada').patch('1', []).execute()).rejects.toThrow(TypeError);
    const many = Array.from({ length: 101 }).reduce<ReturnType<typeof orders.batch>>(
      (batch) => batch.delete('x') as never,
      orders.batch('ada'),
    );
    await expect(many.execute()).rejects.toThrow('100');
  });

  it('store what the schema makes of items, and refuse what it refuses', async () => {
    const schema = z.object({ id: z.string(), customer: z.string(), total: z._default(z.number(), 9) });
    const orders = await open.client.database('shop').container('orders', { schema, partitionKey: ['/customer'] });
    const { results } = (
      await orders.batch('zoe').create({ id: '1', customer: 'zoe' }).read('1').execute()
    ).throwIfFailed();
    expect(results[1].resource.total).toBe(9);
    const wrong = orders.batch('zoe').create({ id: '2', customer: 'zoe', total: 'much' } as never);
    await expect(wrong.execute()).rejects.toMatchObject({ code: 'invalid-item' });
  });
});

describe('batches', () => {
  it('that fail after an attempt without a clear answer may have been applied, which the error tells', async () => {
    const { account, close } = await openAccount('in process');
    const inner = account.transport();
    let lost = 0;
    const transport: Transport = {
      async send(request) {
        const response = await inner.send(request);
        if (request.headers['x-ms-cosmos-is-batch-request'] === undefined || lost++ > 0) return response;
        return { status: 503, headers: {}, body: new Uint8Array() };
      },
    };
    const client = await CosmosClient.create({ endpoint: account.endpoint, key: account.key, transport });
    const orders = await client.database('shop').container('orders');
    await expect(orders.batch('ada').create({ id: 'twice', customer: 'ada' }).execute()).rejects.toMatchObject({
      name: 'CosmosError',
      code: 'conflict',
      mayHaveBeenApplied: true,
      diagnostics: { operationName: 'execute_batch', requests: [{ status: 503 }, { status: 207 }] },
    });
    expect(await orders.findItem('ada', 'twice')).toBeDefined();
    await client.close();
    await close();
  });

  it('refuse conditions they do not know, which would not hold', async () => {
    const { orders, close } = await openAccount('in process');
    const batch = orders.batch('ada');
    const unknown = { ifNoneMatch: '"a"' } as never;
    const item = { id: '1', customer: 'ada', total: 1 };
    for (const add of [
      () => batch.upsert(item, unknown),
      () => batch.replace(item, unknown),
      () => batch.delete('1', unknown),
      () => batch.patch('1', [{ op: 'incr', path: '/total', value: 1 }], unknown),
    ]) {
      expect(add).toThrow('Unknown option "ifNoneMatch"; known are ifMatch');
    }
    expect(() => batch.delete('1', { predicate: 'from c' } as never)).toThrow('Unknown option "predicate"');
    await close();
  });

  it('answer with the items where the client says so', async () => {
    const { account, close } = await openAccount('in process');
    const client = await CosmosClient.create({
      endpoint: account.endpoint,
      key: account.key,
      transport: account.transport(),
      contentResponseOnWrite: true,
    });
    const orders = await client.database('shop').container('orders');
    const { results } = (await orders.batch('ada').upsert({ id: '1', customer: 'ada' }).execute()).throwIfFailed();
    expect(results[0].resource).toMatchObject({ id: '1' });
    await client.close();
    await close();
  });
});
