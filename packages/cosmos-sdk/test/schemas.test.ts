import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { StandardSchema } from '../src/schema/standard-schema.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

const order = z.object({
  id: z.string(),
  customer: z.string(),
  total: z._default(z.number(), 0),
  lines: z.optional(z.array(z.object({ sku: z.string() }))),
});

describe('containers with a schema', () => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount('in process');
  });
  afterAll(() => open.close());

  it('store what the schema makes of an item', async () => {
    const orders = await open.client.database('shop').container('orders', { schema: order });
    await orders.createItem({ id: '1', customer: 'ada' });
    expect((await orders.readItem('ada', '1')).resource.total).toBe(0);
  });

  it('refuse an item before anything is sent, and name every place', async () => {
    const orders = await open.client.database('shop').container('orders', { schema: order });
    const item = { id: '2', customer: 7, lines: [{ sku: 'a' }, {}] } as never;
    for (const writing of [orders.createItem(item), orders.upsertItem(item), orders.replaceItem(item)]) {
      await expect(writing).rejects.toMatchObject({
        code: 'invalid-item',
        message: expect.stringMatching(/^Item "2" for container "orders" is not .*: \/customer: .*; \/lines\/1\/sku: /),
        cause: [expect.anything(), expect.anything()],
        diagnostics: { requestCount: 0 },
      });
    }
  });

  it('trust what is read, unless they are told to validate it', async () => {
    await open.orders.createItem({ id: '3', customer: 'ada', total: 'much' as never });
    const database = open.client.database('shop');
    const trusting = await database.container('orders', { schema: order });
    expect((await trusting.readItem('ada', '3')).resource.total).toBe('much');

    const careful = await database.container('orders', { schema: order, validateOnRead: true });
    await expect(careful.readItem('ada', '3')).rejects.toMatchObject({
      code: 'invalid-item',
      message: expect.stringContaining('Item "3" of container "orders" is not what its schema says: /total:'),
      status: { code: 200 },
      diagnostics: { requestCount: 1 },
    });
    await expect(careful.findItem('ada', '3')).rejects.toMatchObject({ code: 'invalid-item' });
    await expect(careful.readAll().toArray()).rejects.toMatchObject({
      code: 'invalid-item',
      message: expect.stringContaining('Item "3" of container "orders"'),
      diagnostics: { requestCount: expect.any(Number) },
    });
    expect(await trusting.readAll().toArray()).toContainEqual(expect.objectContaining({ total: 'much' }));
    expect(await careful.query('SELECT VALUE c.total FROM c WHERE c.id = "3"').toArray()).toEqual(['much']);
    const { etag } = await open.orders.readItem('ada', '3');
    expect((await careful.readItem('ada', '3', { ifNoneMatch: etag as string })).notModified).toBe(true);
  });

  it('read what the schema makes of an item', async () => {
    await open.orders.createItem({ id: 'd', customer: 'dora' } as never);
    const careful = await open.client.database('shop').container('orders', { schema: order, validateOnRead: true });
    expect((await careful.readItem('dora', 'd')).resource.total).toBe(0);
    expect(await careful.readAll({ scope: 'dora' }).toArray()).toEqual([{ id: 'd', customer: 'dora', total: 0 }]);
    expect((await careful.readMany([{ partitionKey: 'dora', id: 'd' }])).items).toEqual([
      { id: 'd', customer: 'dora', total: 0 },
    ]);
  });

  it('take any schema of the standard, also one that answers later and names places by objects', async () => {
    const schema: StandardSchema<{ id: string; customer: string }> = {
      '~standard': {
        version: 1,
        vendor: 'by hand',
        validate: async () => ({ issues: [{ message: 'no', path: [{ key: 'a' }, 0] }, { message: 'never' }] }),
      },
    };
    const orders = await open.client.database('shop').container('orders', { schema });
    await expect(orders.createItem({ id: '4', customer: 'ada' })).rejects.toThrow('says: /a/0: no; /: never.');
  });

  it('tell when the schema takes the id away', async () => {
    const schema = z.object({ customer: z.string() });
    const orders = await open.client.database('shop').container('orders', { schema });
    await expect(orders.createItem({ customer: 'ada' })).rejects.toThrow('takes the id away');
  });

  it('come from creation as well', async () => {
    const database = open.client.database('shop');
    const properties = { id: 'typed', partitionKey: '/customer' } as const;
    const { container } = await database.createContainer(properties, { schema: order });
    await expect(container.createItem({} as never)).rejects.toMatchObject({ code: 'invalid-item' });
    const { container: again } = await database.createContainerIfNotExists(properties, { schema: order });
    await expect(again.createItem({} as never)).rejects.toMatchObject({ code: 'invalid-item' });
  });

  it.each([
    [{ schema: {} }, 'must be a schema'],
    [{ schema: { '~standard': { version: 2, validate: () => ({}) } } }, 'must be a schema'],
    [{ schema: { '~standard': { version: 1 } } }, 'must be a schema'],
    [{ validateOnRead: 'yes' }, 'must be a boolean'],
    [{ validateOnRead: true }, 'needs a schema'],
  ])('refuse %j', async (options, message) => {
    await expect(open.client.database('shop').container('orders', options as never)).rejects.toThrow(message);
  });
});
