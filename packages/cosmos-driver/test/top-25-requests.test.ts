/** What a driver gets wrong that is written from the documentation alone, part one: one test each, or one for each half. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  canonicalEffectivePartitionKey,
  compareEffectivePartitionKeys,
  effectivePartitionKey,
  type PartitionKeyDefinition,
} from '@perdura/cosmos-protocol';
import type { TransportRequest } from '../src/effects/transport.ts';
import { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import { accountKey, createOrder, fakeAccount, orders, readOrder } from './fakes/fake-account.ts';
import { created, ok, play, status } from './fakes/play-script.ts';
import { racedAccount } from './fakes/raced-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

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
  it.each<[string, (item: ItemReference) => CosmosOperation]>([
    ['create', (item) => CosmosOperation.createItem(item).withBody(encodeJson({}))],
    ['upsert', (item) => CosmosOperation.upsertItem(item).withBody(encodeJson({}))],
    ['query', ({ container }) => CosmosOperation.queryItems(container, 'SELECT * FROM c').withScope('ada')],
    ['batch', ({ container }) => CosmosOperation.batch(container, 'ada', [{ kind: 'read', id: '1' }])],
  ])('1. a %s signs the link of its container, in its own case and not encoded', async (_, operationOn) => {
    const container = new ContainerReference(DatabaseReference.from('My Shop'), 'Örders', { ...orders });
    const { requests } = await play(
      [operationOn(ItemReference.from(container, 'ada', '1'))],
      [{ status: 200, body: {} }],
    );
    const [request] = requests as [TransportRequest];
    expect(request.headers.authorization).toBe(signatureOf(request, 'docs', 'dbs/My Shop/colls/Örders'));
    expect(request.url).toMatch(/dbs\/My%20Shop\/colls\/%C3%96rders\/docs$/);
  });

  it('1. an item signs its own link, with the date alone in lower case', async () => {
    const { requests } = await play([CosmosOperation.readItem(ItemReference.from(orders, 'ada', 'Ä 1'))], [ok]);
    const [request] = requests as [TransportRequest];
    expect(request.headers['x-ms-date']).toMatch(/^[A-Z][a-z]{2}, \d{2} [A-Z]/);
    expect(request.headers.authorization).toBe(signatureOf(request, 'docs', 'dbs/db/colls/orders/docs/Ä 1'));
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

  it('6. version 2 is a reversed hash whose top two bits are cleared, for each value', () => {
    expect(hash(['redmond'], { paths: ['/a'], kind: 'Hash', version: 2 })).toBe('22E342F38A486A088463DFF7838A5963');
    const many: PartitionKeyDefinition = { paths: ['/a', '/b'], kind: 'MultiHash', version: 2 };
    for (let each = 0; each < 50; each++) {
      const key = hash([`a${each}`, `b${each}`], many);
      const firstOfEach = expect.stringMatching(/[0-3]/);
      expect([key.length, key[0], key[32]]).toEqual([64, firstOfEach, firstOfEach]);
    }
  });

  it('6. version 1 sees 100 bytes of a text, and adds one to each', () => {
    const one: PartitionKeyDefinition = { paths: ['/a'], kind: 'Hash', version: 1 };
    expect(hash(['partitionKey'], one)).toBe('05C1E1B3D9CD2608716273756A756A706F4C667A00');
    expect(hash([`${'é'.repeat(50)}x`], one)).toBe(hash([`${'é'.repeat(50)}y`], one));
    expect(hash([`${'é'.repeat(49)}x`], one)).not.toBe(hash([`${'é'.repeat(49)}y`], one));
  });

  it('7. zeros at the end of an effective partition key say nothing, be it compared or looked up', () => {
    const padded = `AB${'00'.repeat(15)}`;
    expect(compareEffectivePartitionKeys('AB', padded)).toBe(0);
    expect(compareEffectivePartitionKeys(padded, 'AB')).toBe(0);
    expect(compareEffectivePartitionKeys('AB', 'AB01')).toBeLessThan(0);
    expect(canonicalEffectivePartitionKey(padded)).toBe(canonicalEffectivePartitionKey('AB'));
  });
});

describe('options', () => {
  it('8. no excluded regions replaces some of a lower layer', async () => {
    const fake = fakeAccount();
    const driver = await fake.createDriver({ operationOptions: { excludedRegions: ['East US'] } });
    fake.transport.next(ok, ok);
    const regionOf = async (options: object) => (await driver.executeOperation(readOrder, options)).servingRegion;
    expect([await regionOf({}), await regionOf({ excludedRegions: [] })]).toEqual(['West US', 'East US']);
  });

  it('8. the fields of a group are looked up one by one', async () => {
    // The number is the driver's, the time the call's: either alone would end it otherwise.
    const driverOptions = { operationOptions: { throttlingRetry: { maxRetryCount: 2 } } };
    const options = { throttlingRetry: { maxRetryWaitMs: 100_000 } };
    const steps = Array.from({ length: 9 }, () => status(429, 3200));
    expect((await play([readOrder], steps, { driverOptions, options })).requests).toHaveLength(3);
    const shortly = { throttlingRetry: { maxRetryWaitMs: 5 } };
    expect((await play([readOrder], steps, { driverOptions, options: shortly })).requests).toHaveLength(2);
  });

  it('8. an override beats even the call', async () => {
    const environment = {
      AZURE_COSMOS_RETRY_AMBIGUOUS_WRITES_OVERRIDE: 'never',
      AZURE_COSMOS_HEDGING_ENABLED: 'false',
    };
    const options = { retryAmbiguousWrites: 'always' };
    const steps = [status(503), created];
    expect((await play([createOrder], steps, { options })).requests).toHaveLength(2);
    expect((await play([createOrder], steps, { options, environment })).requests).toHaveLength(1);
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

  it('9. only when the time for waiting is spent, there is one last request', async () => {
    const options = { throttlingRetry: { maxRetryCount: 9, maxRetryWaitMs: 25 } };
    const steps = Array.from({ length: 9 }, () => status(429, 3200));
    // Ten milliseconds twice; the third wait would be too long, so the last request follows at once.
    const { requests, clock } = await play([readOrder], steps, { options });
    expect([requests.length, clock.delays]).toEqual([4, [10, 10]]);
  });

  it('10. a throttled request stays in its region to the end, unless the server is short of resources', async () => {
    const steps = Array.from({ length: 30 }, () => status(429, 3200));
    const { regions, error } = await play([readOrder], steps);
    expect([new Set(regions), regions.length, error.code]).toEqual([new Set(['east']), 19, 'throttled']);
    expect((await play([readOrder], [status(429, 3092), ok])).regions).toEqual(['east', 'west']);
  });

  it('10. each region has its own budget for throttled requests', async () => {
    const options = { throttlingRetry: { maxRetryCount: 2 } };
    const throttled = status(429, 3200);
    const steps = [throttled, throttled, status(503), throttled, throttled, ok];
    const { regions, ends } = await play([readOrder], steps, { options });
    expect(regions).toEqual(['east', 'east', 'east', 'west', 'west', 'west']);
    expect(ends[0]).toMatchObject({ status: { code: 200 } });
  });

  it('10. each region of a race has its own, too', async () => {
    const { shop, race } = await racedAccount();
    const result = { response: { status: 429, subStatus: 3200, headers: { 'x-ms-retry-after-ms': '300' } } };
    const options = { throttlingRetry: { maxRetryCount: 4 } };
    const { regions, code } = await race({ 'East US': { delayMs: 9000 }, 'West US': result }, options);
    expect([regions.filter((each) => each === 'West US').length, code]).toEqual([5, 'throttled']);
    await shop.close();
  });

  it('11. 449 is repeated in its region at no failover’s expense, and the service is told not to do so itself', async () => {
    const steps = [...Array.from({ length: 6 }, () => status(449)), created];
    const { regions, requests } = await play([createOrder], steps, { options: { maxFailoverRetryCount: 0 } });
    expect(regions).toEqual(steps.map(() => 'east'));
    const others = await play([readOrder, CosmosOperation.readOffer('abcd')], [ok, ok]);
    for (const { headers } of [...requests, ...others.requests]) expect(headers['x-ms-noretry-449']).toBe('true');
  });

  it.each([
    [3, 3],
    [1008, 1008],
    [3, 1008],
  ])(
    '12. 403/%d and 403/%d share five seconds of waits, the first repeat at once, and no failovers',
    async (one, other) => {
      const steps = Array.from({ length: 99 }, (_, index) => status(403, index % 2 === 0 ? one : other));
      const { clock, error, requests } = await play([createOrder], steps, { options: { maxFailoverRetryCount: 0 } });
      expect([error.code, requests.length]).toEqual(['forbidden', 5]);
      expect(clock.delays).toEqual([1000, 2000, 2000]);
    },
  );

  it('12. the account is read again at most every five seconds, and after a read that failed at once', async () => {
    const { driver, transport, clock } = await play([], []);
    clock.advance(6_000);
    const before = transport.accountReads.length;
    transport.next(status(403, 3), status(403, 3), created);
    await driver.executeOperation(createOrder);
    expect(transport.accountReads.length - before).toBe(1);

    clock.advance(6_000);
    transport.account(status(503));
    transport.next(status(403, 3), created);
    await driver.executeOperation(createOrder);
    const afterFailure = transport.accountReads.length;
    transport.next(status(403, 3), created);
    await driver.executeOperation(createOrder);
    expect(transport.accountReads.length).toBeGreaterThan(afterFailure);
  });

  it('13. 404/1002 asks the hub in the write region, twice at most, with its token, and is never "not found"', async () => {
    const steps = Array.from({ length: 9 }, () => status(404, 1002));
    const read = readOrder.withSessionToken('0:1#5');
    const { error, requests, regions } = await play([read], steps, {
      driverOptions: { preferredRegions: ['West US'] },
    });
    expect([error.code, error.status?.subStatus]).toEqual(['session-not-available', 1002]);
    expect(regions).toEqual(['west', 'east', 'east']);
    const sent = (name: string) => requests.map(({ headers }) => headers[name]);
    expect(sent('x-ms-session-token')).toEqual(['0:1#5', '0:1#5', '0:1#5']);
    expect(sent('x-ms-cosmos-hub-region-processing-only')).toEqual([undefined, 'True', 'True']);
  });
});
