/** What a driver gets wrong that is written from the documentation alone: one test each. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  compareEffectivePartitionKeys,
  effectivePartitionKey,
  type PartitionKeyDefinition,
} from '@perdura/cosmos-protocol';
import { isBatchApplied, readBatchResults } from '../src/batch/read-batch-results.ts';
import type { TransportRequest } from '../src/effects/transport.ts';
import type { CosmosError } from '../src/errors/cosmos-error.ts';
import { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import {
  accountDocument,
  accountKey,
  createOrder,
  fakeAccount,
  order,
  orders,
  readOrder,
} from './fakes/fake-account.ts';
import { feedAccount, itemsOf } from './fakes/feed-account.ts';
import { regionsAccount, regionsAsked } from './fakes/regions-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

const ok: Step = { status: 200, body: { id: '1' } };
const created: Step = { status: 201 };
const status = (code: number, subStatus = 0): Step => ({
  status: code,
  headers: { 'x-ms-substatus': String(subStatus), 'x-ms-retry-after-ms': '10' },
});
const refused: Step = { error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) };
const reset: Step = { error: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) };

/** Carries operations out against a script. */
async function play(
  operations: readonly CosmosOperation[],
  steps: readonly Step[],
  { options, ...account }: Parameters<typeof fakeAccount>[0] & { readonly options?: object } = {},
) {
  const fake = fakeAccount(account);
  const driver = await fake.createDriver();
  fake.transport.next(...steps);
  const ends: unknown[] = [];
  for (const operation of operations) {
    ends.push(await driver.executeOperation(operation, options).catch((error: unknown) => error));
  }
  const { requests } = fake.transport;
  const regions = requests.map(({ url }) => (url.includes('westus') ? 'west' : 'east'));
  return { ...fake, driver, ends, error: ends.at(-1) as CosmosError, requests, regions };
}

function signatureOf(request: TransportRequest, type: string, link: string): string {
  const date = (request.headers['x-ms-date'] ?? '').toLowerCase();
  const text = `${request.method.toLowerCase()}\n${type}\n${link}\n${date}\n\n`;
  const signature = createHmac('sha256', Buffer.from(accountKey, 'base64')).update(text).digest('base64');
  return encodeURIComponent(`type=master&ver=1.0&sig=${signature}`);
}

const keyHeader = async (value: string | number | boolean | null | undefined) => {
  const { requests } = await play([CosmosOperation.readItem(ItemReference.from(orders, [value], '1'))], [ok]);
  return requests[0]?.headers['x-ms-documentdb-partitionkey'];
};
const hash = (values: readonly string[], definition: PartitionKeyDefinition) =>
  effectivePartitionKey(values, definition);

describe('signatures and requests', () => {
  it('1. a create signs the link of its container, in its own case and not encoded', async () => {
    const container = new ContainerReference(DatabaseReference.from('My Shop'), 'Örders', { ...orders });
    const create = CosmosOperation.createItem(ItemReference.from(container, 'ada', '1')).withBody(encodeJson({}));
    const { requests } = await play([create], [created]);
    const [request] = requests as [TransportRequest];
    expect(request.headers.authorization).toBe(signatureOf(request, 'docs', 'dbs/My Shop/colls/Örders'));
    expect(request.url).toMatch(/dbs\/My%20Shop\/colls\/%C3%96rders\/docs$/);
  });

  it('2. a request for an offer signs its resource id alone, in lower case', async () => {
    const { requests } = await play([CosmosOperation.readOffer('aBcD')], [ok]);
    const [request] = requests as [TransportRequest];
    expect(request.headers.authorization).toBe(signatureOf(request, 'offers', 'abcd'));
  });

  it('3. every attempt is signed with a new date, under the same activity id', async () => {
    const wait: Step = { status: 429, headers: { 'x-ms-retry-after-ms': '2000' } };
    const { requests } = await play([readOrder], [wait, ok]);
    const sent = requests.map(({ headers }) => headers);
    expect(new Set(sent.map((each) => each['x-ms-date'])).size).toBe(2);
    expect(new Set(sent.map((each) => each['x-ms-activity-id'])).size).toBe(1);
    for (const request of requests) {
      expect(request.headers.authorization).toBe(signatureOf(request, 'docs', 'dbs/db/colls/orders/docs/1'));
    }
  });

  it('4. partition keys travel in ASCII, undefined as {}, and numbers as JSON has them', async () => {
    expect(await Promise.all(['é🚲', undefined, null, 5.0, -0].map(keyHeader))).toEqual([
      '["\\u00e9\\ud83d\\udeb2"]',
      '[{}]',
      '[null]',
      '[5]',
      '[0]',
    ]);
  });
});

describe('partition keys', () => {
  it('5. a container whose definition has no version is hashed as version 1', async () => {
    const { driver, transport } = await play([], []);
    transport.next({
      status: 200,
      body: { id: 'c', _rid: 'kX0wAJ8vXx0=', partitionKey: { paths: ['/a'], kind: 'Hash' } },
    });
    const { partitionKey } = await driver.resolveContainer('db', 'c');
    expect(hash(['x'], partitionKey)).toBe(hash(['x'], { paths: ['/a'], kind: 'Hash', version: 1 }));
    expect(hash(['x'], partitionKey)).not.toBe(hash(['x'], { paths: ['/a'], kind: 'Hash', version: 2 }));
  });

  it('6. version 2 clears the top two bits of each hash, version 1 sees 100 bytes of a text', () => {
    const many: PartitionKeyDefinition = { paths: ['/a', '/b'], kind: 'MultiHash', version: 2 };
    for (let each = 0; each < 50; each++) {
      const key = hash([`a${each}`, `b${each}`], many);
      expect([key.length, key[0], key[32]]).toEqual([
        64,
        expect.stringMatching(/[0-3]/),
        expect.stringMatching(/[0-3]/),
      ]);
    }
    const one: PartitionKeyDefinition = { paths: ['/a'], kind: 'Hash', version: 1 };
    expect(hash([`${'é'.repeat(50)}x`], one)).toBe(hash([`${'é'.repeat(50)}y`], one));
    expect(hash([`${'é'.repeat(49)}x`], one)).not.toBe(hash([`${'é'.repeat(49)}y`], one));
  });

  it('7. zeros at the end of an effective partition key say nothing', () => {
    expect(compareEffectivePartitionKeys('AB', 'AB0000')).toBe(0);
    expect(compareEffectivePartitionKeys('AB', 'AB01')).toBeLessThan(0);
  });
});

describe('options', () => {
  it('8. no excluded regions replaces some of a lower layer, and an override beats the call', async () => {
    const fake = fakeAccount({ environment: { AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT_OVERRIDE: '0' } });
    const driver = await fake.createDriver({ operationOptions: { excludedRegions: ['East US'] } });
    fake.transport.next(ok, ok, status(503));
    const regionOf = async (options: object) => (await driver.executeOperation(readOrder, options)).servingRegion;
    expect([await regionOf({}), await regionOf({ excludedRegions: [] })]).toEqual(['West US', 'East US']);
  });
});

describe('repeats', () => {
  it('9. no repeats of throttled requests means one request, N at most N + 1', async () => {
    for (const maxRetryCount of [0, 3]) {
      const steps = Array.from({ length: 9 }, () => status(429, 3200));
      const { requests, error } = await play([readOrder], steps, { options: { throttlingRetry: { maxRetryCount } } });
      expect([requests.length, error.code]).toEqual([maxRetryCount + 1, 'throttled']);
    }
  });

  it('10. a throttled request stays in its region, unless the server is short of resources', async () => {
    expect((await play([readOrder], [status(429, 3200), ok])).regions).toEqual(['east', 'east']);
    expect((await play([readOrder], [status(429, 3092), ok])).regions).toEqual(['east', 'west']);
  });

  it('11. 449 is repeated in its region, and the service is told not to do so itself', async () => {
    const { regions, requests } = await play([createOrder], [status(449), status(449), created]);
    expect(regions).toEqual(['east', 'east', 'east']);
    expect(requests.every(({ headers }) => headers['x-ms-noretry-449'] === 'true')).toBe(true);
  });

  it('12. 403/3 is repeated at once, reads the account at most every five seconds, and ends after five of waits', async () => {
    const steps = Array.from({ length: 99 }, () => status(403, 3));
    const { clock, error, transport } = await play([createOrder], steps);
    expect(error.code).toBe('forbidden');
    const waitedMs = clock.delays.reduce((sum, each) => sum + each, 0);
    expect(waitedMs).toBeLessThanOrEqual(5_000);
    expect(transport.accountReads.length).toBeLessThanOrEqual(3);
    expect(error.diagnostics.requests.length).toBeGreaterThan(4);
  });

  it('13. 404/1002 asks the write region, twice at most, with its token, and is never "not found"', async () => {
    const steps = Array.from({ length: 9 }, () => status(404, 1002));
    const { error, requests } = await play([readOrder.withSessionToken('0:1#5')], steps);
    expect([error.code, requests.length]).toEqual(['session-not-available', 3]);
    expect(requests.map(({ headers }) => headers['x-ms-session-token'])).toEqual(['0:1#5', '0:1#5', '0:1#5']);
  });
});

describe('sessions', () => {
  it('14. tokens of 409, 412 and 404 are kept', async () => {
    const told = (code: number, lsn: number): Step => ({
      status: code,
      headers: { 'x-ms-session-token': `0:1#${lsn}` },
    });
    const { requests } = await play(
      [createOrder, createOrder, readOrder, readOrder],
      [told(409, 5), told(412, 6), told(404, 7), ok],
    );
    expect(requests.map(({ headers }) => headers['x-ms-session-token'])).toEqual([
      undefined,
      '0:1#5',
      '0:1#6',
      '0:1#7',
    ]);
  });

  it('15. a higher version goes before a higher number, −1 is legal, and numbers have 64 bits', async () => {
    const told = (token: string): Step => ({ status: 200, headers: { 'x-ms-session-token': token }, body: {} });
    const { requests } = await play(
      Array.from({ length: 4 }, () => readOrder),
      [told('0:-1#9007199254740993'), told('0:-1#9007199254740992'), told('0:2#-1'), ok],
    );
    expect(requests.map(({ headers }) => headers['x-ms-session-token'])).toEqual([
      undefined,
      '0:-1#9007199254740993',
      '0:-1#9007199254740993',
      '0:2#-1',
    ]);
  });

  it('16. where several regions write, every write allows tentative writes', async () => {
    const { readableLocations } = accountDocument();
    const document = { writableLocations: readableLocations, enableMultipleWriteLocations: true };
    const { requests } = await play([createOrder, CosmosOperation.deleteItem(order)], [created, { status: 204 }], {
      document,
    });
    expect(requests.map(({ headers }) => headers['x-ms-cosmos-allow-tentative-writes'])).toEqual(['true', 'true']);
  });
});

describe('regions', () => {
  it('17. a host that is not reached is avoided, one that broke off is not; excluding all still asks the hub', async () => {
    expect((await play([readOrder, readOrder], [refused, ok, ok])).regions).toEqual(['east', 'west', 'west']);
    expect((await play([readOrder, readOrder], [reset, ok, ok])).regions).toEqual(['east', 'west', 'east']);
    const options = { excludedRegions: ['East US', 'West US'] };
    expect((await play([readOrder], [ok], { options })).regions).toEqual(['east']);
  });

  it('18. a write that failed everywhere keeps no read from its region, one that succeeded elsewhere does', async () => {
    const document = { enablePerPartitionFailoverBehavior: true };
    const upTo = (count: number): Step[] => Array.from({ length: count }, () => refused);
    const { requests } = await play([createOrder], upTo(20), { document });
    const failed = await play([createOrder, readOrder], [...upTo(requests.length), ok], { document });
    expect([failed.regions.includes('west'), failed.regions.at(-1)]).toEqual([true, 'east']);
    const moved = await play([createOrder, readOrder], [refused, created, ok], { document });
    expect(moved.regions).toEqual(['east', 'west', 'west']);
  });

  it('19. an account that cannot be read any more stays as it was', async () => {
    const { driver, transport, clock } = await play([], []);
    transport.account(status(503));
    clock.advance(300_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(transport.accountReads.length).toBeGreaterThan(1);
    transport.next(status(503), ok);
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('West US');
  });
});

describe('partition ranges', () => {
  it('20. are read until nothing is new, in one region, and not kept while they leave a hole', async () => {
    const { driver, transport } = await play([], []);
    const page = (etag: string, ...ranges: readonly object[]): Step => ({
      status: 200,
      headers: { etag },
      body: { PartitionKeyRanges: ranges },
    });
    const low = { id: '0', minInclusive: '', maxExclusive: '55' };
    const high = { id: '1', minInclusive: '55', maxExclusive: 'FF' };
    const end: Step = { status: 304, headers: { etag: '"2"' } };
    transport.ranges(page('"1"', low), { ...end, headers: { etag: '"1"' } }, page('"1"', low), {
      ...end,
      headers: { etag: '"1"' },
    });
    await expect(driver.readFeedRanges(orders)).rejects.toMatchObject({ code: 'invalid-response' });
    transport.ranges(page('"1"', low), page('"2"', high), end);
    expect(await driver.readFeedRanges(orders)).toHaveLength(2);
    expect(new Set(transport.rangeReads.map(({ url }) => new URL(url).host)).size).toBe(1);
  });
});

describe('answers', () => {
  it('22. a batch that failed is an answer of status 207, whose entries say why', async () => {
    const shop = await regionsAccount();
    await shop.driver.executeOperation(shop.create);
    const body = encodeJson({ id: '1', customer: 'ada' });
    const batch = CosmosOperation.batch(shop.orders, 'ada', [
      { kind: 'upsert', body: encodeJson({ id: '2', customer: 'ada' }) },
      { kind: 'create', body },
    ]);
    const response = await shop.driver.executeOperation(batch);
    const results = readBatchResults(response);
    expect([response.status.code, isBatchApplied(results)]).toEqual([207, false]);
    expect(results.map((each) => each.status.code)).toEqual([424, 409]);
    await shop.close();
  });

  it('23. writes of items have no body unless asked for, containers always do', async () => {
    const container = CosmosOperation.createContainer(DatabaseReference.from('db'), 'c').withBody(encodeJson({}));
    const { requests } = await play([createOrder, container], [created, created]);
    expect(requests.map(({ headers }) => headers.prefer)).toEqual(['return=minimal', undefined]);
  });

  it('24. a query goes on through a split, and its token is refused by another query', async () => {
    const shop = await feedAccount({ partitionsPerContainer: 1 });
    for (let id = 0; id < 20; id++) await shop.put({ id: String(id), customer: `customer-${id}`, total: id });
    const query = CosmosOperation.queryItems(shop.container, 'SELECT * FROM c ORDER BY c.total').withMaxItemCount(4);
    const first = await shop.driver.executeOperation(query);
    await shop.account.control.splitPartition({ database: 'shop', container: 'orders', partitionKeyRangeId: '0' });
    const token = first.continuationToken ?? '';
    const rest = await shop.all(query.withContinuation(token));
    const totals = [...itemsOf(first), ...rest].map((item) => (item as { total: number }).total);
    expect(totals).toEqual(Array.from({ length: 20 }, (_, total) => total));
    const other = CosmosOperation.queryItems(shop.container, 'SELECT * FROM c ORDER BY c.total DESC');
    await expect(shop.all(other.withContinuation(token))).rejects.toMatchObject({ code: 'invalid-continuation' });
    await shop.close();
  });

  it('25. every attempt is told by every error, that of a deadline included', async () => {
    const shop = await regionsAccount();
    await shop.account.control.failRegion('East US', { kind: 'connection-reset' });
    await shop.account.control.injectFault({ when: { region: 'West US' }, result: { kind: 'timeout' } });
    const failed = await shop.driver
      .executeOperation(shop.read, { endToEndTimeoutMs: 500, hedgingEnabled: false })
      .catch((error: CosmosError) => error);
    expect(failed).toMatchObject({ code: 'deadline-exceeded' });
    expect(regionsAsked(failed)).toEqual(['East US', 'West US']);
    expect(failed.diagnostics.requests.map(({ requestSent }) => requestSent)).not.toContain('not-sent');
    await shop.close();
  });
});
