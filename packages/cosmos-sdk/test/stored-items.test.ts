import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod/mini';
import { encodeItem } from '../src/container/encode-item.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

describe('items that are no plain data', () => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount('in process');
  });
  afterAll(() => open.close());

  const writes = (item: unknown): (() => Promise<unknown>)[] => [
    () => open.orders.createItem(item as never),
    () => open.orders.upsertItem(item as never),
    () => open.orders.replaceItem(item as never),
    async () =>
      open.orders
        .batch('ada')
        .upsert(item as never)
        .execute(),
  ];

  it('are stored as toJSON() of their class says, with a UUID where that gives no id', async () => {
    class Order {
      readonly #total: number;
      constructor(total: number) {
        this.#total = total;
      }
      get id(): string {
        return 'not stored';
      }
      toJSON(): object {
        return { customer: 'ada', total: this.#total };
      }
    }
    const { id } = await open.orders.createItem(new Order(7) as never);
    expect(id).toMatch(/^[\da-f-]{36}$/);
    expect((await open.orders.readItem('ada', id)).resource).toMatchObject({ id, customer: 'ada', total: 7 });
    const [result] = (
      await open.orders
        .batch('ada')
        .create(new Order(8) as never)
        .execute({ contentResponseOnWrite: true })
    ).throwIfFailed().results;
    expect(result.resource).toMatchObject({ customer: 'ada', total: 8 });
  });

  it('are refused where a getter of their class tells id or partition key, which JSON leaves out', async () => {
    class WithId {
      customer = 'ada';
      get id(): string {
        return '1';
      }
    }
    class WithKey {
      id = '1';
      get customer(): string {
        return 'ada';
      }
    }
    for (const write of writes(new WithId())) await expect(write()).rejects.toThrow("JSON leaves the item's id out");
    for (const write of writes(new WithKey())) {
      await expect(write()).rejects.toThrow("JSON leaves the item's customer out");
    }
    const hidden = Object.defineProperty({ customer: 'ada' }, 'id', { value: '1' });
    await expect(open.orders.createItem(hidden as never)).rejects.toThrow('leaves the item');
  });

  it('may be partitioned by a path that names something every object inherits', async () => {
    const { container } = await open.client.database('shop').createContainer({ id: 'odd', partitionKey: '/toString' });
    await container.createItem({ id: '1' });
    await container.createItem({ id: '1', toString: 'own' });
    expect((await container.readItem([undefined], '1')).resource).not.toHaveProperty('toString', 'own');
    expect((await container.readItem('own', '1')).resource).toHaveProperty('toString', 'own');
  });

  it('may have something else than an object on the way to their partition key, and no key then', async () => {
    const database = open.client.database('shop');
    const { container } = await database.createContainer({ id: 'nested', partitionKey: '/address/city' });
    for (const [id, address] of [
      ['1', 'Paris'],
      ['2', 7],
      ['3', ['Paris']],
      ['4', null],
    ] as const) {
      await container.createItem({ id, address });
      expect((await container.readItem([undefined], id)).resource).toMatchObject({ address });
    }
  });

  it('are refused by name when JSON cannot say them, and nothing is sent', async () => {
    const circle: Record<string, unknown> = { id: 'c', customer: 'ada' };
    circle.self = circle;
    const throwing = {
      id: 'g',
      customer: 'ada',
      get total(): number {
        throw new RangeError('not today');
      },
    };
    const cases: [unknown, RegExp][] = [
      [{ id: 'b', customer: 'ada', total: 1n }, /^Item "b" for container "orders" cannot be made JSON: .*BigInt\.$/],
      [
        circle,
        /^Item "c" for container "orders" cannot be made JSON: Converting circular .* 'self' closes the circle\.$/,
      ],
      [throwing, /^Item "g" for container "orders" cannot be made JSON: not today\.$/],
    ];
    for (const [item, message] of cases) {
      for (const write of writes(item)) {
        await expect(write()).rejects.toMatchObject({ name: 'TypeError', message: expect.stringMatching(message) });
        await expect(write()).rejects.toHaveProperty('cause');
      }
    }
    await expect(open.orders.createItem({ toJSON: () => 7 } as never)).rejects.toThrow('An item must be an object.');
  });

  it('are refused when they are larger than 2 MB, and nothing is sent', async () => {
    const large = { id: 'l', customer: 'ada', total: 'x'.repeat(2 ** 21) };
    for (const write of writes(large)) {
      await expect(write()).rejects.toMatchObject({
        code: 'too-large',
        message: expect.stringMatching(
          /^Item "l" for container "orders" was not sent: it has \d+ bytes, .* at most 2097152 \(2 MB\)\.$/,
        ),
        diagnostics: { requestCount: 0 },
      });
    }
    const frame = JSON.stringify({ id: 'l', a: '' }).length;
    const sized = (length: number) => ({ id: 'l', a: 'x'.repeat(length - frame) });
    expect(encodeItem(sized(2 ** 21), 'orders').byteLength).toBe(2 ** 21);
    expect(() => encodeItem(sized(2 ** 21 + 1), 'orders')).toThrow('2097153 bytes');
  });

  it('lose what JSON loses: undefined members, and numbers that are none become null', async () => {
    const item = Object.freeze({ id: 'j', customer: 'ada', total: Number.NaN, note: undefined, at: new Date(0) });
    await open.orders.createItem(item);
    const { resource } = await open.orders.readItem('ada', 'j');
    expect(resource).toMatchObject({ total: null, at: '1970-01-01T00:00:00.000Z' });
    expect(resource).not.toHaveProperty('note');
  });

  it('keep a property called __proto__', async () => {
    const { id } = await open.orders.createItem(JSON.parse('{"customer":"ada","total":1,"__proto__":{"a":1}}'));
    const { resource } = await open.orders.readItem('ada', id);
    expect(Object.getOwnPropertyDescriptor(resource, '__proto__')?.value).toEqual({ a: 1 });
  });

  it('get their id and key from what the schema makes of them', async () => {
    const schema = z.pipe(
      z.object({ id: z.string(), customer: z.string() }),
      z.transform(({ id, customer }) => ({ id: id.trim(), customer: customer.toLowerCase() })),
    );
    const orders = await open.client.database('shop').container('orders', { schema });
    expect((await orders.upsertItem({ id: ' t ', customer: 'ADA' })).id).toBe('t');
    const batch = orders.batch('ada').create({ id: ' t ', customer: 'ADA' });
    expect(await batch.execute()).toMatchObject({ applied: false, failure: { index: 0, kind: 'create', id: 't' } });
    expect((await orders.readItem('ada', 't')).resource.customer).toBe('ada');
    await expect(orders.upsertItem({ id: 't', customer: 'ADA' }, { partitionKey: 'ADA' })).rejects.toThrow(
      'partition key',
    );
  });

  it('are stored as toJSON() says of what the schema makes of them', async () => {
    const schema = z.pipe(
      z.object({ id: z.string() }),
      z.transform(({ id }) => ({ id, toJSON: () => ({ id: `${id}!`, customer: 'ada' }) })),
    );
    const orders = await open.client.database('shop').container('orders', { schema });
    expect((await orders.createItem({ id: 'z' })).id).toBe('z!');
    expect((await open.orders.readItem('ada', 'z!')).resource).toMatchObject({ id: 'z!', customer: 'ada' });
  });

  it('may have their id from the schema alone', async () => {
    const schema = z.object({ id: z._default(z.string(), 'fixed'), customer: z.string() });
    const orders = await open.client.database('shop').container('orders', { schema });
    expect((await orders.upsertItem({ customer: 'ada' }, { generateId: false })).id).toBe('fixed');
    const idless = await open.client
      .database('shop')
      .container('orders', { schema: z.object({ customer: z.string() }) });
    await expect(idless.createItem({ customer: 'ada' }, { generateId: false })).rejects.toThrow('The item has no id.');
    await expect(orders.createItem({} as never, { generateId: false })).rejects.toThrow(
      'An item for container "orders" is not what its schema says: /customer',
    );
  });

  it('make no item when they are none', async () => {
    for (const item of [undefined, null, 7, 'x', [], () => 1]) {
      for (const write of writes(item)) await expect(write()).rejects.toThrow('An item must be an object.');
    }
  });
});

describe('items to be made', () => {
  it('cannot be created under ifMatch, which the service would not look at', async () => {
    const open = await openAccount('in process');
    const item = { id: '1', customer: 'ada', total: 1 };
    const creating = open.orders.createItem(item, { ifMatch: '"a"' } as never);
    await expect(creating).rejects.toThrow('"ifMatch" makes no sense for createItem');
    await expect(open.orders.upsertItem(item, { ifMatch: '"a"' })).resolves.toMatchObject({ id: '1' });
    await open.close();
  });
});
