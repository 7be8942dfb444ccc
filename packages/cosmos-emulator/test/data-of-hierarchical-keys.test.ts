import { describe, expect, it } from '@jest/globals';
import { type AccountData, createEmulator } from '../src/index.ts';
import { atomic, resultsOf, set } from './support/batch-shop.ts';
import { createRawClient } from './support/raw-client.ts';
import { docs } from './support/rule-shop.ts';

const orders = '/dbs/shop/colls/orders';

describe('exported data of hierarchical partition keys', () => {
  const partitionKey = { paths: ['/tenant/id', '/user', '/device'], kind: 'MultiHash', version: 2 };
  const keys: readonly (readonly unknown[])[] = [
    ['t', 'u', 1],
    ['t', 'u', '1'],
    ['t', null, true],
    ['t', {}, {}],
    [{}, {}, {}],
    ['', '"],["', 1.5],
  ];
  /** A component that is left out is `{}` in the header. */
  const sentValueOf = (component: unknown) =>
    typeof component === 'object' && component !== null ? undefined : component;

  it('holds every item of them, which another account finds by the same keys', async () => {
    const uniqueKeys = [{ paths: ['/email'] }];
    const account = createEmulator({ partitionsPerContainer: 3 });
    const client = createRawClient(account);
    const properties = { uniqueKeyPolicy: { uniqueKeys }, defaultTtl: 1000 };
    await client.send('POST', '/dbs', { body: { id: 'shop' } });
    await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey, ...properties } });
    for (const pk of keys) {
      const [id, user, device] = pk.map(sentValueOf);
      const body = { id: '1', tenant: { id, name: 'n' }, user, device, email: 'a' };
      expect((await client.send('POST', docs, { body, pk })).status).toBe(201);
      await client.send('PATCH', `${docs}/1`, { body: [set('/total', 1)], pk });
    }
    const data = account.exportData();
    const copy = createEmulator();
    copy.importData(JSON.parse(JSON.stringify(data)) as AccountData);
    expect(copy.exportData()).toEqual(data);

    const copied = createRawClient(copy);
    for (const pk of keys) {
      const { status, json } = await copied.send('GET', `${docs}/1`, { pk });
      expect([pk, status, json.total]).toEqual([pk, 200, 1]);
      const rows = [{ operationType: 'Upsert', resourceBody: { ...json, id: '2' } }];
      expect(resultsOf(await copied.send('POST', docs, { body: rows, pk, headers: atomic }))).toEqual(['409/3301']);
    }
    const { json } = await copied.send('GET', orders);
    expect(json).toMatchObject({ partitionKey, ...properties });
  });
});
