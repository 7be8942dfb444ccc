import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatedAccount } from '../src/index.ts';
import { createRawClient, type RawClient } from './support/raw-client.ts';

const docs = '/dbs/shop/colls/orders/docs';

type Headers = Readonly<Record<string, string>>;

interface Shop {
  readonly account: EmulatedAccount;
  readonly client: RawClient;
  /** The range that holds all items of the tests. */
  readonly rangeId: string;
  readonly bulk: (rows: unknown, headers?: Headers) => ReturnType<RawClient['send']>;
  /** A customer whose items lie in the range too. */
  readonly neighbour: string;
  /** One whose items lie elsewhere. */
  readonly stranger: string;
  /** Moves the clock. */
  readonly pass: (durationMs: number) => void;
}

const create = (id: string, customerId = 'ada', content: object = {}) => ({
  operationType: 'Create',
  partitionKey: JSON.stringify([customerId]),
  resourceBody: { id, customerId, ...content },
});
const read = (id: string, customerId = 'ada') => ({
  operationType: 'Read',
  id,
  partitionKey: JSON.stringify([customerId]),
});
const statuses = ({ json }: Awaited<ReturnType<RawClient['send']>>) =>
  json.map(({ statusCode }: { statusCode: number }) => statusCode);

async function rangeOf(client: RawClient, customerId: string): Promise<string> {
  const { headers } = await client.send('GET', `${docs}/x`, { pk: [customerId] });
  return headers['x-ms-documentdb-partitionkeyrangeid'] ?? '';
}

async function openShop(): Promise<Shop> {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({ clock: { nowMs: () => nowMs }, seed: 1 });
  const client = createRawClient(account);
  await client.createShop();
  const rangeId = await rangeOf(client, 'ada');
  const others = await Promise.all(
    ['bob', 'cat', 'dan', 'eve', 'fay', 'gus'].map(async (name) => ({ name, range: await rangeOf(client, name) })),
  );
  const neighbour = others.find(({ range }) => range === rangeId)?.name ?? '';
  const stranger = others.find(({ range }) => range !== rangeId)?.name ?? '';
  const bulk: Shop['bulk'] = (body, headers = {}) =>
    client.send('POST', docs, {
      body,
      headers: {
        'x-ms-cosmos-is-batch-request': 'true',
        'x-ms-cosmos-batch-atomic': 'false',
        'x-ms-documentdb-partitionkeyrangeid': rangeId,
        ...headers,
      },
    });
  const pass = (durationMs: number) => {
    nowMs += durationMs;
  };
  return { account, client, rangeId, bulk, neighbour, stranger, pass };
}

describe('operations in bulk', () => {
  it('are carried out each by itself, whatever their partition keys', async () => {
    const { bulk, client, neighbour } = await openShop();
    const response = await bulk([
      create('1'),
      create('1', neighbour),
      create('1'),
      { operationType: 'Patch', id: '1', partitionKey: '["ada"]', resourceBody: [{ op: 'set', path: '/n', value: 1 }] },
      read('1'),
      read('2'),
      { ...create('2'), operationType: 'Upsert' },
      { ...create('2'), operationType: 'Replace', id: '2' },
      { operationType: 'Delete', id: '1', partitionKey: JSON.stringify([neighbour]) },
    ]);
    expect([response.status, statuses(response)]).toEqual([207, [201, 201, 409, 200, 200, 404, 201, 200, 204]]);
    expect(response.json[2]).toEqual({ statusCode: 409, requestCharge: 1.24 });
    expect(response.json[4].resourceBody.n).toBe(1);
    expect(response.headers).toMatchObject({ lsn: '6', 'x-ms-item-count': '9' });
    expect((await client.send('GET', docs)).json._count).toBe(2);
  });

  it('answer 200 when all succeed', async () => {
    const { bulk } = await openShop();
    const { status, headers } = await bulk([create('1'), create('2')]);
    expect([status, headers['x-ms-request-charge'], headers['x-ms-session-token']]).toEqual([
      200,
      '12.8',
      expect.stringMatching(/#2$/),
    ]);
  });

  it('stop at the first failure when told not to continue', async () => {
    const { bulk, client } = await openShop();
    const response = await bulk([create('1'), create('1'), create('2'), create('3')], {
      'x-ms-cosmos-batch-continue-on-error': 'False',
    });
    expect([response.status, statuses(response)]).toEqual([207, [201, 409, 424, 424]]);
    expect((await client.send('GET', docs)).json._count).toBe(1);
  });

  it('fail with 400/1001 for a key that does not lie in the range, and 400 for one that is none', async () => {
    const { bulk, stranger } = await openShop();
    const { json } = await bulk([
      create('1', stranger),
      { ...create('2'), partitionKey: '["ada","x"]' },
      { ...create('3'), partitionKey: 'ada' },
      { ...create('4'), partitionKey: undefined },
      create('5'),
    ]);
    expect(json.map(({ statusCode, subStatusCode }: Record<string, number>) => [statusCode, subStatusCode])).toEqual([
      [400, 1001],
      [400, 1001],
      [400, undefined],
      [400, undefined],
      [201, undefined],
    ]);
  });

  it('take the partition key of the request where they have none', async () => {
    const { client } = await openShop();
    const headers = { 'x-ms-cosmos-is-batch-request': 'true' };
    const body = [{ operationType: 'Create', resourceBody: { id: '1', customerId: 'ada' } }];
    expect((await client.send('POST', docs, { body, pk: ['ada'], headers })).status).toBe(200);
  });

  it('answer 400 without a range or key, 410/1007 while the range splits, then 410/1002', async () => {
    const { bulk, client, account, rangeId, pass } = await openShop();
    const headers = { 'x-ms-cosmos-is-batch-request': 'true' };
    expect((await client.send('POST', docs, { body: [create('1')], headers })).status).toBe(400);
    await bulk([create('1')]);
    const range = { database: 'shop', container: 'orders', partitionKeyRangeId: rangeId };
    await account.control.splitPartition({ ...range, lockMs: 100 });
    const locked = await bulk([create('2')]);
    expect([locked.status, locked.headers['x-ms-substatus']]).toEqual([410, '1007']);
    pass(100);
    const gone = await bulk([create('2')]);
    expect([gone.status, gone.headers['x-ms-substatus']]).toEqual([410, '1002']);
    const child = await rangeOf(client, 'ada');
    expect((await bulk([create('2')], { 'x-ms-documentdb-partitionkeyrangeid': child })).status).toBe(200);
  });

  it('leave out of a full response what they would still read, with 413/3402', async () => {
    const { bulk } = await openShop();
    await bulk([create('1', 'ada', { text: 'x'.repeat(1_500_000) })]);
    const response = await bulk([read('1'), read('1'), read('1'), create('2'), read('2')], {
      prefer: 'return=minimal',
    });
    expect([response.status, statuses(response)]).toEqual([207, [200, 200, 413, 201, 200]]);
    expect(response.json[2]).toEqual({ statusCode: 413, subStatusCode: 3402, requestCharge: 0 });
    expect(response.json[3].resourceBody).toBeUndefined();
  });

  it('are kept to the partition key that the request names, or to the prefix of one', async () => {
    const client = createRawClient(createEmulator({ partitionsPerContainer: 1 }));
    await client.createShop({ paths: ['/tenant', '/user'], kind: 'MultiHash', version: 2 });
    const headers = { 'x-ms-cosmos-is-batch-request': 'true', 'x-ms-cosmos-batch-atomic': 'false' };
    const rows = [
      ['t', 'u'],
      ['t', 'v'],
      ['t2', 'u'],
    ].map(([tenant, user]) => ({
      operationType: 'Upsert',
      partitionKey: JSON.stringify([tenant, user]),
      resourceBody: { id: '1', tenant, user },
    }));
    const send = async (pk?: readonly string[]) =>
      statuses(await client.send('POST', docs, { body: rows, headers, ...(pk && { pk }) }));
    expect(await send(['t', 'v'])).toEqual([400, 201, 400]);
    expect(await send(['t'])).toEqual([201, 200, 400]);
    expect(await send()).toEqual([200, 200, 201]);
  });

  it('are throttled one by one once the partition has nothing left in this second', async () => {
    let nowMs = Date.UTC(2026, 0, 1) + 400;
    const account = createEmulator({ throttling: true, partitionsPerContainer: 1, clock: { nowMs: () => nowMs } });
    const client = createRawClient(account);
    await client.createShop();
    const headers = {
      'x-ms-cosmos-is-batch-request': 'true',
      'x-ms-cosmos-batch-atomic': 'false',
      'x-ms-documentdb-partitionkeyrangeid': '0',
    };
    const send = (rows: readonly object[], more: Headers = {}) =>
      client.send('POST', docs, { body: rows, headers: { ...headers, ...more } });
    const rows = Array.from({ length: 100 }, (_, number) => create(`${number}`));
    const first = await send(rows);
    const taken = statuses(first).filter((status: number) => status === 201).length;
    expect([first.status, taken > 50, taken < 100]).toEqual([207, true, true]);
    expect(first.json[taken]).toEqual({
      statusCode: 429,
      subStatusCode: 3200,
      requestCharge: 0,
      retryAfterMilliseconds: 600,
    });
    expect(statuses(first).slice(taken)).toEqual(Array.from({ length: 100 - taken }, () => 429));
    expect((await send(rows.slice(taken))).status).toBe(429);
    nowMs += 600;
    expect(statuses(await send(rows.slice(taken)))).toEqual(Array.from({ length: 100 - taken }, () => 201));
    nowMs += 1_000;
    const inTurn = rows.map((row, number) => ({ ...row, resourceBody: { id: `second ${number}`, customerId: 'ada' } }));
    const stopped = statuses(await send(inTurn, { 'x-ms-cosmos-batch-continue-on-error': 'False' }));
    expect([stopped[taken], stopped[taken + 1], stopped.at(-1)]).toEqual([429, 424, 424]);
  });
});
