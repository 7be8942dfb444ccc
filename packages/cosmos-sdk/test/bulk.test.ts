import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import type { BulkProgress } from '../src/bulk/bulk-outcome.ts';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';
import { collect } from './fakes/open-bulk.ts';

describe.each(routes)('a bulk, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
  });
  afterAll(() => open.close());

  it('does what each operation says, and tells of each', async () => {
    const { orders } = open;
    const { etag } = await orders.createItem({ id: 'old', customer: 'ada', total: 1 });
    await orders.createItem({ id: 'gone', customer: 'bob', total: 1 });
    const outcomes = await collect(
      orders.bulk([
        { kind: 'create', item: { id: 'new', customer: 'ada', total: 2 } },
        { kind: 'create', item: { customer: 'cid', total: 2 } },
        { kind: 'upsert', item: { id: 'up', customer: 'eve', total: 3 } },
        { kind: 'replace', item: { id: 'old', customer: 'ada', total: 4 }, ifMatch: etag },
        { kind: 'patch', partitionKey: 'ada', id: 'new', operations: [{ op: 'incr', path: '/total', value: 5 }] },
        { kind: 'read', partitionKey: 'ada', id: 'new' },
        { kind: 'delete', partitionKey: 'bob', id: 'gone' },
        { kind: 'create', item: { id: 'new', customer: 'ada', total: 0 } },
        { kind: 'delete', partitionKey: 'ada', id: 'old', ifMatch: '"other"' },
        { kind: 'patch', partitionKey: 'ada', id: 'up', operations: [{ op: 'set', path: '/total', value: 5 }] },
      ]),
    );
    outcomes.sort((left, right) => left.index - right.index);
    expect(outcomes.map(({ index, ok, status }) => [index, ok, status?.code])).toEqual([
      [0, true, 201],
      [1, true, 201],
      [2, true, 201],
      [3, true, 200],
      [4, true, 200],
      [5, true, 200],
      [6, true, 204],
      [7, false, 409],
      [8, false, 412],
      [9, false, 404],
    ]);
    const [first, generated, , , , read, , conflict] = outcomes;
    expect(first).toMatchObject({ id: 'new', kind: 'create', etag: expect.stringMatching(/^"/) });
    expect(first).not.toHaveProperty('resource');
    expect(first?.requestCharge).toBeGreaterThan(0);
    expect(generated?.id).toMatch(/^[\da-f-]{36}$/);
    expect(read).toMatchObject({ resource: { id: 'new', total: 7 }, operation: { kind: 'read' } });
    expect(conflict).toMatchObject({
      error: {
        name: 'CosmosError',
        code: 'conflict',
        message: 'create of item "new" in container "orders" failed with 409 (Conflict).',
        mayHaveBeenApplied: false,
      },
    });
    expect((await orders.readItem('ada', 'old')).resource.total).toBe(4);
    expect(await orders.findItem('bob', 'gone')).toBeUndefined();
    for (const outcome of outcomes) {
      if (outcome.ok) expect(outcome.diagnostics.operationName).toBe('execute_bulk');
    }
  });

  it('writes a thousand items of an async input, tells how far it is, and answers with the items where it is asked to', async () => {
    const { orders } = open;
    async function* many() {
      for (let index = 0; index < 1000; index++) {
        yield { kind: 'upsert', item: { id: `${index}`, customer: `c${index % 37}`, total: index } } as const;
      }
    }
    const told: BulkProgress[] = [];
    const outcomes = await collect(
      orders.bulk(many(), { contentResponseOnWrite: true, onProgress: (progress) => told.push(progress) }),
    );
    expect(new Set(outcomes.map(({ index }) => index)).size).toBe(1000);
    for (const outcome of outcomes) {
      expect(outcome.ok && outcome.resource.total).toBe(outcome.index);
    }
    expect(told.at(-1)).toMatchObject({ done: 1000, failed: 0, throttled: 0 });
    expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((left, right) => left - right));
    const charged = outcomes.reduce((sum, { requestCharge }) => sum + requestCharge, 0);
    expect(told.at(-1)?.requestCharge).toBeCloseTo(charged, 0);
    expect(await orders.query('SELECT VALUE COUNT(1) FROM c WHERE c.total >= 500 AND c.id != "new"').toArray()).toEqual(
      [500],
    );
  });

  it('stores what the schema makes of items; what it refuses is the outcome of that operation alone', async () => {
    const schema = z.object({ id: z.string(), customer: z.string(), total: z._default(z.number(), 9) });
    const orders = await open.client
      .database('shop')
      .container('orders', { schema, partitionKey: ['/customer'], validateOnRead: true });
    await open.orders.createItem({ id: 'odd', customer: 'zoe', total: 'much' as never });
    const outcomes = await collect(
      orders.bulk([
        { kind: 'upsert', item: { id: '1', customer: 'zoe' } },
        { kind: 'upsert', item: { id: '2', customer: 'zoe', total: 'much' as never } },
        { kind: 'read', partitionKey: 'zoe', id: '1' },
        { kind: 'read', partitionKey: 'zoe', id: 'odd' },
      ]),
    );
    outcomes.sort((left, right) => left.index - right.index);
    expect(outcomes).toMatchObject([
      { ok: true },
      { ok: false, id: '2', status: undefined, error: { code: 'invalid-item' } },
      { ok: true, resource: { total: 9 } },
      { ok: false, error: { code: 'invalid-item', message: expect.stringContaining('/total') } },
    ]);
  });

  it('stores items under the id that the schema or their class gives them', async () => {
    const numbered = z.pipe(
      z.object({ id: z.string(), customer: z.string(), total: z.number() }),
      z.transform((order) => ({ ...order, id: `order-${order.total}` })),
    );
    const orders = await open.client
      .database('shop')
      .container('orders', { schema: numbered, partitionKey: ['/customer'] });
    class Draft {
      #total = 8;
      toJSON() {
        return { id: 'draft', customer: 'zoe', total: this.#total };
      }
    }
    const outcomes = await collect(
      orders.bulk([
        { kind: 'create', item: { id: 'any', customer: 'zoe', total: 7 } },
        { kind: 'upsert', item: new Draft() as never },
        { kind: 'replace', item: { id: 'other', customer: 'zoe', total: 7 } },
        { kind: 'create', item: { customer: 'zoe', total: 'much' as never } as never },
      ]),
    );
    outcomes.sort((left, right) => left.index - right.index);
    expect(outcomes.map(({ id, status }) => [id, status?.code])).toEqual([
      ['order-7', 201],
      ['order-8', 201],
      ['order-7', 200],
      [expect.stringMatching(/^[0-9a-f-]{36}$/), undefined],
    ]);
    expect((await open.orders.readItem('zoe', 'order-8')).resource.total).toBe(8);
  });

  it('has types by operation', async () => {
    const outcomes = open.orders.bulk([
      { kind: 'read', partitionKey: 'ada', id: '1' },
      { kind: 'delete', partitionKey: 'ada', id: '1' },
    ]);
    for await (const outcome of outcomes) {
      if (outcome.kind === 'read' && outcome.ok) expect(outcome.resource.total).toEqual(expect.any(Number));
      // @ts-expect-error A delete has no item.
      if (outcome.kind === 'delete' && outcome.ok) expect(outcome.resource).toBeUndefined();
      if (!outcome.ok) expect(outcome.error.code).toBe('not-found');
    }
    // @ts-expect-error Items have their type.
    open.orders.bulk([{ kind: 'create', item: { id: '1', customer: 7 } }]);
  });
});
