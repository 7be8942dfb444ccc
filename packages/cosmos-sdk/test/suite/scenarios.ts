import { expect } from '@jest/globals';
import type { ContainerClient } from '../../src/container/container-client.ts';
import type { NewContainerProperties } from '../../src/database/properties.ts';
import { sql } from '../../src/queries/sql.ts';

/** An item of the scenarios. */
export interface Order {
  id: string;
  customer: string;
  total: number;
  tags?: readonly string[];
  address?: { readonly city: string };
}

/** What a scenario is played on. */
export interface Stage {
  /** An empty container, partitioned by `/customer`. */
  readonly orders: ContainerClient<Order>;
  /** Another container of the same database. */
  createContainer(properties: NewContainerProperties): Promise<ContainerClient>;
}

const order = (id: string, customer: string, total = 0): Order => ({ id, customer, total });

async function fill(orders: ContainerClient<Order>, count = 12): Promise<void> {
  for (let total = 0; total < count; total++) await orders.createItem(order(`${total}`, `c${total % 3}`, total));
}

async function statusOf(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => undefined,
    (thrown: { readonly status?: { readonly code: number } }) => thrown,
  );
  return error?.status?.code;
}

/** What users do, each by itself: on any server that is a Cosmos DB account, all of them go well. */
export const scenarios: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  async 'an item is created, read, replaced, upserted and deleted'({ orders }) {
    const created = await orders.createItem(order('1', 'ada', 1));
    expect(created.status.code).toBe(201);
    const read = await orders.readItem('ada', '1');
    expect(read.resource).toMatchObject(order('1', 'ada', 1));
    expect(read.etag).toBeDefined();
    expect(read.requestCharge).toBeGreaterThan(0);
    expect((await orders.replaceItem(order('1', 'ada', 2))).status.code).toBe(200);
    expect((await orders.upsertItem(order('1', 'ada', 3))).status.code).toBe(200);
    expect((await orders.upsertItem(order('2', 'ada', 3))).status.code).toBe(201);
    expect((await orders.readItem('ada', '1')).resource.total).toBe(3);
    expect((await orders.deleteItem('ada', '1')).status.code).toBe(204);
    expect(await statusOf(orders.deleteItem('ada', '1'))).toBe(404);
  },
  async 'a write answers with the item when it is asked to'({ orders }) {
    const { resource } = await orders.createItem(order('1', 'ada', 1), { contentResponseOnWrite: true });
    expect(resource).toMatchObject({ ...order('1', 'ada', 1), _etag: expect.any(String), _ts: expect.any(Number) });
  },
  async 'a write answers without the item unless it is asked to'({ orders }) {
    const { rawHeaders } = await orders.createItem(order('1', 'ada', 1));
    expect(Number(rawHeaders['content-length'] ?? 0)).toBe(0);
  },
  async 'an item that exists is a conflict'({ orders }) {
    await orders.createItem(order('1', 'ada'));
    expect(await statusOf(orders.createItem(order('1', 'ada')))).toBe(409);
  },
  async 'an item that does not exist is not found'({ orders }) {
    expect(await statusOf(orders.readItem('ada', '1'))).toBe(404);
    expect(await orders.findItem('ada', '1')).toBeUndefined();
    expect(await statusOf(orders.replaceItem(order('1', 'ada')))).toBe(404);
  },
  async 'items of one id live in two partitions'({ orders }) {
    for (const customer of ['ada', 'bob']) await orders.createItem(order('1', customer, customer.length));
    await orders.deleteItem('ada', '1');
    expect((await orders.readItem('bob', '1')).resource.customer).toBe('bob');
  },
  async 'ids and keys hold any letters'({ orders }) {
    for (const id of ['a b', '100%', 'ü"\u{1f600}', "it's=+@:&,"]) {
      await orders.createItem(order(id, `käufer ${id}`));
      expect((await orders.readItem(`käufer ${id}`, id)).resource.id).toBe(id);
    }
  },
  async 'keys are numbers, booleans, null and missing'({ createContainer }) {
    const container = await createContainer({ id: 'keys', partitionKey: '/pk' });
    for (const pk of [0, -1.5, true, false, null]) await container.createItem({ id: `${pk}`, pk });
    await container.createItem({ id: 'missing' });
    for (const pk of [0, -1.5, true, false, null]) {
      expect((await container.readItem([pk], `${pk}`)).resource).toMatchObject({ pk });
    }
    expect((await container.readItem([undefined], 'missing')).resource.id).toBe('missing');
  },
  async 'a write under ifMatch fails when somebody was faster'({ orders }) {
    const { etag } = await orders.createItem(order('1', 'ada', 1));
    await orders.replaceItem(order('1', 'ada', 2), { ifMatch: etag });
    expect(await statusOf(orders.replaceItem(order('1', 'ada', 3), { ifMatch: etag }))).toBe(412);
    expect(await statusOf(orders.deleteItem('ada', '1', { ifMatch: etag }))).toBe(412);
    expect((await orders.readItem('ada', '1')).resource.total).toBe(2);
  },
  async 'a read under ifNoneMatch sends nothing when nothing has changed'({ orders }) {
    const { etag = '' } = await orders.createItem(order('1', 'ada', 1));
    expect((await orders.readItem('ada', '1', { ifNoneMatch: etag })).notModified).toBe(true);
  },
  async 'answers carry a session token'({ orders }) {
    const { sessionToken } = await orders.createItem(order('1', 'ada'));
    expect(sessionToken).toMatch(/^\d+:/);
    expect(await orders.latestSessionToken()).toBe(sessionToken);
  },
  async 'an item is patched'({ orders }) {
    await orders.createItem({ ...order('1', 'ada', 1), tags: ['new'] });
    await orders.patchItem('ada', '1', [
      { op: 'incr', path: '/total', value: 4 },
      { op: 'set', path: '/address', value: { city: 'London' } },
      { op: 'remove', path: '/tags' },
    ]);
    const { resource } = await orders.readItem('ada', '1');
    expect(resource).toMatchObject({ total: 5, address: { city: 'London' } });
    expect(resource).not.toHaveProperty('tags');
  },
  async 'an item is patched under a predicate'({ orders }) {
    await orders.createItem({ ...order('1', 'ada', 1), address: { city: 'London' } });
    const patch = [{ op: 'incr', path: '/total', value: 1 }] as const;
    await orders.patchItem('ada', '1', patch, { predicate: "from c where c.address.city = 'London'" });
    const refused = orders.patchItem('ada', '1', patch, { predicate: "from c where c.address.city = 'Paris'" });
    expect(await statusOf(refused)).toBe(412);
    expect((await orders.readItem('ada', '1')).resource.total).toBe(2);
  },
  async 'a batch takes place as a whole'({ orders }) {
    const response = await orders
      .batch('ada')
      .create(order('1', 'ada', 1))
      .upsert(order('2', 'ada', 2))
      .read('1')
      .execute();
    expect(response.throwIfFailed().results[2].resource).toMatchObject(order('1', 'ada', 1));
  },
  async 'a batch that fails takes place not at all'({ orders }) {
    await orders.createItem(order('2', 'ada'));
    const response = await orders.batch('ada').create(order('1', 'ada')).create(order('2', 'ada')).execute();
    expect(response).toMatchObject({ applied: false, failure: { index: 1, status: { code: 409 } } });
    expect(await orders.findItem('ada', '1')).toBeUndefined();
  },
  async 'a query reads the items of all partitions'({ orders }) {
    await fill(orders);
    const found = await orders.query<number>('SELECT VALUE c.total FROM c WHERE c.total >= 6').toArray();
    expect(found.sort((left, right) => left - right)).toEqual([6, 7, 8, 9, 10, 11]);
  },
  async 'a query reads the items of one partition key only'({ orders }) {
    await fill(orders);
    const ofOne = await orders.query<Order>('SELECT * FROM c', { scope: 'c1' }).toArray();
    expect(ofOne.map(({ total }) => total).sort((left, right) => left - right)).toEqual([1, 4, 7, 10]);
  },
  async 'a query has parameters'({ orders }) {
    await fill(orders);
    const found = await orders
      .query<number>(sql`SELECT VALUE c.total FROM c WHERE c.total = ${7}`, { scope: 'c1' })
      .toArray();
    expect(found).toEqual([7]);
  },
  async 'a query orders the items of all partitions'({ orders }) {
    await fill(orders);
    const query = orders.query<number>('SELECT VALUE c.total FROM c ORDER BY c.total DESC', { maxItemCount: 5 });
    expect(await query.toArray()).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
  },
  async 'a query groups and counts over all partitions'({ orders }) {
    await fill(orders);
    const query = orders.query<{ customer: string; n: number }>(
      'SELECT c.customer, COUNT(1) AS n FROM c GROUP BY c.customer',
    );
    const groups = await query.toArray();
    expect(groups.map(({ customer, n }) => `${customer}:${n}`).sort()).toEqual(['c0:4', 'c1:4', 'c2:4']);
  },
  async 'a query goes on from a continuation'({ orders }) {
    await fill(orders);
    const text = 'SELECT VALUE c.total FROM c ORDER BY c.total';
    const { value: page } = await orders.query<number>(text, { maxItemCount: 5 }).pages().next();
    const continuationToken = page?.continuationToken;
    const rest = await orders.query<number>(text, { continuationToken }).toArray();
    expect([...(page?.items ?? []), ...rest]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  },
  async 'all items are read without a query'({ orders }) {
    await fill(orders);
    expect(await orders.readAll({ maxItemCount: 5 }).toArray()).toHaveLength(12);
  },
  async 'many items are read at once'({ orders }) {
    await fill(orders);
    const keys = [1, 4, 5, 99].map((total) => ({ partitionKey: `c${total % 3}`, id: `${total}` }));
    const { items, missing } = await orders.readMany(keys);
    expect(items.map(({ total }) => total)).toEqual([1, 4, 5]);
    expect(missing).toEqual([keys[3]]);
  },
  async 'all items of a partition key are deleted'({ orders }) {
    await fill(orders);
    await orders.deleteAllItems('c1');
    expect(await orders.findItem('c1', '1')).toBeUndefined();
    expect(await orders.findItem('c2', '2')).toBeDefined();
  },
  async 'a change feed tells what has changed since'({ orders }) {
    await orders.createItem(order('1', 'ada', 1));
    const pages = orders.changeFeed({ startFrom: 'beginning' }).pages();
    const seen: number[] = [];
    for await (const { items } of pages) {
      seen.push(...items.map(({ total }) => total));
      if (seen.length === 1 && items.length === 0) await orders.replaceItem(order('1', 'ada', 2));
      if (seen.length > 1) break;
    }
    expect(seen).toEqual([1, 2]);
  },
  async 'the ranges of a container are told'({ orders }) {
    const ranges = await orders.feedRanges();
    expect([ranges[0]?.min, ranges.at(-1)?.max]).toEqual(['', 'FF']);
  },
  async 'items are keyed by several paths'({ createContainer }) {
    const container = await createContainer({ id: 'deep', partitionKey: ['/tenant', '/user'] });
    for (const user of ['a', 'b']) await container.createItem({ id: '1', tenant: 't', user });
    expect((await container.readItem(['t', 'b'], '1')).resource).toMatchObject({ user: 'b' });
  },
  async 'unique keys are kept'({ createContainer }) {
    const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/mail'] }] };
    const container = await createContainer({ id: 'unique', partitionKey: '/pk', uniqueKeyPolicy });
    await container.createItem({ id: '1', pk: 'a', mail: 'x' });
    expect(await statusOf(container.createItem({ id: '2', pk: 'a', mail: 'x' }))).toBe(409);
  },
  async 'containers are read and replaced'({ orders }) {
    const { resource } = await orders.read();
    expect(resource).toMatchObject({ id: 'orders', partitionKey: { paths: ['/customer'] } });
    const { resource: replaced } = await orders.replace({ ...resource, defaultTtl: 3600 });
    expect(replaced.defaultTtl).toBe(3600);
  },
  async 'throughput is read and replaced'({ orders }) {
    await orders.replaceThroughput({ kind: 'manual', requestUnitsPerSecond: 500 });
    expect((await orders.readThroughput())?.throughput).toEqual({ kind: 'manual', requestUnitsPerSecond: 500 });
  },
};
