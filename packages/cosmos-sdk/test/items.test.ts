import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('items, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
  });
  afterAll(() => open.close());

  it('creates, reads, replaces, upserts and deletes an item', async () => {
    const { orders } = open;
    const created = await orders.createItem({ id: '1', customer: 'ada', total: 10 });
    expect(created.status).toMatchObject({ code: 201 });
    expect(created).not.toHaveProperty('resource');
    expect(created.id).toBe('1');
    expect(created.requestCharge).toBeGreaterThan(0);

    const read = await orders.readItem('ada', '1');
    expect(read.resource).toMatchObject({ id: '1', customer: 'ada', total: 10 });
    expect(read.etag).toBe(created.etag);
    expect(read.sessionToken).toMatch(/^\d+:/);
    expect(read.rawHeaders['x-ms-activity-id']).toBe(read.activityId);
    expect(read.diagnostics.requests).toHaveLength(1);

    await orders.replaceItem({ id: '1', customer: 'ada', total: 11 });
    const upserted = await orders.upsertItem({ id: '1', customer: 'ada', total: 12 }, { contentResponseOnWrite: true });
    expect(upserted.resource.total).toBe(12);

    await orders.deleteItem('ada', '1');
    expect(await orders.findItem('ada', '1')).toBeUndefined();
  });

  it('fails with conflict when an item exists, and not-found when it does not', async () => {
    const { orders } = open;
    await orders.createItem({ id: '2', customer: 'ada', total: 1 });
    await expect(orders.createItem({ id: '2', customer: 'ada', total: 1 })).rejects.toMatchObject({
      code: 'conflict',
      status: { code: 409 },
    });
    await expect(orders.readItem('ada', 'missing')).rejects.toMatchObject({
      code: 'not-found',
      status: { code: 404, subStatus: 0 },
      diagnostics: { effectiveRegion: 'East US' },
    });
    await expect(orders.deleteItem('ada', 'missing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(orders.replaceItem({ id: 'missing', customer: 'ada', total: 1 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('writes and deletes under ifMatch, and fails with precondition-failed when somebody was faster', async () => {
    const { orders } = open;
    const { etag } = await orders.createItem({ id: '3', customer: 'ada', total: 1 });
    await orders.replaceItem({ id: '3', customer: 'ada', total: 2 }, { ifMatch: etag });
    const stale = { ifMatch: etag };
    await expect(orders.replaceItem({ id: '3', customer: 'ada', total: 3 }, stale)).rejects.toMatchObject({
      code: 'precondition-failed',
    });
    await expect(orders.deleteItem('ada', '3', stale)).rejects.toMatchObject({
      code: 'precondition-failed',
      status: { code: 412 },
    });
    expect((await orders.readItem('ada', '3')).resource.total).toBe(2);
  });

  it('has a resource exactly where the call asks for it, whatever the layers below say', async () => {
    const { account } = open;
    const transport = account.transport();
    const talkative = await CosmosClient.create({
      endpoint: account.endpoint,
      key: account.key,
      transport,
      operationOptions: { contentResponseOnWrite: true },
    });
    const container = await talkative.database('shop').container('orders');
    const silent = await container.upsertItem({ id: '5', customer: 'ada', total: 1 });
    expect(silent).not.toHaveProperty('resource');
    expect(silent.rawHeaders).not.toHaveProperty('content-type');
    await talkative.close();
  });

  it('says notModified while the item has the ETag of ifNoneMatch', async () => {
    const { orders } = open;
    const { etag = '' } = await orders.createItem({ id: '4', customer: 'ada', total: 1 });
    const same = await orders.readItem('ada', '4', { ifNoneMatch: etag });
    expect(same.notModified).toBe(true);
    await orders.replaceItem({ id: '4', customer: 'ada', total: 2 });
    const changed = await orders.readItem('ada', '4', { ifNoneMatch: etag });
    expect(changed).toMatchObject({ notModified: false, resource: { total: 2 } });
  });

  it('gives an item without an id a UUID, tells it, and leaves the argument alone', async () => {
    const { orders } = open;
    const order = { customer: 'bob', total: 5 };
    const { id } = await orders.createItem(order);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(order).not.toHaveProperty('id');
    expect((await orders.readItem('bob', id)).resource).toMatchObject({ id, total: 5 });
    await expect(orders.createItem(order, { generateId: false })).rejects.toThrow('The item has no id.');
  });

  it('keeps items of equal id in different partitions apart', async () => {
    const { orders } = open;
    await orders.createItem({ id: 'same', customer: 'eve', total: 1 });
    await orders.createItem({ id: 'same', customer: 'mallory', total: 2 });
    expect((await orders.readItem('eve', 'same')).resource.total).toBe(1);
    expect((await orders.readItem('mallory', 'same')).resource.total).toBe(2);
  });

  it('reads ids and keys with spaces, percent signs, quotes and letters beyond ASCII', async () => {
    const { orders } = open;
    for (const id of ['a b', '100%', 'ü"\u{1f600}', "it's=+@:&,"]) {
      await orders.createItem({ id, customer: `käufer ${id}`, total: 1 });
      expect((await orders.readItem(`käufer ${id}`, id)).resource.id).toBe(id);
    }
  });

  it('partitions by several paths, with null and missing properties as keys of their own', async () => {
    const database = open.client.database('shop');
    const { container } = await database.createContainer({ id: 'deep', partitionKey: ['/tenant', '/address/city'] });
    await container.createItem({ id: '1', tenant: 't', address: { city: 'Paris' } });
    await container.createItem({ id: '1', tenant: null, address: {} });
    expect((await container.readItem(['t', 'Paris'], '1')).resource).toMatchObject({ tenant: 't' });
    expect((await container.readItem([null, undefined], '1')).resource).toMatchObject({ tenant: null });
    expect(await container.findItem([undefined, undefined], '1')).toBeUndefined();
  });

  it('refuses arguments that make no sense, before anything is sent', async () => {
    const { orders } = open;
    await expect(orders.readItem(undefined as never, '1')).rejects.toThrow('A partition key is missing');
    await expect(orders.readItem(['a', 'b'], '1')).rejects.toThrow('needs 1 value, not 2');
    await expect(orders.readItem('ada', '')).rejects.toThrow('must not be empty');
    await expect(orders.readItem('ada', 'a/b')).rejects.toThrow('must not contain');
    await expect(orders.createItem([] as never)).rejects.toThrow('An item must be an object.');
    await expect(orders.createItem({ id: 7 } as never)).rejects.toThrow('The id of an item must be a string.');
    for (const customer of [{}, [], Number.NaN, Number.POSITIVE_INFINITY, 1n, new Date(0)]) {
      const item = { id: '1', customer } as never;
      await expect(orders.createItem(item)).rejects.toThrow('path /customer must be a string, a finite number');
    }
    await expect(orders.createItem({ id: '1', customer: 'ada', total: 1 }, { partitionKey: 'bob' })).rejects.toThrow(
      '"partitionKey"',
    );
    await expect(orders.readItem('ada', '1', { ifMatch: '"a"' } as never)).rejects.toThrow('Unknown option "ifMatch"');
    await expect(orders.createItem({ customer: 'ada', total: 1 }, { generateId: 'no' as never })).rejects.toThrow(
      '"generateId" must be a boolean',
    );
    await expect(orders.readItem('ada', '1', { ifNoneMatch: '"a"\n' })).rejects.toThrow('printable ASCII');
    for (const call of [
      orders.readItem('ada', '1', null as never),
      orders.deleteItem('ada', '1', 'x' as never),
      orders.createItem({ id: '1', customer: 'ada', total: 1 }, null as never),
      orders.replaceItem({ id: '1', customer: 'ada', total: 1 }, [] as never),
    ]) {
      await expect(call).rejects.toThrow('options of a call must be an object');
    }
    await expect(orders.readItem('ada', '1', { endToEndTimeoutMs: 0 })).rejects.toThrow('"endToEndTimeoutMs"');
  });
});
