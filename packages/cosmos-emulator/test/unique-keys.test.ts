import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEmulator } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';
import { eastHost, openRuleShop, type RuleShop, westHost } from './support/rule-shop.ts';

const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }] };
const name = { database: 'shop', container: 'orders' };

async function createContainer(policy: unknown) {
  const client = createRawClient(createEmulator());
  await client.send('POST', '/dbs', { body: { id: 'shop' } });
  const body = { id: 'orders', partitionKey: { paths: ['/customerId'] }, uniqueKeyPolicy: policy };
  return client.send('POST', '/dbs/shop/colls', { body });
}

const pathsOf = (count: number) => Array.from({ length: count }, (_, index) => `/path${index}`);

describe('a unique key policy', () => {
  it('is shown as it was given', async () => {
    const policy = { uniqueKeys: [{ paths: ['/email'] }, { paths: ['/name/first', '/"last name"'] }] };
    const { status, json } = await createContainer(policy);
    expect([status, json.uniqueKeyPolicy]).toEqual([201, policy]);
  });

  it('does not change', async () => {
    const { client, create } = await openRuleShop({ uniqueKeyPolicy });
    const replace = (properties: object) =>
      client.send('PUT', '/dbs/shop/colls/orders', {
        body: { id: 'orders', partitionKey: { paths: ['/customerId'] }, ...properties },
      });
    expect((await replace({ uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/phone'] }] } })).status).toBe(403);
    expect((await replace({})).status).toBe(403);
    expect((await replace({ uniqueKeyPolicy, defaultTtl: 60 })).status).toBe(200);
    await create({ id: '1', email: 'a@x' });
    expect((await create({ id: '2', email: 'a@x' })).status).toBe(409);
  });

  it.each([[undefined], [null], [{}], [{ uniqueKeys: [] }]])('is empty when it is %j', async (policy) => {
    const { status, json } = await createContainer(policy);
    expect([status, json.uniqueKeyPolicy]).toEqual([201, { uniqueKeys: [] }]);
  });

  it.each([
    ['10 unique keys', { uniqueKeys: pathsOf(10).map((path) => ({ paths: [path] })) }],
    ['16 paths of a key', { uniqueKeys: [{ paths: pathsOf(16) }] }],
  ])('has at most %s', async (_limit, policy) => {
    const [first] = policy.uniqueKeys;
    const beyond = policy.uniqueKeys.length === 1 ? [{ paths: pathsOf(17) }] : [...policy.uniqueKeys, first];
    expect((await createContainer(policy)).status).toBe(201);
    expect((await createContainer({ uniqueKeys: beyond })).status).toBe(400);
  });

  it.each([
    ['text', 'email'],
    ['keys that are null', { uniqueKeys: null }],
    ['keys that are no array', { uniqueKeys: { paths: ['/email'] } }],
    ['a key without paths', { uniqueKeys: [{}] }],
    ['a key with no path', { uniqueKeys: [{ paths: [] }] }],
    ['a path that is no text', { uniqueKeys: [{ paths: [5] }] }],
    ['a path without a slash', { uniqueKeys: [{ paths: ['email'] }] }],
    ['a path to nothing', { uniqueKeys: [{ paths: ['/'] }] }],
    ['a wildcard', { uniqueKeys: [{ paths: ['/emails/*'] }] }],
    ['elements of an array', { uniqueKeys: [{ paths: ['/emails/[]/domain'] }] }],
    ['two paths in one text', { uniqueKeys: [{ paths: ['/first,/last'] }] }],
  ])('is refused with 400 for %s', async (_problem, policy) => {
    const { status, json } = await createContainer(policy);
    expect([status, json.message]).toEqual([400, expect.stringContaining('unique key')]);
  });
});

describe('unique keys', () => {
  it('refuse a second item with the same value by 409/3301, and change nothing', async () => {
    const { create, list } = await openRuleShop({ uniqueKeyPolicy });
    expect((await create({ id: '1', email: 'a@x' })).status).toBe(201);
    const { status, headers, json } = await create({ id: '2', email: 'a@x' });
    expect([status, headers['x-ms-substatus'], json.code]).toEqual([409, '3301', 'Conflict']);
    expect(json.message).toContain('Unique index constraint violation.');
    expect(headers['x-ms-session-token']).toMatch(/#1$/);
    expect(await list()).toEqual(['1']);
  });

  it('tell a taken id from a taken value', async () => {
    const { create } = await openRuleShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a@x' });
    expect((await create({ id: '1', email: 'a@x' })).headers['x-ms-substatus']).toBeUndefined();
  });

  it('refuse upserts and replaces that would take the value of another item, but not those that keep their own', async () => {
    const { create, upsert, replace } = await openRuleShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a@x' });
    await create({ id: '2', email: 'b@x' });
    expect((await upsert({ id: '2', email: 'a@x' })).status).toBe(409);
    expect((await upsert({ id: '3', email: 'a@x' })).status).toBe(409);
    expect((await replace({ id: '2', email: 'a@x' })).status).toBe(409);
    expect((await replace({ id: '2', email: 'b@x', total: 5 })).status).toBe(200);
    expect((await upsert({ id: '1', email: 'a@x', total: 5 })).status).toBe(200);
  });

  it('hold within a logical partition', async () => {
    const { create } = await openRuleShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a@x' });
    expect((await create({ id: '1', email: 'a@x', customerId: 'bob' })).status).toBe(201);
  });

  it('take what an item gives up by a replace or delete', async () => {
    const { create, replace, remove } = await openRuleShop({ uniqueKeyPolicy });
    await create({ id: '1', email: 'a@x' });
    await replace({ id: '1', email: 'b@x' });
    expect((await create({ id: '2', email: 'a@x' })).status).toBe(201);
    expect((await create({ id: '3', email: 'b@x' })).status).toBe(409);
    await remove({ id: '1' });
    expect((await create({ id: '3', email: 'b@x' })).status).toBe(201);
  });

  it.each([
    ['a missing value is null', {}, { email: null }, 409],
    ['an object has no value', {}, { email: { at: 'x' } }, 409],
    ['an array has no value', { email: null }, { email: ['a@x'] }, 409],
    ['null is no text', { email: null }, { email: 'null' }, 201],
    ['a number is no text', { email: 5 }, { email: '5' }, 201],
    ['a number is itself however it is written', { email: 5 }, { email: 5.0 }, 409],
    ['true is no text', { email: true }, { email: 'true' }, 201],
    ['case counts', { email: 'A@x' }, { email: 'a@x' }, 201],
  ])('know that %s', async (_rule, one, other, status) => {
    const { create } = await openRuleShop({ uniqueKeyPolicy });
    await create({ id: '1', ...one });
    expect((await create({ id: '2', ...other })).status).toBe(status);
  });

  it('of several paths refuse only what is the same on all of them', async () => {
    const { create } = await openRuleShop({
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/name/first', '/name/last'] }] },
    });
    const named = (id: string, ...parts: readonly (string | undefined)[]) =>
      create({ id, name: { first: parts[0], last: parts[1] } }).then(({ status }) => status);
    expect(await named('1', 'Ada', 'Byron')).toBe(201);
    expect(await named('2', 'Ada', 'King')).toBe(201);
    expect(await named('3', 'Ada')).toBe(201);
    expect(await named('4', 'Ada')).toBe(409);
    expect(await named('5', 'Ada', 'Byron')).toBe(409);
    expect(await named('6', 'Ada,Byron')).toBe(201);
  });

  it('each hold by themselves', async () => {
    const policy = { uniqueKeys: [{ paths: ['/email'] }, { paths: ['/phone'] }] };
    const { create } = await openRuleShop({ uniqueKeyPolicy: policy });
    await create({ id: '1', email: 'x', phone: 'y' });
    expect((await create({ id: '2', email: 'y', phone: 'x' })).status).toBe(201);
    expect((await create({ id: '3', email: 'z', phone: 'y' })).status).toBe(409);
    expect((await create({ id: '3', email: 'x', phone: 'z' })).status).toBe(409);
  });

  it('hold after splits, merges and a change of the write region', async () => {
    const { account, create } = await openRuleShop({ uniqueKeyPolicy });
    const customers = Array.from({ length: 12 }, (_, index) => `customer ${index}`);
    for (const customerId of customers) await create({ id: '1', email: 'a@x', customerId });
    const expectConflicts = async (host?: string) => {
      for (const customerId of customers) {
        expect((await create({ id: '2', email: 'a@x', customerId }, host)).status).toBe(409);
      }
    };
    const halves = await account.control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    await expectConflicts();
    await account.control.mergePartitions({ ...name, partitionKeyRangeIds: halves });
    await expectConflicts();
    await account.control.setWriteRegion('West US');
    await expectConflicts(westHost);
  });
});

describe('unique keys where several regions write', () => {
  const multi = { writeMode: 'multi', replication: { delayMs: 100 } } as const;

  it('go to the last writer when two regions give away the same value', async () => {
    const shop = await openRuleShop({ uniqueKeyPolicy }, multi);
    expect((await shop.create({ id: '1', email: 'a@x' }, westHost)).status).toBe(201);
    shop.pass(1000);
    expect((await shop.create({ id: '2', email: 'b@x' }, eastHost)).status).toBe(201);
    expect((await shop.create({ id: '3', email: 'c@x' }, westHost)).status).toBe(201);
    expect((await shop.replace({ id: '3', email: 'b@x' }, westHost)).status).toBe(200);
    shop.pass(1000);
    await shop.list(eastHost);
    await shop.account.control.drainReplication();
    for (const host of [eastHost, westHost]) expect(await shop.list(host)).toEqual(['1', '3']);
    expect((await shop.create({ id: '4', email: 'b@x' })).status).toBe(409);
  });

  it('let the loser go by a delete in the feed of all versions', async () => {
    const shop = await openRuleShop({ uniqueKeyPolicy }, multi);
    const feed = (etag: string) =>
      shop.client.send('GET', '/dbs/shop/colls/orders/docs', {
        headers: { 'a-im': 'Full-Fidelity Feed', 'if-none-match': etag },
      });
    const { headers } = await feed('*');
    await shop.create({ id: '1', email: 'a@x' }, westHost);
    shop.pass(50);
    await shop.create({ id: '2', email: 'a@x' }, eastHost);
    shop.pass(50);
    const { json } = await feed(headers.etag ?? '');
    expect(json.Documents.at(-1)).toMatchObject({
      previous: { id: '2' },
      metadata: { operationType: 'delete', timeToLiveExpired: false, id: '2' },
    });
  });

  const request = fc.record({
    kind: fc.constantFrom('create', 'upsert', 'remove', 'pass', 'split', 'setWriteRegion', 'list'),
    host: fc.constantFrom(eastHost, westHost),
    id: fc.constantFrom('1', '2', '3', '4'),
    email: fc.constantFrom('a@x', 'b@x', 'c@x'),
    durationMs: fc.integer({ min: 0, max: 2500 }),
  });

  it('end with the same items in all regions, no two of them alike, whatever was written where', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 25 }), async (requests) => {
        const shop = await openRuleShop({ uniqueKeyPolicy }, { ...multi, replication: { delayMs: 1500 } });
        let lastRange = 0;
        for (const { kind, host, id, email, durationMs } of requests) {
          if (kind === 'pass') shop.pass(durationMs);
          else if (kind === 'list') await shop.list(host);
          else if (kind === 'setWriteRegion')
            await shop.account.control.setWriteRegion(id < '3' ? 'East US' : 'West US');
          else if (kind === 'split') {
            const [, upper] = await shop.account.control.splitPartition({
              ...name,
              partitionKeyRangeId: String(lastRange),
            });
            lastRange = Number(upper);
          } else await shop[kind]({ id, email }, host);
        }
        await settle(shop);
        const [east, west] = await Promise.all([eastHost, westHost].map((host) => itemsIn(shop, host)));
        expect(west).toEqual(east);
        const emails = east?.map(({ email }) => email) ?? [];
        expect(new Set(emails).size).toBe(emails.length);
      }),
      { numRuns: 300 },
    );
  });
});

/** Lets every write arrive, and what follows from it. */
async function settle(shop: RuleShop): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await shop.account.control.drainReplication();
    await shop.list();
  }
}

async function itemsIn({ client }: RuleShop, host: string): Promise<readonly { email: string; _etag: string }[]> {
  const { json } = await client.send('GET', '/dbs/shop/colls/orders/docs', { host });
  return json.Documents.sort((one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id));
}
