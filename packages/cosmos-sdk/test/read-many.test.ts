import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CosmosOperation, createCosmosRuntime, ItemReference } from '@perdura/cosmos-driver';
import * as z from 'zod/mini';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('reading many items, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
    for (let total = 0; total < 30; total++) {
      await open.orders.createItem({ id: String(total), customer: `c${total % 3}`, total });
    }
  });
  afterAll(() => open.close());

  const keyOf = (total: number) => ({ partitionKey: `c${total % 3}`, id: String(total) });

  it('answers in the order of the keys, and names those that are missing', async () => {
    const keys = [29, 3, 100, 7, 0].map(keyOf);
    const { items, missing, diagnostics, requestCharge } = await open.orders.readMany(keys);
    expect(items.map(({ total }) => total)).toEqual([29, 3, 7, 0]);
    expect(missing).toEqual([{ partitionKey: 'c1', id: '100' }]);
    expect(requestCharge).toBeGreaterThan(0);
    expect(diagnostics.requests.length).toBeLessThan(keys.length);
  });

  it('answers nothing for no keys, without a request', async () => {
    expect(await open.orders.readMany([])).toMatchObject({ items: [], missing: [], diagnostics: { requestCount: 0 } });
  });

  it('refuses keys that are none', async () => {
    const refused: unknown[] = [
      undefined,
      [{}],
      [{ id: '1' }],
      [{ partitionKey: 'c1' }],
      [{ partitionKey: ['a', 'b'], id: '1' }],
    ];
    for (const keys of refused) await expect(open.orders.readMany(keys as never)).rejects.toThrow(TypeError);
  });

  it('finds items whose partition key property is an object, which the service keeps under no key', async () => {
    const { account, client } = open;
    const runtime = createCosmosRuntime({ transport: account.transport() });
    const driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
    const item = ItemReference.from(open.orders.reference, [undefined], 'odd');
    const body = new TextEncoder().encode('{"id":"odd","customer":{"name":"ada"}}');
    await driver.executeOperation(CosmosOperation.createItem(item).withBody(body));
    await runtime.close();
    const orders = await client.database('shop').container('orders');
    const { items, missing } = await orders.readMany([
      { partitionKey: [undefined], id: 'odd' },
      { partitionKey: [undefined], id: 'none' },
      { partitionKey: 'c0', id: 'none' },
    ]);
    expect(items).toMatchObject([{ id: 'odd', customer: { name: 'ada' } }]);
    expect(missing.map(({ id }) => id)).toEqual(['none', 'none']);
  });

  it('tells items of the same id apart by their keys, null and missing ones too', async () => {
    const { container } = await open.client
      .database('shop')
      .createContainer({ id: `keys ${route}`, partitionKey: '/key' });
    for (const key of ['a', null, undefined]) await container.createItem({ id: 'same', key });
    const keys = ['a', 'b', null, [undefined]] as const;
    const { items, missing } = await container.readMany(keys.map((partitionKey) => ({ partitionKey, id: 'same' })));
    expect(items.map(({ key }) => key)).toEqual(['a', null, undefined]);
    expect(missing).toEqual([{ partitionKey: 'b', id: 'same' }]);
  });

  it('validates what it reads where it is told to', async () => {
    const schema = z.object({ id: z.string(), customer: z.string(), total: z.number().check(z.lt(20)) });
    const orders = await open.client.database('shop').container('orders', { schema, validateOnRead: true });
    expect((await orders.readMany([keyOf(1), keyOf(2)])).items.map(({ total }) => total)).toEqual([1, 2]);
    await expect(orders.readMany([keyOf(1), keyOf(25)])).rejects.toMatchObject({
      code: 'invalid-item',
      message: expect.stringContaining('Item "25" of container "orders"'),
    });
  });
});
