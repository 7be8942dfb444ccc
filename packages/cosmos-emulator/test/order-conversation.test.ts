import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '../src/index.ts';
import { fetchTransport } from './support/fetch-transport.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

/** What a client finds when it connects. */
interface Connection {
  readonly account: EmulatedAccount;
  readonly client: RawClient;
}

const connections: Record<string, () => Promise<Connection>> = {
  'in process': async () => {
    const account = createEmulator({ regions: ['East US', 'West US'] });
    return { account, client: createRawClient(account) };
  },
  'over HTTP': async () => {
    const account = createEmulator({ regions: ['East US', 'West US'] });
    const { endpoint } = await account.listen();
    return { account, client: createRawClient({ key: account.key, endpoint, transport: () => fetchTransport }) };
  },
};

describe.each(Object.entries(connections))('an order, %s', (_name, open) => {
  it('is placed, paid under if-match, read on while the write region fails, and settled once it is back', async () => {
    const { account, client } = await open();
    const { json: document } = await client.send('GET', '/');
    const [east, west]: string[] = document.readableLocations.map(
      (location: { databaseAccountEndpoint: string }) => location.databaseAccountEndpoint,
    );
    if (east === undefined || west === undefined) throw new Error('The account document lists two regions.');
    await client.createShop();
    const docs = '/dbs/shop/colls/orders/docs';
    const pk = ['customer-7'];

    const order = { id: 'order-1', customerId: 'customer-7', status: 'placed', lines: [{ sku: 'tea', quantity: 2 }] };
    const placed = await client.send('POST', docs, { body: order, pk, host: east });
    expect(placed.status).toBe(201);

    const paid = await client.send('PUT', `${docs}/order-1`, {
      body: { ...placed.json, status: 'paid' },
      pk,
      host: east,
      headers: { 'if-match': placed.headers.etag ?? '' },
    });
    expect([paid.status, paid.json.status]).toEqual([200, 'paid']);
    const token = paid.headers['x-ms-session-token'] ?? '';

    await account.control.failRegion('East US', { kind: 'status', status: 503 });
    const read = (host: string) =>
      client.send('GET', `${docs}/order-1`, { pk, host, headers: { 'x-ms-session-token': token } });
    expect((await read(east)).status).toBe(503);
    const readInWest = await read(west);
    expect([readInWest.status, readInWest.json]).toEqual([200, paid.json]);
    const refused = await client.send('DELETE', `${docs}/order-1`, { pk, host: west });
    expect([refused.status, refused.headers['x-ms-substatus']]).toEqual([403, '3']);

    await account.control.restoreRegion('East US');
    const late = await client.send('PUT', `${docs}/order-1`, {
      body: { ...placed.json, status: 'cancelled' },
      pk,
      host: east,
      headers: { 'if-match': placed.headers.etag ?? '' },
    });
    expect(late.status).toBe(412);
    expect((await client.send('DELETE', `${docs}/order-1`, { pk, host: east })).status).toBe(204);
    expect((await read(west)).status).toBe(404);
    await account.close();
  });
});
