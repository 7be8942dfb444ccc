import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';

type Headers = Readonly<Record<string, string>>;
type Response = ReturnType<RawClient['send']>;

interface Shop {
  readonly account: EmulatedAccount;
  readonly client: RawClient;
  /** Sends an atomic batch for `ada`. */
  readonly batch: (rows: unknown, headers?: Headers) => Response;
  /** The ids that `ada` has. */
  readonly ids: () => Promise<readonly string[]>;
}

async function openShop(options: Parameters<typeof createEmulator>[0] = {}): Promise<Shop> {
  const account = createEmulator({ seed: 1, ...options });
  const client = createRawClient(account);
  await client.createShop();
  return {
    account,
    client,
    batch: (body, headers = {}) =>
      client.send('POST', docs, {
        body,
        pk: ['ada'],
        headers: { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True', ...headers },
      }),
    ids: async () =>
      (await client.send('GET', docs, { pk: ['ada'] })).json.Documents.map(({ id }: { id: string }) => id),
  };
}

const item = (id: string, content: object = {}) => ({ id, customerId: 'ada', ...content });
const create = (id: string, content: object = {}) => ({ operationType: 'Create', resourceBody: item(id, content) });
const statuses = ({ json }: Awaited<Response>) => json.map(({ statusCode }: { statusCode: number }) => statusCode);

describe('a transactional batch', () => {
  it('carries out all its operations, each over what those before it did', async () => {
    const { batch, client, ids } = await openShop();
    await client.send('POST', docs, { body: item('old'), pk: ['ada'] });
    const response = await batch([
      create('1', { total: 1 }),
      { operationType: 'Read', id: '1' },
      { operationType: 'Replace', id: '1', resourceBody: item('1', { total: 2 }) },
      { operationType: 'Upsert', resourceBody: item('1', { total: 3 }) },
      { operationType: 'Upsert', resourceBody: item('2') },
      { operationType: 'Patch', id: '1', resourceBody: { operations: [{ op: 'incr', path: '/total', value: 4 }] } },
      { operationType: 'Delete', id: 'old' },
      { operationType: 'Delete', id: '2' },
      create('2', { again: true }),
    ]);
    expect(response.status).toBe(200);
    expect(statuses(response)).toEqual([201, 200, 200, 200, 201, 200, 204, 204, 201]);
    const [first, read, , , , patched, removed, , recreated] = response.json;
    expect(first).toEqual({
      statusCode: 201,
      eTag: first.resourceBody._etag,
      resourceBody: {
        ...item('1', { total: 1 }),
        _rid: expect.any(String),
        _self: expect.any(String),
        _etag: expect.stringMatching(/^".{36}"$/),
        _attachments: 'attachments/',
        _ts: expect.any(Number),
      },
      requestCharge: 6.7,
    });
    expect(read).toMatchObject({ resourceBody: first.resourceBody, requestCharge: 1 });
    expect(patched.resourceBody).toMatchObject({ total: 7, _rid: first.resourceBody._rid });
    expect(removed).toEqual({ statusCode: 204, requestCharge: 9.6 });
    expect(await ids()).toEqual(['1', '2']);
    const stored = await client.send('GET', `${docs}/2`, { pk: ['ada'] });
    expect(stored.json).toEqual(recreated.resourceBody);
  });

  it('is one write: one log sequence number, one session token, the charge of all', async () => {
    const { batch, client } = await openShop();
    const { headers, json } = await batch([create('1'), create('2'), { operationType: 'Read', id: '1' }]);
    expect(headers).toMatchObject({ lsn: '1', 'x-ms-item-count': '3', 'x-ms-request-charge': '13.8' });
    expect(headers['x-ms-session-token']).toMatch(/:-1#1$/);
    expect(json[0].resourceBody._rid).not.toBe(json[1].resourceBody._rid);
    const next = await client.send('POST', docs, { body: item('3'), pk: ['ada'] });
    expect([next.headers.lsn, next.json._rid]).toEqual(['2', expect.not.stringMatching(json[1].resourceBody._rid)]);
  });

  it('shows up in the change feed with all its writes', async () => {
    const { batch, client } = await openShop();
    const avad = { 'a-im': 'Full-Fidelity Feed' };
    const { headers: start } = await client.send('GET', docs, {
      pk: ['ada'],
      headers: { ...avad, 'if-none-match': '*' },
    });
    await batch([
      create('1', { total: 1 }),
      { operationType: 'Delete', id: '1' },
      create('1', { total: 2 }),
      create('2'),
    ]);
    const latest = await client.send('GET', docs, { headers: { 'a-im': 'Incremental Feed' } });
    expect(latest.json.Documents).toMatchObject([
      { id: '1', total: 2, _lsn: 1 },
      { id: '2', _lsn: 1 },
    ]);
    const all = await client.send('GET', docs, {
      pk: ['ada'],
      headers: { ...avad, 'if-none-match': start.etag ?? '' },
    });
    expect(
      all.json.Documents.map(({ metadata }: { metadata: { operationType: string; lsn: number } }) => [
        metadata.operationType,
        metadata.lsn,
      ]),
    ).toEqual([
      ['create', 1],
      ['delete', 1],
      ['create', 1],
      ['create', 1],
    ]);
  });

  it.each([
    ['a conflict', [create('old')], 409, undefined],
    ['a missing item', [{ operationType: 'Replace', id: 'none', resourceBody: item('none') }], 404, undefined],
    ['another version', [{ operationType: 'Delete', id: 'old', ifMatch: '"other"' }], 412, undefined],
    [
      'another version to upsert',
      [{ operationType: 'Upsert', resourceBody: item('old'), ifMatch: '"o"' }],
      412,
      undefined,
    ],
    [
      'another partition key in the item',
      [{ operationType: 'Create', resourceBody: { id: '9', customerId: 'bob' } }],
      400,
      1001,
    ],
    ['another partition key in the operation', [{ ...create('9'), partitionKey: '["bob"]' }], 400, 1001],
    ['an id with a slash', [create('a/b')], 400, undefined],
    ['another id', [{ operationType: 'Replace', id: 'old', resourceBody: item('x') }], 400, undefined],
    ['no item to replace by', [{ operationType: 'Replace', id: 'old' }], 400, undefined],
    ['a patch that is none', [{ operationType: 'Patch', id: 'old', resourceBody: [] }], 400, undefined],
    [
      'a patch that does not fit',
      [{ operationType: 'Patch', id: 'old', resourceBody: [{ op: 'remove', path: '/x' }] }],
      400,
      undefined,
    ],
    [
      'a condition that does not hold',
      [
        {
          operationType: 'Patch',
          id: 'old',
          resourceBody: { condition: 'from c where c.x', operations: [{ op: 'set', path: '/x', value: 1 }] },
        },
      ],
      412,
      1110,
    ],
    [
      'an item that an earlier operation removed',
      [
        { operationType: 'Delete', id: 'old' },
        { operationType: 'Read', id: 'old' },
      ],
      404,
      undefined,
    ],
    ['an id that an earlier operation took', [create('9'), create('9')], 409, undefined],
  ])('leaves nothing after %s', async (_title, rows, statusCode, subStatusCode) => {
    const { batch, client, ids } = await openShop();
    const { headers: before } = await client.send('POST', docs, { body: item('old'), pk: ['ada'] });
    const response = await batch([create('1'), ...rows, create('2')]);
    expect(response.status).toBe(207);
    expect(statuses(response)).toEqual([424, ...rows.slice(1).map(() => 424), statusCode, 424]);
    expect(response.json.at(-2).subStatusCode).toBe(subStatusCode);
    expect(response.headers.lsn).toBe(before.lsn);
    expect(await ids()).toEqual(['old']);
    const next = await client.send('POST', docs, { body: item('next'), pk: ['ada'] });
    expect([next.headers.lsn, next.headers['x-ms-resource-usage']]).toEqual([
      '2',
      expect.stringContaining('documentsCount=2;'),
    ]);
  });

  it('takes the ETag that an item has, and answers 304 for one that the client knows', async () => {
    const { batch, client } = await openShop();
    const { json } = await client.send('POST', docs, { body: item('1'), pk: ['ada'] });
    const response = await batch([
      { operationType: 'Read', id: '1', ifNoneMatch: json._etag },
      { operationType: 'Replace', id: '1', resourceBody: item('1', { total: 2 }), ifMatch: json._etag },
    ]);
    expect([response.status, statuses(response)]).toEqual([200, [304, 200]]);
    expect(response.json[0]).toEqual({ statusCode: 304, eTag: json._etag, requestCharge: 1 });
    const stale = await batch([{ operationType: 'Delete', id: '1', ifMatch: json._etag }]);
    expect(statuses(stale)).toEqual([412]);
  });

  it('uses no log sequence number when it only reads', async () => {
    const { batch, client } = await openShop();
    await client.send('POST', docs, { body: item('1'), pk: ['ada'] });
    const { status, headers } = await batch([{ operationType: 'Read', id: '1' }]);
    expect([status, headers.lsn]).toEqual([200, '1']);
  });

  it('answers writes without their items to return=minimal, and reads with them', async () => {
    const { batch } = await openShop();
    const { json } = await batch([create('1'), { operationType: 'Read', id: '1' }], { prefer: 'return=minimal' });
    expect(json[0]).toEqual({ statusCode: 201, eTag: expect.any(String), requestCharge: 6.4 });
    expect(json[1].resourceBody._etag).toBe(json[0].eTag);
  });

  it('takes a hundred operations, and answers 400 to more or none', async () => {
    const { batch, ids } = await openShop();
    const rows = Array.from({ length: 101 }, (_, index) => create(String(index)));
    const { status, json } = await batch(rows);
    expect(status).toBe(400);
    expect(json.message).toContain('Batch request has more operations than what is supported.');
    expect((await batch([])).status).toBe(400);
    expect((await batch(rows.slice(1))).status).toBe(200);
    expect((await ids()).length).toBe(100);
  });

  it('answers 413 to more than 2 MB, and 413/3402 when the response would be more than 4 MB', async () => {
    const { batch, ids } = await openShop();
    const text = 'x'.repeat(1024 * 1024);
    expect((await batch([create('1', { text }), create('2', { text })])).status).toBe(413);
    expect((await batch([create('1', { text })])).status).toBe(200);
    const reads = Array.from({ length: 4 }, () => ({ operationType: 'Read', id: '1' }));
    const tooLarge = await batch([create('2'), ...reads]);
    expect([tooLarge.status, statuses(tooLarge)]).toEqual([207, [424, 424, 424, 424, 413]]);
    expect(tooLarge.json[4].subStatusCode).toBe(3402);
    expect((await batch(reads.slice(1))).status).toBe(200);
    expect(await ids()).toEqual(['1']);
  });

  it.each([
    ['an object', {}],
    ['null for an operation', [null]],
    ['an unknown operation', [{ operationType: 'Query' }]],
    ['no operation type', [{ id: '1' }]],
    ['no item to create', [{ operationType: 'Create' }]],
    ['an array for an item', [{ operationType: 'Upsert', resourceBody: [] }]],
    ['a number for an id', [{ operationType: 'Read', id: 1 }]],
    ['an empty id', [{ operationType: 'Delete', id: '' }]],
    ['a number for an ETag', [{ operationType: 'Delete', id: '1', ifMatch: 1 }]],
    ['what is no JSON', new TextEncoder().encode('[')],
  ])('answers 400 to %s', async (_title, body) => {
    const { batch } = await openShop();
    const { status, json } = await batch(body);
    expect([status, json.code]).toEqual([400, 'BadRequest']);
  });

  it('takes no partition key that is missing, incomplete, or that of another container', async () => {
    const { client, batch } = await openShop();
    const headers = { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True' };
    expect((await client.send('POST', docs, { body: [create('1')], headers })).status).toBe(400);
    expect((await client.send('POST', docs, { body: [create('1')], headers, pk: ['a', 'b'] })).status).toBe(400);
    expect((await batch([{ ...create('1'), partitionKey: '["ada"]' }])).status).toBe(200);
    expect(statuses(await batch([{ ...create('2'), partitionKey: 'ada' }]))).toEqual([400]);
  });

  it('reaches other regions as one, and is refused in a read region', async () => {
    const { batch, client, account } = await openShop({
      regions: ['East US', 'West US'],
      replication: { delayMs: 60_000 },
    });
    await batch([create('1'), create('2')]);
    const west = account.endpoint.replace('.emulator.invalid', '-westus.emulator.invalid');
    const listWest = async () => (await client.send('GET', docs, { host: west })).json._count;
    expect(await listWest()).toBe(0);
    await account.control.drainReplication();
    expect(await listWest()).toBe(2);
    const headers = { 'x-ms-cosmos-is-batch-request': 'True', 'x-ms-cosmos-batch-atomic': 'True' };
    const refused = await client.send('POST', docs, { body: [create('3')], pk: ['ada'], host: west, headers });
    expect([refused.status, refused.headers['x-ms-substatus']]).toEqual([403, '3']);
  });

  it('deletes and creates anew where several regions write', async () => {
    const { batch, client, account } = await openShop({ regions: ['East US', 'West US'], writeMode: 'multi' });
    const rows = [create('1', { total: 1 }), { operationType: 'Delete', id: '1' }, create('1', { total: 2 })];
    expect((await batch(rows)).status).toBe(200);
    const west = account.endpoint.replace('.emulator.invalid', '-westus.emulator.invalid');
    for (const host of [account.endpoint, west]) {
      expect((await client.send('GET', `${docs}/1`, { pk: ['ada'], host })).json.total).toBe(2);
    }
  });

  it('meets throttling and faults as any operation does', async () => {
    const { batch, account } = await openShop({ throttling: true, clock: { nowMs: () => 5_000 } });
    expect((await batch(Array.from({ length: 40 }, (_, index) => create(String(index))))).status).toBe(200);
    const throttled = await batch([create('x')]);
    expect([throttled.status, throttled.headers['x-ms-substatus']]).toEqual([429, '3200']);
    await account.control.injectFault({ when: { operationType: 'batch' }, result: { kind: 'status', status: 503 } });
    expect((await batch([create('x')])).status).toBe(503);
  });
});
