import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const orders = '/dbs/shop/colls/orders';
const docs = `${orders}/docs`;

async function openShop(partitionKey?: object): Promise<RawClient> {
  const client = createRawClient(createEmulator({ seed: 1 }));
  await client.createShop(partitionKey);
  return client;
}

describe('deleting a partition key', () => {
  it('removes all its items and no other, as one write', async () => {
    const client = await openShop();
    for (const customerId of ['ada', 'ada2', 'ad']) {
      for (const id of ['1', '2']) await client.send('POST', docs, { body: { id, customerId }, pk: [customerId] });
    }
    const { headers: before } = await client.send('GET', `${docs}/1`, { pk: ['ada'] });
    const { status, json, headers } = await client.send('POST', `${orders}/operations/partitionkeydelete`, {
      pk: ['ada'],
    });
    expect([status, json]).toEqual([200, undefined]);
    expect(headers).toMatchObject({
      lsn: String(Number(before.lsn) + 1),
      'x-ms-cosmos-is-partition-key-delete-pending': 'false',
      'x-ms-request-charge': '20.2',
      'x-ms-resource-usage': expect.stringContaining('documentsCount=4;'),
    });
    expect((await client.send('GET', docs, { pk: ['ada'] })).json._count).toBe(0);
    expect((await client.send('GET', docs)).json._count).toBe(4);
  });

  it('tells apart numbers that begin alike', async () => {
    const client = await openShop();
    for (const customerId of [1, 1.5, 10]) {
      await client.send('POST', docs, { body: { id: '1', customerId }, pk: [customerId] });
    }
    await client.send('POST', `${orders}/operations/partitionkeydelete`, { pk: [1] });
    const { json } = await client.send('GET', docs);
    expect(json.Documents.map(({ customerId }: { customerId: number }) => customerId).sort()).toEqual([1.5, 10]);
  });

  it('uses no log sequence number when there is nothing to remove', async () => {
    const client = await openShop();
    const remove = () => client.send('POST', `${orders}/operations/partitionkeydelete`, { pk: ['ada'] });
    expect((await remove()).headers).toMatchObject({ lsn: '0', 'x-ms-request-charge': '1' });
    await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    expect((await remove()).headers.lsn).toBe('2');
    expect((await remove()).headers.lsn).toBe('2');
  });

  it('shows up in the feed of all versions and deletes', async () => {
    const client = await openShop();
    const headers = { 'a-im': 'Full-Fidelity Feed', 'if-none-match': '*' };
    const { headers: start } = await client.send('GET', docs, { pk: ['ada'], headers });
    for (const id of ['1', '2']) await client.send('POST', docs, { body: { id, customerId: 'ada' }, pk: ['ada'] });
    await client.send('POST', `${orders}/operations/partitionkeydelete`, { pk: ['ada'] });
    const { json } = await client.send('GET', docs, {
      pk: ['ada'],
      headers: { ...headers, 'if-none-match': start.etag ?? '' },
    });
    expect(json.Documents.slice(2)).toMatchObject([
      { current: {}, previous: { id: '1' }, metadata: { operationType: 'delete', lsn: 3, previousImageLSN: 1 } },
      { current: {}, previous: { id: '2' }, metadata: { operationType: 'delete', lsn: 3, previousImageLSN: 2 } },
    ]);
  });

  it('takes a complete hierarchical key, and answers 400 to its prefix or none', async () => {
    const client = await openShop({ paths: ['/tenant', '/user'], kind: 'MultiHash', version: 2 });
    for (const user of ['u', 'v']) {
      await client.send('POST', docs, { body: { id: '1', tenant: 't', user }, pk: ['t', user] });
    }
    const remove = (pk?: readonly string[]) =>
      client.send('POST', `${orders}/operations/partitionkeydelete`, pk === undefined ? {} : { pk });
    expect((await remove(['t'])).headers['x-ms-substatus']).toBe('1001');
    expect((await remove()).status).toBe(400);
    expect((await remove(['t', 'u'])).status).toBe(200);
    expect((await client.send('GET', docs)).json.Documents).toMatchObject([{ user: 'v' }]);
  });

  it('is throttled as other operations on items are', async () => {
    const client = createRawClient(createEmulator({ throttling: true, clock: { nowMs: () => 5_000 } }));
    await client.createShop();
    const create = (id: number) =>
      client.send('POST', docs, { body: { id: String(id), customerId: 'ada' }, pk: ['ada'] });
    for (let id = 0; (await create(id)).status === 201 && id < 100; id++);
    const { status } = await client.send('POST', `${orders}/operations/partitionkeydelete`, { pk: ['ada'] });
    expect(status).toBe(429);
  });

  it('answers 405 to other methods and 404/1003 in a missing container', async () => {
    const client = await openShop();
    expect((await client.send('DELETE', `${orders}/operations/partitionkeydelete`, { pk: ['ada'] })).status).toBe(405);
    const missing = await client.send('POST', '/dbs/shop/colls/none/operations/partitionkeydelete', { pk: ['ada'] });
    expect([missing.status, missing.headers['x-ms-substatus']]).toEqual([404, '1003']);
  });
});
