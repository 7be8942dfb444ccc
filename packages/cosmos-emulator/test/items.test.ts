import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';

async function openShop(partitionKey?: object): Promise<RawClient> {
  const client = createRawClient(
    createEmulator({ clock: { nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5, 678) }, seed: 1 }),
  );
  await client.createShop(partitionKey);
  return client;
}

describe('creating an item', () => {
  it('answers 201 with the item and its system properties', async () => {
    const client = await openShop();
    const body = { id: '1', customerId: 'ada', total: 12.5 };
    const { status, json, headers } = await client.send('POST', docs, { body, pk: ['ada'] });
    expect(status).toBe(201);
    expect(json).toEqual({
      ...body,
      _rid: expect.stringMatching(/^.{22}==$/),
      _self: expect.stringMatching(/^dbs\/.{8}\/colls\/.{12}\/docs\/.{24}\/$/),
      _etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
      _attachments: 'attachments/',
      _ts: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000,
    });
    expect(headers).toMatchObject({
      etag: json._etag,
      'x-ms-request-charge': '6.7',
      'x-ms-activity-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'x-ms-session-token': expect.stringMatching(/^[01]:-1#1$/),
      'x-ms-documentdb-partitionkeyrangeid': expect.stringMatching(/^[01]$/),
      'x-ms-alt-content-path': 'dbs/shop/colls/orders',
      'x-ms-resource-usage': expect.stringContaining('documentsCount=1;'),
      'content-type': 'application/json',
      lsn: '1',
      'x-ms-item-lsn': '1',
      date: 'Fri, 02 Jan 2026 03:04:05 GMT',
    });
  });

  it('answers 409 when partition key and id are taken', async () => {
    const client = await openShop();
    const body = { id: '1', customerId: 'ada' };
    await client.send('POST', docs, { body, pk: ['ada'] });
    const { status, json, headers } = await client.send('POST', docs, { body, pk: ['ada'] });
    expect([status, json.code]).toEqual([409, 'Conflict']);
    expect(headers['x-ms-session-token']).toMatch(/#1$/);
  });

  it('lets one id live under two partition keys', async () => {
    const client = await openShop();
    for (const customerId of ['ada', 'bob', null, 5, true]) {
      const { status } = await client.send('POST', docs, { body: { id: '1', customerId }, pk: [customerId] });
      expect(status).toBe(201);
    }
  });

  it('takes a missing partition key for one of its own, not for null', async () => {
    const client = await openShop();
    expect((await client.send('POST', docs, { body: { id: '1' }, pk: [{}] })).status).toBe(201);
    expect((await client.send('GET', `${docs}/1`, { pk: [{}] })).status).toBe(200);
    expect((await client.send('GET', `${docs}/1`, { pk: [null] })).status).toBe(404);
  });

  it.each([
    ['another key than the item has', ['bob'], { id: '1', customerId: 'ada' }],
    ['a text where the item has a number', ['5'], { id: '1', customerId: 5 }],
    ['null where the item has nothing', [null], { id: '1' }],
    ['two components for one path', ['ada', 'x'], { id: '1', customerId: 'ada' }],
    ['no component', [], { id: '1', customerId: 'ada' }],
  ])('answers 400/1001 when the header has %s', async (_name, pk, body) => {
    const client = await openShop();
    const { status, headers } = await client.send('POST', docs, { body, pk });
    expect([status, headers['x-ms-substatus']]).toEqual([400, '1001']);
  });

  it('answers 400 without a partition key header, or with one that is no JSON array', async () => {
    const client = await openShop();
    const body = { id: '1', customerId: 'ada' };
    const headers = { 'x-ms-documentdb-partitionkey': 'ada' };
    expect((await client.send('POST', docs, { body })).status).toBe(400);
    expect((await client.send('POST', docs, { body, headers })).status).toBe(400);
  });

  it('finds nested and hierarchical partition keys', async () => {
    const client = await openShop({ paths: ['/tenant/id', '/user'], kind: 'MultiHash', version: 2 });
    const body = { id: '1', tenant: { id: 't' }, user: 'u' };
    expect((await client.send('POST', docs, { body, pk: ['t', 'u'] })).status).toBe(201);
    expect((await client.send('GET', `${docs}/1`, { pk: ['t', 'u'] })).status).toBe(200);
    expect((await client.send('GET', `${docs}/1`, { pk: ['t'] })).status).toBe(400);
  });

  it.each([
    ['no id', { customerId: 'ada' }],
    ['a number for an id', { id: 1, customerId: 'ada' }],
    ['an empty id', { id: '', customerId: 'ada' }],
    ['a slash in the id', { id: 'a/b', customerId: 'ada' }],
    ['an id of 1,024 bytes', { id: 'ä'.repeat(512), customerId: 'ada' }],
    ['an array', [1]],
  ])('answers 400 for %s', async (_name, body) => {
    const client = await openShop();
    expect((await client.send('POST', docs, { body, pk: ['ada'] })).status).toBe(400);
  });

  it('answers 413 for more than 2 MB', async () => {
    const client = await openShop();
    const body = { id: '1', customerId: 'ada', text: 'x'.repeat(2 * 1024 * 1024) };
    const { status, json } = await client.send('POST', docs, { body, pk: ['ada'] });
    expect([status, json.code]).toEqual([413, 'RequestEntityTooLarge']);
  });

  it('answers without a body to return=minimal, ETag and charge included', async () => {
    const client = await openShop();
    const headers = { prefer: 'return=minimal' };
    const {
      status,
      json,
      headers: received,
    } = await client.send('POST', docs, {
      body: { id: '1', customerId: 'ada' },
      pk: ['ada'],
      headers,
    });
    expect([status, json]).toEqual([201, undefined]);
    expect(received).toMatchObject({ etag: expect.any(String), 'x-ms-request-charge': expect.any(String) });
    expect((await client.send('GET', `${docs}/1`, { pk: ['ada'], headers })).json.id).toBe('1');
  });

  it('ignores system properties that the client sends', async () => {
    const client = await openShop();
    const body = { id: '1', customerId: 'ada', _etag: 'mine', _rid: 'mine', _ts: 1, _self: 'x', _attachments: 'y' };
    const { json } = await client.send('POST', docs, { body, pk: ['ada'] });
    expect(json._etag).not.toBe('mine');
    expect(json._rid).not.toBe('mine');
    expect(Object.keys(json)).toEqual(['id', 'customerId', '_rid', '_self', '_etag', '_attachments', '_ts']);
  });

  it('keeps a property called __proto__', async () => {
    const client = await openShop();
    const body = new TextEncoder().encode('{"id":"1","customerId":"ada","__proto__":{"a":1}}');
    await client.send('POST', docs, { body, pk: ['ada'] });
    const { json } = await client.send('GET', `${docs}/1`, { pk: ['ada'] });
    expect(Object.getOwnPropertyDescriptor(json, '__proto__')?.value).toEqual({ a: 1 });
  });
});

describe('reading an item', () => {
  it('answers 200 with what was created, also for odd ids and keys', async () => {
    const client = await openShop();
    for (const id of ['a b', '100%', 'ä', "'", '..', '+', '🚀', '=', '&', ';']) {
      const body = { id, customerId: 'Ä"🚀' };
      const { json: created } = await client.send('POST', docs, { body, pk: [body.customerId] });
      const { status, json } = await client.send('GET', `${docs}/${encodeURIComponent(id)}`, { pk: [body.customerId] });
      expect([status, json]).toEqual([200, created]);
    }
  });

  it('answers 404 for another partition key, with the session token of its partition', async () => {
    const client = await openShop();
    await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const { status, json, headers } = await client.send('GET', `${docs}/1`, { pk: ['bob'] });
    expect([status, json.code, headers['x-ms-substatus']]).toEqual([404, 'NotFound', undefined]);
    expect(headers['x-ms-session-token']).toMatch(/^[01]:-1#\d+$/);
  });

  it('answers 304 without a body when the client has this version', async () => {
    const client = await openShop();
    const { json } = await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const read = (etag: string) => client.send('GET', `${docs}/1`, { pk: ['ada'], headers: { 'if-none-match': etag } });
    const unchanged = await read(json._etag);
    expect([unchanged.status, unchanged.json, unchanged.headers.etag]).toEqual([304, undefined, json._etag]);
    expect((await read('"other"')).status).toBe(200);
  });

  it('finds it by resource ids', async () => {
    const client = await openShop();
    const { json } = await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const byName = await client.send('GET', `/${json._self}`, { pk: ['ada'] });
    const byId = await client.send('GET', `/${json._self}`, { pk: ['ada'], link: json._rid.toLowerCase() });
    expect([byName.json, byId.json]).toEqual([json, json]);
    const neighbour = await keyOfSamePartition(client, byName.headers['x-ms-documentdb-partitionkeyrangeid']);
    expect((await client.send('GET', `/${json._self}`, { pk: [neighbour] })).status).toBe(404);
  });

  it('hands out bytes that the caller may change', async () => {
    const account = createEmulator();
    const client = createRawClient(account);
    await client.createShop();
    await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const transport = account.transport();
    const send = (request: Parameters<typeof transport.send>[0]) => transport.send(request);
    let captured: Uint8Array = new Uint8Array();
    const spy = createRawClient({
      ...account,
      transport: () => ({
        send: async (request) => {
          const response = await send(request);
          captured = response.body;
          return response;
        },
      }),
    });
    await spy.send('GET', `${docs}/1`, { pk: ['ada'] });
    captured.fill(0);
    expect((await client.send('GET', `${docs}/1`, { pk: ['ada'] })).json.id).toBe('1');
  });
});

describe('replacing an item', () => {
  it('answers 200 with a new ETag and the same resource id', async () => {
    const client = await openShop();
    const { json: created } = await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const body = { ...created, total: 5 };
    const { status, json } = await client.send('PUT', `${docs}/1`, { body, pk: ['ada'] });
    expect([status, json.total, json._rid]).toEqual([200, 5, created._rid]);
    expect(json._etag).not.toBe(created._etag);
  });

  it('answers 412 when if-match names another version, and leaves the item alone', async () => {
    const client = await openShop();
    const { json: created } = await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const replace = (etag: string) =>
      client.send('PUT', `${docs}/1`, {
        body: { id: '1', customerId: 'ada' },
        pk: ['ada'],
        headers: { 'if-match': etag },
      });
    expect((await replace(created._etag)).status).toBe(200);
    const stale = await replace(created._etag);
    expect([stale.status, stale.json.code]).toEqual([412, 'PreconditionFailed']);
    expect(stale.headers['x-ms-session-token']).toMatch(/#2$/);
    expect((await replace('*')).status).toBe(200);
  });

  it('answers 404 for a missing item, 400 for another id, 400/1001 for another key', async () => {
    const client = await openShop();
    const replace = (body: object) => client.send('PUT', `${docs}/1`, { body, pk: ['ada'] });
    expect((await replace({ id: '1', customerId: 'ada' })).status).toBe(404);
    await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    expect((await replace({ id: '2', customerId: 'ada' })).status).toBe(400);
    expect((await replace({ id: '1', customerId: 'bob' })).headers['x-ms-substatus']).toBe('1001');
  });
});

describe('upserting an item', () => {
  const upsert = (client: RawClient, headers: Record<string, string> = {}) =>
    client.send('POST', docs, {
      body: { id: '1', customerId: 'ada' },
      pk: ['ada'],
      headers: { 'x-ms-documentdb-is-upsert': 'True', ...headers },
    });

  it('answers 201 for a new item and 200 for one that is there', async () => {
    const client = await openShop();
    expect((await upsert(client)).status).toBe(201);
    expect((await upsert(client)).status).toBe(200);
    expect((await client.send('GET', docs)).json._count).toBe(1);
  });

  it('looks at if-match only when there is an item', async () => {
    const client = await openShop();
    expect((await upsert(client, { 'if-match': '"other"' })).status).toBe(201);
    expect((await upsert(client, { 'if-match': '"other"' })).status).toBe(412);
  });
});

describe('deleting an item', () => {
  it('answers 204 without a body, then 404', async () => {
    const client = await openShop();
    await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const remove = () => client.send('DELETE', `${docs}/1`, { pk: ['ada'] });
    const first = await remove();
    expect([first.status, first.json]).toEqual([204, undefined]);
    expect(first.headers['x-ms-session-token']).toMatch(/#2$/);
    expect((await remove()).status).toBe(404);
  });

  it('answers 412 when if-match names another version', async () => {
    const client = await openShop();
    await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const headers = { 'if-match': '"other"' };
    expect((await client.send('DELETE', `${docs}/1`, { pk: ['ada'], headers })).status).toBe(412);
    expect((await client.send('GET', `${docs}/1`, { pk: ['ada'] })).status).toBe(200);
  });

  it('frees the space it took, as replacing by a smaller one does', async () => {
    const client = await openShop();
    const text = 'x'.repeat(10_240);
    const item = { id: '1', customerId: 'ada' };
    const usages = [
      await client.send('POST', docs, { body: { ...item, text }, pk: ['ada'] }),
      await client.send('PUT', `${docs}/1`, { body: item, pk: ['ada'] }),
      await client.send('DELETE', `${docs}/1`, { pk: ['ada'] }),
    ].map(({ headers }) => headers['x-ms-resource-usage']);
    expect(usages).toEqual([
      expect.stringContaining('documentsSize=11;documentsCount=1;'),
      expect.stringContaining('documentsSize=1;documentsCount=1;'),
      expect.stringContaining('documentsSize=0;documentsCount=0;'),
    ]);
  });

  it('gives a new resource id to an item that is created again', async () => {
    const client = await openShop();
    const create = () => client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const { json: first } = await create();
    await client.send('DELETE', `${docs}/1`, { pk: ['ada'] });
    expect((await create()).json._rid).not.toBe(first._rid);
  });
});

describe('listing items', () => {
  async function openFilledShop(): Promise<RawClient> {
    const client = await openShop();
    for (let number = 0; number < 20; number++) {
      const customerId = `customer-${number % 4}`;
      await client.send('POST', docs, { body: { id: String(number), customerId }, pk: [customerId] });
    }
    return client;
  }

  async function readAll(client: RawClient, options: { pk?: string[]; headers?: Record<string, string> } = {}) {
    const ids: string[] = [];
    let continuation: string | undefined;
    let pages = 0;
    do {
      const page = await client.send('GET', docs, {
        ...(options.pk && { pk: options.pk }),
        headers: {
          'x-ms-max-item-count': '3',
          ...options.headers,
          ...(continuation && { 'x-ms-continuation': continuation }),
        },
      });
      expect(page.status).toBe(200);
      ids.push(...page.json.Documents.map(({ id }: { id: string }) => id));
      continuation = page.headers['x-ms-continuation'];
      pages++;
    } while (continuation !== undefined);
    return { ids, pages };
  }

  it('goes page by page through all partitions, every item once', async () => {
    const { ids, pages } = await readAll(await openFilledShop());
    expect([...ids].sort((left, right) => Number(left) - Number(right))).toEqual(
      Array.from({ length: 20 }, (_, n) => String(n)),
    );
    expect(pages).toBe(7);
  });

  it('ends a page before it holds more than 4 MB', async () => {
    const client = await openShop();
    const text = 'x'.repeat(1_500_000);
    for (const id of ['1', '2', '3']) {
      await client.send('POST', docs, { body: { id, customerId: 'ada', text }, pk: ['ada'] });
    }
    const first = await client.send('GET', docs, { pk: ['ada'] });
    const continuation = first.headers['x-ms-continuation'] ?? '';
    const second = await client.send('GET', docs, { pk: ['ada'], headers: { 'x-ms-continuation': continuation } });
    expect([first.json._count, second.json._count, second.headers['x-ms-continuation']]).toEqual([2, 1, undefined]);
  });

  it('holds a hundred items on a page unless asked for more, and never more than a thousand', async () => {
    const client = await openShop();
    for (let number = 0; number < 1001; number++) {
      await client.send('POST', docs, { body: { id: String(number), customerId: 'ada' }, pk: ['ada'] });
    }
    const countOf = async (size: string) =>
      (await client.send('GET', docs, { headers: { 'x-ms-max-item-count': size } })).json._count;
    expect(await Promise.all(['-1', '500', '5000'].map(countOf))).toEqual([100, 500, 1000]);
    expect((await client.send('GET', docs)).json._count).toBe(100);
  });

  it('keeps to one partition key, in the order of creation', async () => {
    const { ids } = await readAll(await openFilledShop(), { pk: ['customer-1'] });
    expect(ids).toEqual(['1', '5', '9', '13', '17']);
  });

  it('keeps to one partition key range', async () => {
    const client = await openFilledShop();
    const [first, second] = await Promise.all(
      ['0', '1'].map((id) => readAll(client, { headers: { 'x-ms-documentdb-partitionkeyrangeid': id } })),
    );
    expect((first?.ids.length ?? 0) + (second?.ids.length ?? 0)).toBe(20);
    const { _rid } = (await client.send('GET', '/dbs/shop/colls/orders')).json;
    const withOwner = await readAll(client, { headers: { 'x-ms-documentdb-partitionkeyrangeid': `${_rid},0` } });
    expect(withOwner.ids).toEqual(first?.ids);
    expect(first?.ids.length).toBeGreaterThan(0);
    expect(second?.ids.length).toBeGreaterThan(0);
  });

  it('does not take one key for another that starts alike, hierarchical prefixes included', async () => {
    const client = await openShop({ paths: ['/a', '/b'], kind: 'MultiHash', version: 2 });
    for (const [a, b] of [
      ['x', '1'],
      ['x', '2'],
      ['xy', '1'],
    ] as const) {
      await client.send('POST', docs, { body: { id: `${a}${b}`, a, b }, pk: [a, b] });
    }
    expect((await client.send('GET', docs, { pk: ['x'] })).json._count).toBe(2);
    expect((await client.send('GET', docs, { pk: ['x', '2'] })).json._count).toBe(1);
    expect((await client.send('GET', docs, { pk: ['x', '2', 'z'] })).status).toBe(400);
  });

  it('answers 410/1002 for a range that is not there, 400 for a continuation that is none', async () => {
    const client = await openShop();
    const gone = await client.send('GET', docs, { headers: { 'x-ms-documentdb-partitionkeyrangeid': '7' } });
    expect([gone.status, gone.headers['x-ms-substatus']]).toEqual([410, '1002']);
    expect((await client.send('GET', docs, { headers: { 'x-ms-continuation': 'x' } })).status).toBe(400);
  });
});

describe('session tokens', () => {
  it('count the writes of each partition', async () => {
    const client = await openShop();
    const create = (id: string) => client.send('POST', docs, { body: { id, customerId: 'ada' }, pk: ['ada'] });
    const tokens = [(await create('1')).headers, (await create('2')).headers].map(
      (headers) => headers['x-ms-session-token'],
    );
    expect(tokens.map((token) => token?.split('#')[1])).toEqual(['1', '2']);
  });

  it('answer 404/1002 to a client that has seen more than there is', async () => {
    const client = await openShop();
    const { headers } = await client.send('POST', docs, { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
    const range = headers['x-ms-documentdb-partitionkeyrangeid'];
    const other = range === '0' ? '1' : '0';
    const read = async (token: string) => {
      const response = await client.send('GET', `${docs}/1`, { pk: ['ada'], headers: { 'x-ms-session-token': token } });
      return [response.status, response.headers['x-ms-substatus']];
    };
    expect(await read(`${range}:-1#1`)).toEqual([200, undefined]);
    expect(await read(`${range}:-1#2`)).toEqual([404, '1002']);
    expect(await read(`${range}:0#0`)).toEqual([404, '1002']);
    expect(await read(`${range}:-2#99`)).toEqual([200, undefined]);
    expect(await read(`${other}:-1#99,${range}:-1#1`)).toEqual([200, undefined]);
    expect(await read(`${range}:2`)).toEqual([404, '1002']);
    expect(await read(`${range}:-1#9223372036854775807`)).toEqual([404, '1002']);
    expect(await read('nonsense')).toEqual([400, undefined]);
  });
});

/** A partition key whose items lie in a physical partition. */
async function keyOfSamePartition(client: RawClient, rangeId: string | undefined): Promise<string> {
  for (let number = 0; ; number++) {
    const { headers } = await client.send('GET', `${docs}/none`, { pk: [`key-${number}`] });
    if (headers['x-ms-documentdb-partitionkeyrangeid'] === rangeId) return `key-${number}`;
  }
}
