import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DurableClient } from '@perdura/durable-client';
import { entity } from '@perdura/durable-core';
import { DurableHost } from '@perdura/durable-host';

const basket = entity('Basket', {
  initialState: [] as readonly string[],
  operations: { add: (state, item: string, { setState }) => setState([...state, item]) },
});

/** What the HTTP API must carry unharmed. */
const strange = 'a b+c&d=e%20f"ö€😀{text}$&';

let host: DurableHost;
let baseUrl: string;
beforeAll(async () => {
  host = await DurableHost.open({ database: ':memory:', functions: [basket] });
  ({ baseUrl } = await host.listen({ port: 0 }));
});
afterAll(() => host.close());

describe.each<[string, () => DurableClient]>([
  ['the address', () => new DurableClient({ baseUrl })],
  ['a binding', () => new DurableClient(host.clientBinding())],
])('a client made of %s', (name, connect) => {
  it.each([
    ['a key', `${name} ${strange}`],
    ['the empty key', ''],
  ])('signals, reads, lists and deletes an entity of %s', async (_which, key) => {
    const client = connect();
    await client.signalEntity(basket, key, 'add', strange);
    await client.signalEntity(`@basket@${key}`, 'add', 'second');
    await host.whenIdle();
    const state = [strange, 'second'];
    expect(await client.readEntity(basket, key)).toMatchObject({ state });
    const listed: unknown[] = [];
    for await (const each of client.listEntities({ entity: basket, fetchState: true, pageSize: 1 })) listed.push(each);
    expect(listed).toEqual([{ entityId: { name: 'basket', key }, lastOperationTime: expect.any(Date), state }]);
    await client.signalEntity({ name: 'basket', key }, 'delete');
    await host.whenIdle();
    expect(await client.readEntity(basket, key)).toBeUndefined();
  });

  it('is told that there is no such entity', async () => {
    await expect(connect().signalEntity('@nobody@a', 'add', 1)).rejects.toMatchObject({ status: 400 });
    expect(await connect().readEntity('@nobody@a')).toBeUndefined();
  });
});
