import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { docs, eastHost, openRuleShop, type RuleShop, westHost } from './support/rule-shop.ts';

const name = { database: 'shop', container: 'orders' };

/** What every way to look for item 1 of ada tells: read, list, query, number of items. */
async function look({ client, read, list }: RuleShop, host = eastHost) {
  const query = await client.send('POST', docs, {
    host,
    body: { query: 'SELECT VALUE c.id FROM c' },
    headers: {
      'content-type': 'application/query+json',
      'x-ms-documentdb-isquery': 'True',
      'x-ms-documentdb-query-enablecrosspartition': 'true',
    },
  });
  const { status, headers } = await read({ id: '1' }, host);
  const count = /documentsCount=(\d+)/.exec(headers['x-ms-resource-usage'] ?? '')?.[1];
  return { status, listed: await list(host), queried: query.json.Documents, count };
}

const visible = { status: 200, listed: ['1'], queried: ['1'], count: '1' };
const gone = { status: 404, listed: [], queried: [], count: '0' };

describe('an item with a time to live', () => {
  it('is gone as many seconds after its last write as its container says, not earlier', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 });
    await shop.create({ id: '1' });
    shop.pass(9499);
    expect(await look(shop)).toEqual(visible);
    shop.pass(1);
    expect(await look(shop)).toEqual(gone);
  });

  it('counts from its last write', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 });
    await shop.create({ id: '1' });
    shop.pass(9000);
    await shop.replace({ id: '1', total: 5 });
    shop.pass(9000);
    await shop.upsert({ id: '1', total: 6 });
    shop.pass(9499);
    expect(await look(shop)).toEqual(visible);
    shop.pass(1);
    expect(await look(shop)).toEqual(gone);
  });

  it.each([
    ['its own, shorter than the default', { defaultTtl: 100 }, { ttl: 10 }, 10],
    ['its own, longer than the default', { defaultTtl: 5 }, { ttl: 10 }, 10],
    ['its own without a default', { defaultTtl: -1 }, { ttl: 10 }, 10],
    ['none by itself', { defaultTtl: 10 }, { ttl: -1 }, undefined],
    ['none without a default', { defaultTtl: -1 }, {}, undefined],
    ['none where it is off', {}, { ttl: 10 }, undefined],
    ['none where it is null', { defaultTtl: null }, { ttl: 10 }, undefined],
  ])('has %s', async (_which, properties, item, ttlS) => {
    const shop = await openRuleShop(properties);
    await shop.create({ id: '1', ...item });
    shop.pass((ttlS ?? 2 ** 31) * 1000 - 501);
    expect(await look(shop)).toEqual(visible);
    shop.pass(1);
    expect(await look(shop)).toEqual(ttlS === undefined ? visible : gone);
  });

  it('leaves its id and its unique keys to others when it has expired', async () => {
    const { create, upsert, replace, remove, pass } = await openRuleShop({
      defaultTtl: 10,
      uniqueKeyPolicy: { uniqueKeys: [{ paths: ['/email'] }] },
    });
    await create({ id: '1', email: 'a@x' });
    await create({ id: '2', email: 'b@x' });
    pass(10_000);
    expect((await replace({ id: '1', email: 'a@x' })).status).toBe(404);
    expect((await remove({ id: '1' })).status).toBe(404);
    expect((await create({ id: '1', email: 'b@x' })).status).toBe(201);
    expect((await upsert({ id: '2', email: 'a@x' })).status).toBe(201);
  });

  it.each([[0], [-2], [1.5], [2 ** 31], ['10'], [null], [[]], [true]])(
    'is refused with 400 when it is %j',
    async (ttl) => {
      const { create, upsert, replace, client } = await openRuleShop({ defaultTtl: -1 });
      await create({ id: '1' });
      for (const write of [create, upsert, replace]) {
        const { status, json } = await write({ id: '1', ttl });
        expect([status, json.message]).toEqual([400, expect.stringContaining('The input ttl')]);
      }
      const partitionKey = { paths: ['/customerId'] };
      const created = await client.send('POST', '/dbs/shop/colls', {
        body: { id: 'other', partitionKey, defaultTtl: ttl },
      });
      expect(created.status).toBe(ttl === null ? 201 : 400);
    },
  );

  it("follows its container's default when that changes, whatever it was when it was written", async () => {
    const shop = await openRuleShop({});
    const setDefault = (defaultTtl: number | undefined) =>
      shop.client.send('PUT', '/dbs/shop/colls/orders', {
        body: { id: 'orders', partitionKey: { paths: ['/customerId'] }, defaultTtl },
      });
    await shop.create({ id: '1' });
    shop.pass(20_000);
    expect((await setDefault(100)).json.defaultTtl).toBe(100);
    expect(await look(shop)).toEqual(visible);
    await setDefault(undefined);
    shop.pass(100_000);
    expect(await look(shop)).toEqual(visible);
    await setDefault(-1);
    expect(await look(shop, westHost)).toEqual(visible);
    await setDefault(120);
    expect(await look(shop, westHost)).toEqual(gone);
    await setDefault(undefined);
    expect(await look(shop)).toEqual(gone);
  });

  it('is shown by its container', async () => {
    const { client } = await openRuleShop({ defaultTtl: 60 });
    expect((await client.send('GET', '/dbs/shop/colls/orders')).json.defaultTtl).toBe(60);
    const off = await openRuleShop({});
    expect((await off.client.send('GET', '/dbs/shop/colls/orders')).json).not.toHaveProperty('defaultTtl');
  });
});

describe('the change feed of a container with a time to live', () => {
  const feed = ({ client }: RuleShop, mode: string, etag?: string) =>
    client.send('GET', docs, { headers: { 'a-im': mode, ...(etag !== undefined && { 'if-none-match': etag }) } });

  it('shows what expired as a delete among all versions, and no longer among the latest ones', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 });
    const { headers } = await feed(shop, 'Full-Fidelity Feed', '*');
    await shop.create({ id: '1', total: 5 });
    await shop.create({ id: '2', ttl: -1 });
    shop.pass(10_000);
    const { json } = await feed(shop, 'Full-Fidelity Feed', headers.etag);
    expect(
      json.Documents.map(({ metadata }: { metadata: { operationType: string } }) => metadata.operationType),
    ).toEqual(['create', 'create', 'delete']);
    expect(json.Documents[2]).toMatchObject({
      current: {},
      previous: { id: '1', total: 5 },
      metadata: {
        lsn: 3,
        previousImageLSN: 1,
        crts: Date.UTC(2026, 0, 1) / 1000 + 10,
        timeToLiveExpired: true,
        id: '1',
        partitionKey: { customerId: 'ada' },
      },
    });
    const latest = await feed(shop, 'Incremental Feed');
    expect(latest.json.Documents.map(({ id }: { id: string }) => id)).toEqual(['2']);
  });

  it('tells a delete by a client from one by time', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 });
    const { headers } = await feed(shop, 'Full-Fidelity Feed', '*');
    await shop.create({ id: '1' });
    await shop.remove({ id: '1' });
    shop.pass(10_000);
    const { json } = await feed(shop, 'Full-Fidelity Feed', headers.etag);
    expect(json.Documents).toHaveLength(2);
    expect(json.Documents[1].metadata.timeToLiveExpired).toBe(false);
  });
});

describe('times to live in several regions', () => {
  it('end everywhere at once, also where the delete has not arrived', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 }, { replication: { delayMs: 5000 } });
    await shop.create({ id: '1' });
    shop.pass(9499);
    expect(await look(shop, westHost)).toEqual(visible);
    shop.pass(1);
    expect(await look(shop, westHost)).toEqual(gone);
    expect((await shop.read({ id: '1' }, westHost)).headers.lsn).toBe('1');
    shop.pass(5000);
    expect(await look(shop, westHost)).toEqual(gone);
    for (const host of [westHost, eastHost]) expect((await shop.read({ id: '1' }, host)).headers.lsn).toBe('2');
  });

  it('start anew in a lagging region when the next version arrives', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 }, { replication: { delayMs: 5000 } });
    await shop.create({ id: '1' });
    shop.pass(8000);
    await shop.replace({ id: '1', total: 5 });
    shop.pass(4999);
    expect(await look(shop, westHost)).toEqual(gone);
    expect(await look(shop, eastHost)).toEqual(visible);
    shop.pass(1);
    expect(await look(shop, westHost)).toEqual(visible);
  });

  it('are kept by the next write region, for what it had hidden too', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 }, { replication: { delayMs: 5000 } });
    await shop.create({ id: '1' });
    await shop.account.control.drainReplication();
    await shop.account.control.pauseReplication('West US');
    shop.pass(20_000);
    await look(shop, westHost);
    await shop.account.control.setWriteRegion('West US');
    expect((await shop.create({ id: '1' }, westHost)).status).toBe(201);
    await shop.account.control.resumeReplication();
    shop.pass(5000);
    for (const host of [westHost, eastHost]) {
      expect(await look(shop, host)).toEqual(visible);
      expect((await shop.read({ id: '1' }, host)).headers.lsn).toBe('3');
    }
  });

  it('end no version that another region wrote meanwhile', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 }, { writeMode: 'multi', replication: { delayMs: 5000 } });
    await shop.create({ id: '1' });
    shop.pass(9000);
    await shop.replace({ id: '1', total: 5 }, westHost);
    shop.pass(2000);
    expect(await look(shop, eastHost)).toEqual(gone);
    shop.pass(6000);
    for (const host of [eastHost, westHost]) {
      expect(await look(shop, host)).toEqual(visible);
      expect((await shop.read({ id: '1' }, host)).headers.lsn).toBe('3');
    }
  });

  it.each([1000, undefined])(
    'stay ended when the default becomes %p, also what no other region knew of',
    async (ttl) => {
      const { account, client, create, read, pass } = await openRuleShop({ defaultTtl: 10 }, { writeMode: 'multi' });
      await account.control.pauseReplication();
      await create({ id: '1' }, westHost);
      pass(20_000);
      expect((await read({ id: '1' }, westHost)).status).toBe(404);
      const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };
      const body = { id: 'orders', partitionKey, ...(ttl && { defaultTtl: ttl }) };
      expect((await client.send('PUT', '/dbs/shop/colls/orders', { body })).status).toBe(200);
      await account.control.resumeReplication();
      await account.control.drainReplication();
      const statuses = [eastHost, westHost].map(async (host) => (await read({ id: '1' }, host)).status);
      expect(await Promise.all(statuses)).toEqual([404, 404]);
      expect((await create({ id: '1' }, eastHost)).status).toBe(201);
      expect((await read({ id: '1' }, westHost)).status).toBe(200);
    },
  );

  it('end nothing that was renewed in time, whichever region is asked first', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 }, { writeMode: 'multi', replication: { delayMs: 100 } });
    await shop.create({ id: '1' });
    shop.pass(9000);
    await shop.replace({ id: '1', total: 5 }, westHost);
    shop.pass(2000);
    for (const host of [westHost, eastHost]) {
      expect(await look(shop, host)).toEqual(visible);
      expect((await shop.read({ id: '1' }, host)).headers.lsn).toBe('2');
    }
  });

  it('hold after splits and merges, and in regions that are added', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 }, { replication: { delayMs: 5000 } });
    const { control } = shop.account;
    await shop.create({ id: '1' });
    const halves = await control.splitPartition({ ...name, partitionKeyRangeId: '0' });
    shop.pass(5000);
    await control.addRegion('North Europe');
    expect(await look(shop, 'emulator-northeurope.emulator.invalid')).toEqual(visible);
    shop.pass(4500);
    expect(await look(shop, westHost)).toEqual(gone);
    await control.mergePartitions({ ...name, partitionKeyRangeIds: halves });
    for (const host of [eastHost, westHost, 'emulator-northeurope.emulator.invalid']) {
      expect(await look(shop, host)).toEqual(gone);
    }
  });

  it('run on while a partition is being split, which answers nothing', async () => {
    const shop = await openRuleShop({ defaultTtl: 10 });
    await shop.create({ id: '1' });
    await shop.account.control.splitPartition({ ...name, partitionKeyRangeId: '0', lockMs: 20_000 });
    shop.pass(15_000);
    expect((await shop.read({ id: '1' })).status).toBe(410);
    shop.pass(5000);
    expect(await look(shop)).toEqual(gone);
  });
});

const request = fc.record({
  kind: fc.constantFrom('create', 'upsert', 'replace', 'remove', 'read', 'split'),
  id: fc.constantFrom('1', '2', '3'),
  ttl: fc.option(fc.constantFrom(-1, 1, 2, 5), { nil: undefined }),
  passMs: fc.integer({ min: 0, max: 2500 }),
  host: fc.constantFrom(eastHost, westHost),
});

describe('times to live against a plain model', () => {
  it.each([
    ['off', undefined],
    ['without a default', -1],
    ['of 3 seconds', 3],
  ])('agree at every time when they are %s', async (_name, defaultTtl) => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 30 }), async (requests) => {
        const shop = await openRuleShop({ defaultTtl });
        let nowMs = 500;
        let lastRange = 0;
        /** When each item is gone, in milliseconds. */
        const endsMs = new Map<string, number>();
        const isThere = (id: string) => (endsMs.get(id) ?? 0) > nowMs;
        for (const { kind, id, ttl, passMs, host } of requests) {
          shop.pass(passMs);
          nowMs += passMs;
          const was = isThere(id);
          if (kind === 'split') {
            const [lower] = await shop.account.control.splitPartition({
              ...name,
              partitionKeyRangeId: String(lastRange),
            });
            lastRange = Number(lower);
          } else if (kind === 'read') {
            expect((await shop.read({ id }, host)).status).toBe(was ? 200 : 404);
          } else {
            const { status } = await shop[kind]({ id, ...(ttl !== undefined && { ttl }) });
            const expected = {
              create: was ? 409 : 201,
              upsert: was ? 200 : 201,
              replace: was ? 200 : 404,
              remove: was ? 204 : 404,
            };
            expect(status).toBe(expected[kind]);
            const ttlS = defaultTtl === undefined ? -1 : (ttl ?? defaultTtl);
            const endMs = ttlS === -1 ? Number.POSITIVE_INFINITY : (Math.floor(nowMs / 1000) + ttlS) * 1000;
            if (status < 300) endsMs.set(id, kind === 'remove' ? 0 : endMs);
          }
          expect(await shop.list(host)).toEqual(['1', '2', '3'].filter(isThere));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leave all regions with the same items and progress, whatever was written where', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 30 }), async (requests) => {
        const options = { writeMode: 'multi', replication: { delayMs: 1500 } } as const;
        const shop = await openRuleShop({ defaultTtl: 3 }, options);
        for (const { kind, id, ttl, passMs, host } of requests) {
          shop.pass(passMs);
          if (kind !== 'split') await shop[kind]({ id, ...(ttl !== undefined && { ttl }) }, host);
        }
        // What arrives may have expired on its way, and be removed by the next request.
        await shop.account.control.drainReplication();
        await shop.list();
        await shop.account.control.drainReplication();
        const reads = await Promise.all([eastHost, westHost].map((host) => shop.client.send('GET', docs, { host })));
        const [east, west] = reads.map(({ json, headers }) => [
          json.Documents.sort((one: { id: string }, other: { id: string }) => one.id.localeCompare(other.id)),
          headers['x-ms-session-token'],
        ]);
        expect(west).toEqual(east);
      }),
      { numRuns: 200 },
    );
  });
});
