import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCosmosRuntime, type Transport } from '@perdura/cosmos-driver';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { sql } from '../src/queries/sql.ts';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('queries, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
    for (let total = 0; total < 20; total++) {
      await open.orders.createItem({ id: String(total), customer: `c${total % 4}`, total });
    }
  });
  afterAll(() => open.close());

  it('give rows one by one, pages, or an array', async () => {
    const { orders } = open;
    const query = orders.query<number>('SELECT VALUE c.total FROM c ORDER BY c.total DESC', { maxItemCount: 6 });
    const rows: number[] = [];
    for await (const row of query) rows.push(row);
    expect(rows).toEqual(Array.from({ length: 20 }, (_, index) => 19 - index));

    const pages: number[] = [];
    for await (const page of query.pages()) {
      pages.push(page.items.length);
      expect(page).toMatchObject({ status: { code: 200 }, etag: undefined, activityId: expect.any(String) });
      expect(page.requestCharge).toBeGreaterThanOrEqual(0);
    }
    expect(pages).toEqual([6, 6, 6, 2]);
    expect(await query.toArray()).toEqual(rows);
    expect(await query.toArray({ limit: 3 })).toEqual([19, 18, 17]);
    expect(await query.toArray({ limit: 0 })).toEqual([]);
    await expect(query.toArray({ limit: -1 })).rejects.toThrow('The limit of toArray');
  });

  it('take parameters, and templates', async () => {
    const { orders } = open;
    const parameters = [{ name: '@least', value: 18 }];
    const named = orders.query({ query: 'SELECT * FROM c WHERE c.total >= @least', parameters });
    expect((await named.toArray()).map(({ id }) => id).sort()).toEqual(['18', '19']);
    const template = orders.query(sql`SELECT * FROM c WHERE c.total >= ${18} AND c.customer = ${'c3'}`);
    expect((await template.toArray()).map(({ id }) => id)).toEqual(['19']);
  });

  it('read a partition key, or a feed range', async () => {
    const { orders } = open;
    const ofKey = await orders.query('SELECT * FROM c', { scope: 'c1' }).toArray();
    expect(ofKey.map(({ total }) => total)).toEqual([1, 5, 9, 13, 17]);
    const counts = await Promise.all(
      (await orders.feedRanges()).map((scope) =>
        orders.query<number>('SELECT VALUE COUNT(1) FROM c', { scope }).toArray(),
      ),
    );
    expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(20);
    expect(await orders.readAll({ scope: 'c1', maxItemCount: 2 }).toArray()).toEqual(ofKey);
    expect(await orders.readAll().toArray()).toHaveLength(20);
  });

  it('go on in another client from where a page ended', async () => {
    const { orders } = open;
    const text = 'SELECT VALUE c.total FROM c ORDER BY c.total';
    const first = await orders.query<number>(text, { maxItemCount: 7 }).pages().next();
    const continuationToken = first.value?.continuationToken;
    expect(continuationToken).toMatch(/^c1\./);
    const other = await openAnother(open);
    const rest = await other.orders.query<number>(text, { continuationToken }).toArray();
    expect([...(first.value?.items ?? []), ...rest]).toEqual(Array.from({ length: 20 }, (_, index) => index));
    await other.close();
  });

  it('refuse a continuation of another query, and damaged ones, before anything is sent', async () => {
    const { orders } = open;
    const { value: page } = await orders.query('SELECT * FROM c ORDER BY c.total', { maxItemCount: 2 }).pages().next();
    const { continuationToken } = page ?? {};
    for (const reading of [
      orders.query('SELECT * FROM c ORDER BY c.id', { continuationToken }).toArray(),
      orders.query('SELECT * FROM c', { continuationToken: 'c1.nonsense' }).toArray(),
    ]) {
      await expect(reading).rejects.toMatchObject({ code: 'invalid-continuation', diagnostics: { requestCount: 0 } });
    }
  });

  it('end when the signal says so, and when the reader leaves', async () => {
    const { orders } = open;
    const controller = new AbortController();
    const reading = orders.query('SELECT * FROM c', { signal: controller.signal, maxItemCount: 1 });
    const read = async (): Promise<void> => {
      for await (const _ of reading) controller.abort(new Error('enough'));
    };
    await expect(read()).rejects.toMatchObject({ code: 'aborted', cause: { message: 'enough' } });
    for await (const _ of orders.query('SELECT * FROM c', { maxItemCount: 1 })) break;
  });

  it('refuse what is no query, and options that make no sense, at once', () => {
    const { orders } = open;
    const refused = [
      () => orders.query(''),
      () => orders.query(undefined as never),
      () => orders.query({ query: 'SELECT 1', parameters: [{ name: 'x', value: 1 }] }),
      () => orders.query('SELECT 1', { maxItemCount: 0 }),
      () => orders.query('SELECT 1', { scope: ['a', 'b'] }),
      () => orders.query('SELECT 1', { partitionKey: 'a' } as never),
      () => orders.query('SELECT 1', { continuationToken: '' }),
      () => orders.query('SELECT 1', 'all' as never),
    ];
    for (const query of refused) expect(query).toThrow(TypeError);
  });

  it('tell what the service says of a query by the iteration', async () => {
    await expect(open.orders.query('SELEKT * FROM c').toArray()).rejects.toMatchObject({
      code: 'bad-request',
      status: { code: 400 },
    });
  });

  it('find databases and containers', async () => {
    const { client } = open;
    expect((await client.queryDatabases().toArray()).map(({ id }) => id)).toEqual(['shop']);
    const named = client.queryDatabases<string>(sql`SELECT VALUE d.id FROM d WHERE d.id = ${'shop'}`);
    expect(await named.toArray()).toEqual(['shop']);
    const database = client.database('shop');
    expect((await database.queryContainers().toArray()).map(({ id }) => id)).toEqual(['orders']);
    expect(await database.queryContainers<string>("SELECT VALUE c.id FROM c WHERE c.id = 'x'").toArray()).toEqual([]);
  });
});

describe('queries', () => {
  it('send nothing before rows are asked for, and at most three pages ahead of the reader', async () => {
    const open = await openAccount('in process');
    for (let total = 0; total < 40; total++)
      await open.orders.createItem({ id: String(total), customer: 'ada', total });
    let sent = 0;
    const counting: Transport = {
      send(request) {
        sent++;
        return open.account.transport().send(request);
      },
    };
    const other = await openAnother(open, counting);
    sent = 0;
    const pages = other.orders.query('SELECT * FROM c', { scope: 'ada', maxItemCount: 1 }).pages();
    expect(sent).toBe(0);
    await pages.next();
    // Whatever is read ahead is read by now, or never will be: the transport answers within one turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBeLessThanOrEqual(4);
    await pages.return();
    await other.close();
    await open.close();
  });
});

async function openAnother(
  { account }: OpenAccount,
  transport: Transport = account.transport(),
): Promise<Pick<OpenAccount, 'client' | 'orders' | 'close'>> {
  const runtime = createCosmosRuntime({ transport });
  const client = await CosmosClient.create({ runtime, endpoint: account.endpoint, key: account.key });
  const orders = await client.database('shop').container<{ id: string; customer: string; total: number }>('orders');
  return {
    client,
    orders,
    async close() {
      await client.close();
      await runtime.close();
    },
  };
}
