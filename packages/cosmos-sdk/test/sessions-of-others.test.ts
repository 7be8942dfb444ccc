import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCosmosRuntime, type TransportRequest } from '@perdura/cosmos-driver';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

type Orders = ContainerClient<{ id: string; customer: string; total: number }>;

describe('a session token of another client', () => {
  let open: OpenAccount;
  let sessionToken: string;
  beforeAll(async () => {
    open = await openAccount('in process');
    sessionToken = (await open.orders.createItem({ id: '1', customer: 'ada', total: 1 })).sessionToken ?? '';
    expect(sessionToken).toMatch(/^\d+:/);
  });
  afterAll(() => open.close());

  const item = { id: '1', customer: 'ada', total: 2 };
  const scope = 'ada';
  const calls: [string, (orders: Orders, options: { readonly sessionToken: string }) => Promise<unknown>][] = [
    ['readItem', (orders, options) => orders.readItem('ada', '1', options)],
    ['findItem', (orders, options) => orders.findItem('ada', '1', options)],
    ['createItem', (orders, options) => orders.createItem({ customer: 'ada', total: 1 }, options)],
    ['upsertItem', (orders, options) => orders.upsertItem(item, options)],
    ['replaceItem', (orders, options) => orders.replaceItem(item, options)],
    [
      'patchItem',
      (orders, options) => orders.patchItem('ada', '1', [{ op: 'incr', path: '/total', value: 1 }], options),
    ],
    ['batch', (orders, options) => orders.batch('ada').upsert(item).execute(options)],
    ['readMany', (orders, options) => orders.readMany([{ partitionKey: 'ada', id: '1' }], options)],
    ['query', (orders, options) => orders.query('SELECT * FROM c', { ...options, scope }).toArray()],
    ['readAll', (orders, options) => orders.readAll({ ...options, scope }).toArray()],
    [
      'changeFeed',
      (orders, options) =>
        orders
          .changeFeed({ ...options, scope })
          .pages()
          .next(),
    ],
    ['deleteItem', (orders, options) => orders.deleteItem('ada', '1', options)],
  ];

  it.each(calls)('is what %s sends, and what is no token is refused', async (_, call) => {
    const sent: TransportRequest[] = [];
    const inner = open.account.transport();
    const runtime = createCosmosRuntime({
      transport: {
        send(request) {
          sent.push(request);
          return inner.send(request);
        },
      },
    });
    const client = await CosmosClient.create({ runtime, endpoint: open.account.endpoint, key: open.account.key });
    const orders: Orders = await client.database('shop').container('orders');
    await expect((async () => call(orders, { sessionToken: '' }))()).rejects.toThrow(TypeError);
    sent.length = 0;
    await call(orders, { sessionToken });
    expect(sent.map(({ headers }) => headers['x-ms-session-token'])).toContain(sessionToken);
    await client.close();
    await runtime.close();
  });
});
