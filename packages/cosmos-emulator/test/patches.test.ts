import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';
const order = { id: '1', customerId: 'ada', status: 'Open', total: 5, lines: ['tea'], 'a/b': { 'm~n': 1 } };

type Headers = Readonly<Record<string, string>>;

async function openShop(partitionKey?: object): Promise<RawClient> {
  const client = createRawClient(createEmulator({ seed: 1 }));
  await client.createShop(partitionKey);
  return client;
}

async function openOrder(): Promise<{
  readonly client: RawClient;
  readonly etag: string;
  readonly patch: (body: unknown, headers?: Headers) => ReturnType<RawClient['send']>;
  readonly read: () => Promise<Record<string, unknown>>;
}> {
  const client = await openShop();
  const { json } = await client.send('POST', docs, { body: order, pk: ['ada'] });
  return {
    client,
    etag: json._etag,
    patch: (body, headers = {}) =>
      client.send('PATCH', `${docs}/1`, {
        body,
        pk: ['ada'],
        headers: { 'content-type': 'application/json_patch+json', ...headers },
      }),
    read: async () => (await client.send('GET', `${docs}/1`, { pk: ['ada'] })).json,
  };
}

describe('patching an item', () => {
  it('answers 200 with the item, a new ETag and the charge of a change', async () => {
    const { patch, read, etag } = await openOrder();
    const operations = [
      { op: 'set', path: '/status', value: 'Paid' },
      { op: 'incr', path: '/total', value: 2.5 },
      { op: 'add', path: '/lines/0', value: 'milk' },
      { op: 'replace', path: '/a~1b/m~0n', value: 2 },
      { op: 'move', from: '/a~1b', path: '/c' },
      { op: 'remove', path: '/lines/1' },
    ];
    const { status, json, headers } = await patch({ operations });
    expect(status).toBe(200);
    expect(json).toMatchObject({ id: '1', customerId: 'ada', status: 'Paid', total: 7.5, lines: ['milk'] });
    expect([json.c, json['a/b']]).toEqual([{ 'm~n': 2 }, undefined]);
    expect(json._etag).not.toBe(etag);
    expect(headers).toMatchObject({ etag: json._etag, 'x-ms-request-charge': '11.4', lsn: '2', 'x-ms-item-lsn': '2' });
    expect(headers['x-ms-session-token']).toMatch(/#2$/);
    expect(await read()).toEqual(json);
  });

  it('takes the operations alone for a patch, of any content type', async () => {
    const { patch } = await openOrder();
    const body = [{ op: 'set', path: '/status', value: 'Paid' }];
    expect((await patch(body, { 'content-type': 'application/json' })).json.status).toBe('Paid');
  });

  it('answers without a body to return=minimal', async () => {
    const { patch, read } = await openOrder();
    const { status, json, headers } = await patch([{ op: 'set', path: '/total', value: 9 }], {
      prefer: 'return=minimal',
    });
    expect([status, json, headers.etag]).toEqual([200, undefined, (await read())._etag]);
  });

  it('answers 412 when if-match names another version, and 200 when it names this one', async () => {
    const { patch, etag, read } = await openOrder();
    const body = [{ op: 'set', path: '/total', value: 9 }];
    const stale = await patch(body, { 'if-match': '"other"' });
    expect([stale.status, stale.headers['x-ms-substatus'], (await read()).total]).toEqual([412, undefined, 5]);
    expect((await patch(body, { 'if-match': etag })).status).toBe(200);
  });

  it('answers 404 for a missing item, and 404/1003 in a missing container', async () => {
    const { client } = await openOrder();
    const body = [{ op: 'set', path: '/total', value: 9 }];
    expect((await client.send('PATCH', `${docs}/2`, { body, pk: ['ada'] })).status).toBe(404);
    expect((await client.send('PATCH', `${docs}/1`, { body, pk: ['bob'] })).status).toBe(404);
    const missing = await client.send('PATCH', '/dbs/shop/colls/none/docs/1', { body, pk: ['ada'] });
    expect([missing.status, missing.headers['x-ms-substatus']]).toEqual([404, '1003']);
  });

  it('patches by resource id', async () => {
    const { client } = await openOrder();
    const { json: container } = await client.send('GET', '/dbs/shop/colls/orders');
    const { json: item } = await client.send('GET', `${docs}/1`, { pk: ['ada'] });
    const { json: database } = await client.send('GET', '/dbs/shop');
    const path = `/dbs/${database._rid}/colls/${container._rid}/docs/${item._rid}`;
    const link = item._rid.toLowerCase();
    const body = [{ op: 'set', path: '/total', value: 9 }];
    expect((await client.send('PATCH', path, { body, pk: ['ada'], link })).json.total).toBe(9);
  });

  it.each([
    ['holds, case kept', "from c where c.status = 'Open'", 200],
    ['does not hold, case kept', "from c where c.status = 'open'", 412],
    ['is about nested values and functions', 'FROM o WHERE ARRAY_CONTAINS(o.lines, "tea") AND o.total < 6', 200],
    ['is about what is not there', 'from c where c.missing = 1', 412],
    ['joins', 'from c join l in c.lines where l = "tea"', 200],
    ['has no where', 'from c', 200],
    ['is about system properties', 'from c where c._ts > 0', 200],
  ])('with a condition that %s', async (_title, condition, expected) => {
    const { patch, read } = await openOrder();
    const operations = [{ op: 'set', path: '/total', value: 9 }];
    const { status, headers } = await patch({ operations, condition });
    expect([status, headers['x-ms-substatus']]).toEqual([expected, expected === 412 ? '1110' : undefined]);
    expect((await read()).total).toBe(expected === 412 ? 5 : 9);
  });

  it.each([
    ['no query', 'c.status = 1'],
    ['a syntax error', 'from c where c.status ='],
    ['an unknown name', 'from c where x.status = 1'],
    ['an order', 'from c order by c.total'],
    ['a group', 'from c group by c.total'],
    ['a window', 'from c offset 0 limit 1'],
    ['a number', 5],
  ])('answers 400 to a condition that is %s', async (_title, condition) => {
    const { patch, read } = await openOrder();
    const operations = [{ op: 'set', path: '/total', value: 9 }];
    const { status, json } = await patch({ operations, condition });
    expect([status, json.code, (await read()).total]).toEqual([400, 'BadRequest', 5]);
  });

  it('checks the condition before it looks at whether the patch fits', async () => {
    const { patch } = await openOrder();
    const operations = [{ op: 'replace', path: '/missing', value: 9 }];
    expect((await patch({ operations, condition: 'from c where c.total = 0' })).status).toBe(412);
    expect((await patch({ operations, condition: 'from c where c.total = 5' })).status).toBe(400);
  });

  it('does all operations or none', async () => {
    const { patch, read } = await openOrder();
    const operations = [
      { op: 'set', path: '/total', value: 9 },
      { op: 'replace', path: '/missing', value: 9 },
    ];
    const { status, json, headers } = await patch(operations);
    expect([status, headers.lsn]).toEqual([400, '1']);
    expect(json.message).toContain('For Operation(2): Node(/missing) to be replaced is absent');
    expect((await read()).total).toBe(5);
  });

  it('takes ten operations, and answers 400 to eleven', async () => {
    const { patch } = await openOrder();
    const operations = Array.from({ length: 11 }, () => ({ op: 'incr', path: '/total', value: 1 }));
    expect((await patch(operations.slice(1))).json.total).toBe(15);
    const { status, json } = await patch(operations);
    expect(status).toBe(400);
    expect(json.message).toContain("The number of patch operations can't exceed 10.");
  });

  it.each([
    ['no operations', {}],
    ['an empty list', []],
    ['a text', '"set"'],
    ['null for an operation', [null]],
    ['an unknown operation', [{ op: 'test', path: '/a', value: 1 }]],
    ['a path without a slash', [{ op: 'set', path: 'a', value: 1 }]],
    ['the whole item for a path', [{ op: 'set', path: '', value: {} }]],
    ['a number for a path', [{ op: 'set', path: 1, value: 1 }]],
    ['a wrong escape', [{ op: 'set', path: '/a~2', value: 1 }]],
    ['no value', [{ op: 'set', path: '/a' }]],
    ['a text to add to a number', [{ op: 'incr', path: '/total', value: '1' }]],
    ['a move from nowhere', [{ op: 'move', path: '/a' }]],
    ['a move into a descendant', [{ op: 'move', from: '/lines', path: '/lines/0' }]],
    ['a system property', [{ op: 'set', path: '/_ts', value: 1 }]],
    ['a part of a system property', [{ op: 'add', path: '/_etag/a', value: 1 }]],
    ['the id', [{ op: 'set', path: '/id', value: '2' }]],
    ['the partition key', [{ op: 'set', path: '/customerId', value: 'bob' }]],
    ['the same partition key', [{ op: 'set', path: '/customerId', value: 'ada' }]],
    ['a move of the partition key', [{ op: 'move', from: '/customerId', path: '/a' }]],
  ])('answers 400 to %s', async (_title, body) => {
    const { patch, read } = await openOrder();
    expect((await patch(body)).status).toBe(400);
    expect(await read()).toMatchObject(order);
  });

  it('moves an item onto itself', async () => {
    const { patch } = await openOrder();
    expect((await patch([{ op: 'move', from: '/total', path: '/total' }])).json.total).toBe(5);
  });

  it('answers 400 to what holds a nested partition key, and patches beside it', async () => {
    const client = await openShop({ paths: ['/tenant/id', '/user'], kind: 'MultiHash', version: 2 });
    await client.send('POST', docs, { body: { id: '1', tenant: { id: 't' }, user: 'u' }, pk: ['t', 'u'] });
    const patch = async (path: string) => {
      const body = [{ op: 'set', path, value: {} }];
      return (await client.send('PATCH', `${docs}/1`, { body, pk: ['t', 'u'] })).status;
    };
    expect(await patch('/tenant')).toBe(400);
    expect(await patch('/tenant/id/x')).toBe(400);
    expect(await patch('/user')).toBe(400);
    expect(await patch('/tenant/name')).toBe(200);
    expect(await patch('/users')).toBe(200);
  });

  it('answers 400 to what lies in an object where the partition key should be', async () => {
    const client = await openShop();
    await client.send('POST', docs, { body: { id: '1', customerId: {} }, pk: [{}] });
    const body = [{ op: 'set', path: '/customerId/a', value: 1 }];
    expect((await client.send('PATCH', `${docs}/1`, { body, pk: [{}] })).status).toBe(400);
  });

  it('answers 413 when the item would grow beyond 2 MB', async () => {
    const { patch, read } = await openOrder();
    const value = 'x'.repeat(1024 * 1024);
    expect((await patch([{ op: 'set', path: '/one', value }])).status).toBe(200);
    const { status, json } = await patch([{ op: 'set', path: '/two', value }]);
    expect([status, json.code]).toEqual([413, 'RequestEntityTooLarge']);
    expect((await read()).two).toBeUndefined();
  });

  it('reaches other regions and the change feed as any write does', async () => {
    const account = createEmulator({ regions: ['East US', 'West US'] });
    const client = createRawClient(account);
    await client.createShop();
    await client.send('POST', docs, { body: order, pk: ['ada'] });
    const body = [{ op: 'set', path: '/total', value: 9 }];
    await client.send('PATCH', `${docs}/1`, { body, pk: ['ada'] });
    const host = account.endpoint.replace(/(\.emulator\.invalid)/, '-westus$1');
    expect((await client.send('GET', `${docs}/1`, { pk: ['ada'], host })).json.total).toBe(9);
    expect((await client.send('PATCH', `${docs}/1`, { body, pk: ['ada'], host })).headers['x-ms-substatus']).toBe('3');
    const feed = await client.send('GET', docs, { headers: { 'a-im': 'Incremental Feed' } });
    expect(feed.json.Documents).toMatchObject([{ id: '1', total: 9, _lsn: 2 }]);
  });
});
