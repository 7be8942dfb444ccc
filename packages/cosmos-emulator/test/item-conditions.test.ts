import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';
const body = { id: '1', customerId: 'ada' };
const upsert = { 'x-ms-documentdb-is-upsert': 'True' };

async function openShop(): Promise<RawClient> {
  const client = createRawClient(createEmulator({ seed: 1 }));
  await client.createShop();
  return client;
}

describe('conditions of item operations', () => {
  it('do not hold a create back: if-match is for what is there, if-none-match for reads', async () => {
    const client = await openShop();
    const headers = { 'if-match': '"other"', 'if-none-match': '*' };
    expect((await client.send('POST', docs, { body, pk: ['ada'], headers })).status).toBe(201);
    expect((await client.send('POST', docs, { body, pk: ['ada'], headers })).status).toBe(409);
  });

  it('leave if-none-match to reads: an upsert, replace, patch or delete does not look at it', async () => {
    const client = await openShop();
    const headers = { 'if-none-match': '*' };
    const options = { pk: ['ada'], headers };
    await client.send('POST', docs, { body, pk: ['ada'] });
    expect((await client.send('POST', docs, { ...options, body, headers: { ...upsert, ...headers } })).status).toBe(
      200,
    );
    expect((await client.send('PUT', `${docs}/1`, { ...options, body })).status).toBe(200);
    const patch = [{ op: 'set', path: '/a', value: 1 }];
    expect((await client.send('PATCH', `${docs}/1`, { ...options, body: patch })).status).toBe(200);
    expect((await client.send('GET', `${docs}/1`, options)).status).toBe(304);
    expect((await client.send('DELETE', `${docs}/1`, options)).status).toBe(204);
  });

  it('tell of the partition in refusals too', async () => {
    const client = await openShop();
    await client.send('POST', docs, { body, pk: ['ada'] });
    const headers = { 'if-match': '"other"' };
    const refusals = [
      await client.send('POST', docs, { body, pk: ['ada'] }),
      await client.send('POST', docs, { body, pk: ['ada'], headers: { ...upsert, ...headers } }),
      await client.send('PUT', `${docs}/1`, { body, pk: ['ada'], headers }),
      await client.send('DELETE', `${docs}/1`, { pk: ['ada'], headers }),
      await client.send('GET', `${docs}/2`, { pk: ['ada'] }),
    ];
    expect(refusals.map(({ status }) => status)).toEqual([409, 412, 412, 412, 404]);
    for (const refusal of refusals) {
      expect(refusal.headers).toMatchObject({ lsn: '1', 'x-ms-session-token': expect.stringMatching(/^[01]:-1#1$/) });
    }
    expect(refusals.map((refusal) => refusal.headers['x-ms-request-charge'])).toEqual([
      '1.24',
      '1.24',
      '1.24',
      '1.24',
      '1',
    ]);
  });

  it.each([
    ['Default', 201],
    ['Include', 201],
    ['include', 201],
    ['Exclude', 501],
    ['Some', 400],
  ])('answer the indexing directive %s with %i', async (directive, status) => {
    const client = await openShop();
    const headers = { 'x-ms-indexing-directive': directive };
    expect((await client.send('POST', docs, { body, pk: ['ada'], headers })).status).toBe(status);
    expect((await client.send('GET', `${docs}/1`, { pk: ['ada'], headers })).status).toBe(status === 201 ? 200 : 404);
  });
});

describe('ids of items', () => {
  it.each(['a/b', 'a\\b', 'a?b', 'a#b', '', ' ', 'a ', 'ä'.repeat(512), null, 5, ['a'], {}])(
    'cannot be %j',
    async (id) => {
      const client = await openShop();
      const headers = upsert;
      for (const options of [{}, { headers }]) {
        const { status, json } = await client.send('POST', docs, { body: { ...body, id }, pk: ['ada'], ...options });
        expect([status, json.code]).toEqual([400, 'BadRequest']);
      }
    },
  );

  it.each(['ä'.repeat(511), 'a b', '.', '..', '%', 'a%2Fb', '"', '日本', '+&=', 'constructor'])(
    'can be %j',
    async (id) => {
      const client = await openShop();
      const path = `${docs}/${encodeURIComponent(id)}`;
      expect((await client.send('POST', docs, { body: { ...body, id }, pk: ['ada'] })).status).toBe(201);
      const patch = [{ op: 'set', path: '/a', value: 1 }];
      expect((await client.send('PATCH', path, { body: patch, pk: ['ada'] })).json).toMatchObject({ id, a: 1 });
      expect((await client.send('PUT', path, { body: { ...body, id }, pk: ['ada'] })).status).toBe(200);
      expect((await client.send('DELETE', path, { pk: ['ada'] })).status).toBe(204);
    },
  );
});
