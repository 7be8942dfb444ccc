import { describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorOptions } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const partitionKey = { paths: ['/customerId'], version: 2 };
const toAutoscale = { 'x-ms-cosmos-migrate-offer-to-autopilot': 'true' };
const toManual = { 'x-ms-cosmos-migrate-offer-to-manual-throughput': 'true' };

/** A shop of which database and container may ask for throughput. */
async function openShop(
  databaseHeaders: Record<string, string> = {},
  containerHeaders: Record<string, string> = {},
  options: EmulatorOptions = {},
) {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({ clock: { nowMs: () => nowMs }, seed: 7, ...options });
  const client = createRawClient(account);
  const { json: database } = await client.send('POST', '/dbs', { body: { id: 'shop' }, headers: databaseHeaders });
  const { json: container } = await client.send('POST', '/dbs/shop/colls', {
    body: { id: 'orders', partitionKey },
    headers: containerHeaders,
  });
  const createContainer = (id: string, headers: Record<string, string> = {}) =>
    client.send('POST', '/dbs/shop/colls', { body: { id, partitionKey }, headers });
  const list = async () => (await client.send('GET', '/offers')).json.Offers;
  const offerOf = async ({ _rid }: { _rid: string }) =>
    (await list()).find(({ offerResourceId }: { offerResourceId: string }) => offerResourceId === _rid);
  const read = (id: string) => client.send('GET', `/offers/${id}`, { link: id.toLowerCase() });
  /** Replaces the content of an offer. */
  const replace = async (of: { _rid: string }, content: object, headers: Record<string, string> = {}) => {
    const offer = await offerOf(of);
    return client.send('PUT', `/offers/${offer.id}`, {
      body: { ...offer, content },
      headers,
      link: offer.id.toLowerCase(),
    });
  };
  const rangeIds = async (name = 'orders') =>
    (await client.send('GET', `/dbs/shop/colls/${name}/pkranges`)).json.PartitionKeyRanges.map(
      ({ id }: { id: string }) => id,
    );
  const pass = (durationMs: number) => {
    nowMs += durationMs;
  };
  return { account, client, database, container, createContainer, list, offerOf, read, replace, rangeIds, pass };
}

const manual = (offerThroughput: number) => ({ 'x-ms-offer-throughput': String(offerThroughput) });
const autoscale = (maxThroughput: number) => ({
  'x-ms-cosmos-offer-autopilot-settings': JSON.stringify({ maxThroughput }),
});

describe('offers', () => {
  it('show the throughput of a container as the service does', async () => {
    const { container, list, read } = await openShop({}, manual(1000));
    const [offer, ...others] = await list();
    expect(others).toEqual([]);
    expect(offer).toEqual({
      offerVersion: 'V2',
      offerType: 'Invalid',
      resource: container._self,
      offerResourceId: container._rid,
      content: {
        offerThroughput: 1000,
        offerIsRUPerMinuteThroughputEnabled: false,
        offerMinimumThroughputParameters: { maxThroughputEverProvisioned: 1000, maxConsumedStorageEverInKB: 0 },
      },
      id: expect.stringMatching(/^[A-Za-z0-9+-]{4}$/),
      _rid: offer.id,
      _self: `offers/${offer.id}/`,
      _etag: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
      _ts: Date.UTC(2026, 0, 1) / 1000,
    });
    const { status, json, headers } = await read(offer.id);
    expect([status, json, headers.etag]).toEqual([200, offer, offer._etag]);
    expect([headers['x-ms-cosmos-min-throughput'], headers['x-ms-offer-replace-pending']]).toEqual(['400', 'false']);
  });

  it('are 400 RU/s for a container that asks for none and shares none', async () => {
    const { database, container, offerOf } = await openShop();
    expect((await offerOf(container)).content.offerThroughput).toBe(400);
    expect(await offerOf(database)).toBeUndefined();
  });

  it('are those of the database for a container that asks for none there', async () => {
    const { database, container, createContainer, offerOf, list } = await openShop(manual(600));
    expect((await offerOf(database)).content.offerThroughput).toBe(600);
    expect((await offerOf(database)).resource).toBe(database._self);
    expect(await offerOf(container)).toBeUndefined();
    const { json: own } = await createContainer('own', manual(500));
    expect((await offerOf(own)).content.offerThroughput).toBe(500);
    expect(await list()).toHaveLength(2);
  });

  it('show a maximum by autoscale, the policy that raises it, and the tenth it idles at', async () => {
    const settings = { maxThroughput: 4000, autoUpgradePolicy: { throughputPolicy: { incrementPercent: 5 } } };
    const { container, offerOf, read } = await openShop(
      {},
      { 'x-ms-cosmos-offer-autopilot-settings': JSON.stringify(settings) },
    );
    const { id, content } = await offerOf(container);
    expect(content).toMatchObject({ offerThroughput: 400, offerAutopilotSettings: settings });
    expect((await read(id)).headers['x-ms-cosmos-min-throughput']).toBe('1000');
  });

  it('refuse autoscale settings that are none', async () => {
    const { createContainer } = await openShop();
    const create = async (settings: unknown) =>
      (await createContainer('o', { 'x-ms-cosmos-offer-autopilot-settings': JSON.stringify(settings) })).status;
    for (const settings of [
      { maxThroughput: '4000' },
      { maxThroughput: 4500 },
      { maxThroughput: 4000, autoUpgradePolicy: 5 },
      { maxThroughput: 4000, autoUpgradePolicy: { throughputPolicy: { incrementPercent: 101 } } },
      [4000],
    ]) {
      expect([settings, await create(settings)]).toEqual([settings, 400]);
    }
  });

  it('are found by query, with and without parameters, in pages', async () => {
    const { client, container, createContainer } = await openShop();
    await createContainer('more');
    const query = (body: object, headers: Record<string, string> = {}) =>
      client.send('POST', '/offers', {
        body,
        headers: { 'content-type': 'application/query+json', 'x-ms-documentdb-isquery': 'True', ...headers },
      });
    const byOwner = 'SELECT * FROM c WHERE c.offerResourceId = @rid';
    const { json } = await query({ query: byOwner, parameters: [{ name: '@rid', value: container._rid }] });
    expect(json.Offers).toMatchObject([{ offerResourceId: container._rid }]);
    const bySelf = await query({ query: `SELECT * FROM root r WHERE r.resource = "${container._self}"` });
    expect(bySelf.json.Offers).toEqual(json.Offers);
    const first = await query({ query: 'SELECT VALUE c.id FROM c' }, { 'x-ms-max-item-count': '1' });
    const second = await query(
      { query: 'SELECT VALUE c.id FROM c' },
      { 'x-ms-max-item-count': '1', 'x-ms-continuation': String(first.headers['x-ms-continuation']) },
    );
    expect(new Set([...first.json.Offers, ...second.json.Offers]).size).toBe(2);
    expect(second.headers['x-ms-continuation']).toBeUndefined();
  });

  it('are gone with their owner, and neither created nor deleted by themselves', async () => {
    const { client, createContainer, list } = await openShop(manual(400), manual(400));
    await createContainer('more', manual(400));
    expect(await list()).toHaveLength(3);
    await client.send('DELETE', '/dbs/shop/colls/more');
    const [offer, ...others] = await list();
    expect(others).toHaveLength(1);
    expect((await client.send('POST', '/offers', { body: offer })).status).toBe(405);
    const path = `/offers/${offer.id}`;
    expect((await client.send('DELETE', path, { link: offer.id.toLowerCase() })).status).toBe(405);
    await client.send('DELETE', '/dbs/shop');
    expect(await list()).toEqual([]);
    expect((await client.send('GET', path, { link: offer.id.toLowerCase() })).status).toBe(404);
  });

  it('are signed by their id in lower case alone', async () => {
    const { client, container, offerOf } = await openShop();
    const { id } = await offerOf(container);
    expect((await client.send('GET', `/offers/${id}`)).status).toBe(401);
  });

  it('leave room for 25 containers that share the throughput of a database', async () => {
    const { createContainer } = await openShop(manual(400));
    for (let number = 2; number <= 25; number++) expect((await createContainer(`c${number}`)).status).toBe(201);
    expect((await createContainer('c26')).status).toBe(400);
    expect((await createContainer('c26', manual(400))).status).toBe(201);
  });
});

describe('replacing an offer', () => {
  it('changes manual throughput and keeps what it was at most', async () => {
    const { container, replace, offerOf, pass } = await openShop({}, manual(1000));
    const before = await offerOf(container);
    pass(2000);
    const { status, json, headers } = await replace(container, { offerThroughput: 400 });
    expect([status, json._ts, headers.etag]).toEqual([200, before._ts + 2, json._etag]);
    expect(json).toMatchObject({ id: before.id, _rid: before.id, _self: before._self, resource: container._self });
    expect(json._etag).not.toBe(before._etag);
    expect(json.content).toMatchObject({
      offerThroughput: 400,
      offerMinimumThroughputParameters: { maxThroughputEverProvisioned: 1000 },
      offerLastReplaceTimestamp: before._ts + 2,
    });
    expect(await offerOf(container)).toEqual(json);
  });

  it('refuses less than a hundredth of what there ever was, a tenth by autoscale', async () => {
    const { container, createContainer, replace, read } = await openShop({}, manual(100_000));
    expect((await replace(container, { offerThroughput: 900 })).status).toBe(400);
    const lowered = await replace(container, { offerThroughput: 1000 });
    expect([lowered.status, lowered.headers['x-ms-cosmos-min-throughput']]).toEqual([200, '1000']);
    const { json: scaled } = await createContainer('scaled', autoscale(50_000));
    const settings = (maxThroughput: number) => ({ offerAutopilotSettings: { maxThroughput } });
    expect((await replace(scaled, settings(4000))).status).toBe(400);
    const { status, json } = await replace(scaled, settings(5000));
    expect([status, json.content.offerThroughput]).toEqual([200, 500]);
    expect((await read(json.id)).headers['x-ms-cosmos-min-throughput']).toBe('5000');
  });

  it.each([
    ['too little', { offerThroughput: 300 }],
    ['what lies between two steps', { offerThroughput: 450 }],
    ['too much', { offerThroughput: 1_000_100 }],
    ['a text', { offerThroughput: '500' }],
    ['nothing', {}],
    ['autoscale without its header', { offerAutopilotSettings: { maxThroughput: 4000 } }],
    ['both', { offerThroughput: 500, offerAutopilotSettings: { maxThroughput: 4000 } }],
  ])('refuses %s with 400', async (_name, content) => {
    const { container, replace, offerOf } = await openShop();
    const before = await offerOf(container);
    expect((await replace(container, content)).status).toBe(400);
    expect(await offerOf(container)).toEqual(before);
  });

  it('refuses a body about another offer, an unknown offer, and another version under if-match', async () => {
    const { client, container, createContainer, offerOf, replace } = await openShop();
    const { json: more } = await createContainer('more');
    const offer = await offerOf(container);
    const other = await offerOf(more);
    const put = (id: string, body: object) => client.send('PUT', `/offers/${id}`, { body, link: id.toLowerCase() });
    expect((await put(offer.id, other)).status).toBe(400);
    expect((await put(offer.id, { ...offer, offerResourceId: other.offerResourceId })).status).toBe(400);
    expect((await put(offer.id, { ...offer, offerVersion: 'V1' })).status).toBe(400);
    expect((await put(offer.id, { ...offer, content: 500 })).status).toBe(400);
    expect((await put('AAAA', { ...offer, id: 'AAAA' })).status).toBe(404);
    const content = { offerThroughput: 500 };
    expect((await replace(container, content, { 'if-match': '"other"' })).status).toBe(412);
    expect((await replace(container, content, { 'if-match': offer._etag })).status).toBe(200);
  });

  it('changes to autoscale and back by header, and chooses the throughput itself', async () => {
    const { container, replace } = await openShop({}, manual(1500));
    const { status, json } = await replace(container, { offerThroughput: -1 }, toAutoscale);
    expect(status).toBe(200);
    expect(json.content).toMatchObject({ offerThroughput: 200, offerAutopilotSettings: { maxThroughput: 2000 } });
    expect((await replace(container, json.content, toAutoscale)).status).toBe(400);
    const unasked = await replace(container, { offerThroughput: 400 });
    expect([unasked.status, unasked.json.message]).toEqual([
      400,
      expect.stringContaining('migrate-offer-to-manual-throughput must be supplied'),
    ]);
    const back = await replace(container, { offerAutopilotSettings: { maxThroughput: -1 } }, toManual);
    expect(back.json.content).toMatchObject({ offerThroughput: 2000 });
    expect(back.json.content).not.toHaveProperty('offerAutopilotSettings');
    expect((await replace(container, back.json.content, toManual)).status).toBe(400);
    expect((await replace(container, back.json.content, { ...toManual, ...toAutoscale })).status).toBe(400);
    const settings = { offerAutopilotSettings: { maxThroughput: 4000 } };
    const { json: refused } = await replace(container, settings, toAutoscale);
    expect(refused.message).toContain('offercontent must not contain autopilotSettings');
  });

  it('is a write, which a read region refuses', async () => {
    const { client, container, offerOf } = await openShop({}, {}, { regions: ['East US', 'West US'] });
    const offer = await offerOf(container);
    const { status, headers } = await client.send('PUT', `/offers/${offer.id}`, {
      body: offer,
      link: offer.id.toLowerCase(),
      host: 'emulator-westus.emulator.invalid',
    });
    expect([status, headers['x-ms-substatus']]).toEqual([403, '3']);
  });
});

describe('throughput that needs more partitions', () => {
  it('splits every partition that has more than 10,000 RU/s, and keeps its items', async () => {
    const { client, container, replace, rangeIds } = await openShop();
    const docs = '/dbs/shop/colls/orders/docs';
    for (let number = 0; number < 20; number++) {
      const body = { id: String(number), customerId: `c${number}` };
      await client.send('POST', docs, { body, pk: [body.customerId] });
    }
    expect(await rangeIds()).toEqual(['0', '1']);
    const enough = await replace(container, { offerThroughput: 20_000 });
    expect([enough.headers['x-ms-offer-replace-pending'], await rangeIds()]).toEqual(['false', ['0', '1']]);
    const more = await replace(container, { offerThroughput: 30_000 });
    expect(more.headers['x-ms-offer-replace-pending']).toBe('false');
    const { maxConsumedStorageEverInKB } = more.json.content.offerMinimumThroughputParameters;
    expect(maxConsumedStorageEverInKB).toBeGreaterThan(1);
    expect(await rangeIds()).toEqual(['2', '3', '4', '5']);
    await replace(container, { offerThroughput: 50_000 });
    expect(await rangeIds()).toHaveLength(8);
    expect((await client.send('GET', docs)).json._count).toBe(20);
    for (let number = 0; number < 20; number++) {
      await client.send('DELETE', `${docs}/${number}`, { pk: [`c${number}`] });
    }
    const { json } = await replace(container, { offerThroughput: 500 });
    expect(json.content.offerMinimumThroughputParameters).toEqual({
      maxThroughputEverProvisioned: 50_000,
      maxConsumedStorageEverInKB,
    });
  });

  it('is pending for as long as the option says, refuses another change with 423, and locks nothing', async () => {
    const { client, container, offerOf, read, replace, rangeIds, pass } = await openShop({}, {}, { scaleOutMs: 5000 });
    const { status, json, headers } = await replace(container, { offerThroughput: 30_000 });
    expect([status, json.content.offerThroughput, headers['x-ms-offer-replace-pending']]).toEqual([
      200,
      30_000,
      'true',
    ]);
    expect((await replace(container, { offerThroughput: 400 })).status).toBe(423);
    pass(4999);
    const { id } = await offerOf(container);
    expect((await read(id)).headers['x-ms-offer-replace-pending']).toBe('true');
    expect(await rangeIds()).toEqual(['0', '1']);
    const body = { id: '1', customerId: 'ada' };
    expect((await client.send('POST', '/dbs/shop/colls/orders/docs', { body, pk: ['ada'] })).status).toBe(201);
    pass(1);
    expect((await read(id)).headers['x-ms-offer-replace-pending']).toBe('false');
    expect(await rangeIds()).toHaveLength(4);
    expect((await replace(container, { offerThroughput: 400 })).status).toBe(200);
  });

  it('splits the containers that share it, not those with their own', async () => {
    const { database, createContainer, replace, rangeIds } = await openShop(autoscale(1000));
    await createContainer('own', manual(400));
    await replace(database, { offerAutopilotSettings: { maxThroughput: 30_000 } });
    expect([await rangeIds('orders'), await rangeIds('own')]).toEqual([
      ['2', '3', '4', '5'],
      ['0', '1'],
    ]);
    await createContainer('later');
    expect(await rangeIds('later')).toEqual(['0', '1', '2']);
  });

  it('waits for a split that is under way', async () => {
    const { account, container, replace, rangeIds, pass } = await openShop();
    const name = { database: 'shop', container: 'orders' };
    await account.control.splitPartition({ ...name, partitionKeyRangeId: '0', lockMs: 1000 });
    const { headers } = await replace(container, { offerThroughput: 30_000 });
    expect([headers['x-ms-offer-replace-pending'], await rangeIds()]).toEqual(['true', ['0', '1']]);
    pass(1000);
    expect(await rangeIds()).toEqual(['2', '3', '4', '5']);
  });

  it('is done before the operator splits on', async () => {
    const { account, container, replace, rangeIds, pass } = await openShop({}, {}, { scaleOutMs: 10 });
    await replace(container, { offerThroughput: 30_000 });
    pass(10);
    const name = { database: 'shop', container: 'orders' };
    expect(await account.control.splitPartition({ ...name, partitionKeyRangeId: '2' })).toEqual(['6', '7']);
    expect(await rangeIds()).toEqual(['6', '7', '3', '4', '5']);
  });

  it('is forgotten with its owner', async () => {
    const { client, container, createContainer, replace, rangeIds, pass } = await openShop({}, {}, { scaleOutMs: 10 });
    await replace(container, { offerThroughput: 30_000 });
    await client.send('DELETE', '/dbs/shop/colls/orders');
    await createContainer('orders');
    pass(10);
    expect(await rangeIds()).toEqual(['0', '1']);
  });

  it('has a time that is one', () => {
    for (const scaleOutMs of [-1, Number.NaN, '5' as unknown as number]) {
      expect(() => createEmulator({ scaleOutMs })).toThrow(TypeError);
    }
  });
});

describe('throttling by offers', () => {
  const order = (number: number) => ({ id: String(number), customerId: 'ada' });
  async function spendingShop(databaseHeaders: Record<string, string>, options: EmulatorOptions = {}) {
    const shop = await openShop(databaseHeaders, {}, { throttling: true, ...options });
    let number = 0;
    /** Creates until refused; how many were created. */
    const spend = async (name: string, limit = Number.POSITIVE_INFINITY) => {
      for (let created = 0; created < limit; created++) {
        const path = `/dbs/shop/colls/${name}/docs`;
        if ((await shop.client.send('POST', path, { body: order(++number), pk: ['ada'] })).status === 429) {
          return created;
        }
      }
      return limit;
    };
    return { ...shop, spend };
  }

  it('follows a replaced offer at once', async () => {
    const { container, replace, spend } = await spendingShop({}, { partitionsPerContainer: 1 });
    expect(await spend('orders')).toBe(63);
    await replace(container, { offerThroughput: 800 });
    expect(await spend('orders')).toBe(63);
    await replace(container, { offerThroughput: 400 });
    expect(await spend('orders')).toBe(0);
  });

  it('lets containers that share a database spend no more together than it has', async () => {
    const { createContainer, spend, pass } = await spendingShop(manual(400), { partitionsPerContainer: 1 });
    await createContainer('more');
    await createContainer('own', manual(400));
    expect(await spend('orders', 40)).toBe(40);
    expect(await spend('more')).toBe(23);
    expect(await spend('orders')).toBe(0);
    expect(await spend('own')).toBe(63);
    pass(1000);
    expect(await spend('more')).toBe(63);
  });

  it('gives a partition 10,000 RU/s until the new ones are there', async () => {
    const { container, replace, spend, pass } = await spendingShop(
      {},
      { partitionsPerContainer: 1, scaleOutMs: 60_000 },
    );
    await replace(container, { offerThroughput: 10_000 });
    const before = await spend('orders');
    await replace(container, { offerThroughput: 40_000 });
    pass(1000);
    expect(await spend('orders')).toBe(before);
  });
});
