import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { accountDocument, createOrder, fakeAccount, readOrder } from './fakes/fake-account.ts';
import { rangeDocument, scripted, scriptedFeeds } from './fakes/feed-script.ts';

const location = (url: string): Record<string, unknown> => {
  const regions = [{ name: 'East US', databaseAccountEndpoint: url }];
  return accountDocument({ writableLocations: regions, readableLocations: regions });
};

describe('an account that names an endpoint nobody may use', () => {
  it.each(['http://shop-eastus.documents.azure.com/', 'ftp://shop/', 'shop', 'https://u:p@shop/', 'https://shop/a'])(
    'fails the driver with invalid-response, and is read again by the next: %s',
    async (url) => {
      const { createDriver, transport } = fakeAccount();
      transport.account({ status: 200, body: location(url) });
      await expect(createDriver()).rejects.toMatchObject({
        name: 'CosmosError',
        code: 'invalid-response',
        message: expect.stringMatching(/^read_account the account got an answer that cannot be read: .*East US/),
      });
      transport.account({ status: 200, body: accountDocument() });
      await expect(createDriver()).resolves.toMatchObject({ endpoint: 'https://shop.documents.azure.com' });
    },
  );

  it('is the fault of the caller whose function names it', async () => {
    const { createDriver } = fakeAccount();
    await expect(createDriver({ endpointDiscovery: () => 'http://proxy' })).rejects.toThrow(TypeError);
  });

  it('is not handed to later drivers when it comes by a refresh, and moves nothing', async () => {
    const { createDriver, transport, clock, warnings } = fakeAccount();
    const driver = await createDriver();
    transport.account({ status: 200, body: location('http://elsewhere/') });
    clock.advance(5 * 60_000);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([expect.stringContaining('could not be read again')]);
    const later = await createDriver();
    expect(warnings).toEqual(Array.from({ length: 2 }, () => expect.stringContaining('could not be read again')));
    transport.next({ status: 200, body: {} }, { status: 200, body: {} });
    for (const each of [driver, later]) {
      expect((await each.executeOperation(readOrder)).servingRegion).toBe('East US');
    }
    expect(transport.requests.map(({ url }) => new URL(url).origin)).toEqual([
      'https://shop-eastus.documents.azure.com',
      'https://shop-eastus.documents.azure.com',
    ]);
  });
});

describe('an account document', () => {
  it('may say more than is known, and be in any order', async () => {
    const { createDriver, transport } = fakeAccount({ document: { _rid: 7, thinClientWritableLocations: 'none' } });
    const driver = await createDriver();
    transport.next({ status: 200, body: {} });
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
  });

  it.each<[string, Record<string, unknown>]>([
    ['a flag in words', { enableMultipleWriteLocations: 'true' }],
    ['regions that are no list', { readableLocations: { name: 'East US' } }],
    ['a region without URL', { writableLocations: [{ name: 'East US' }] }],
    ['a consistency that is a number', { userConsistencyPolicy: { defaultConsistencyLevel: 3 } }],
  ])('is refused with %s', async (_, changes) => {
    const { createDriver } = fakeAccount({ document: changes });
    await expect(createDriver()).rejects.toMatchObject({ code: 'invalid-response', status: { subStatus: 20020 } });
  });
});

describe('an answer of a status nobody sends', () => {
  it.each([0, 100, 301, 302, 307, 308, 399, 418, 451, Number.NaN])('ends the operation, once: %d', async (status) => {
    for (const operation of [readOrder, createOrder]) {
      const { createDriver, transport } = fakeAccount();
      const driver = await createDriver();
      transport.next({ status, headers: { location: 'https://elsewhere/' } });
      await expect(driver.executeOperation(operation)).rejects.toMatchObject({
        code: 'unexpected-status',
        mayHaveBeenApplied: false,
      });
      expect(transport.requests).toHaveLength(1);
    }
  });
});

describe('an answer that fails', () => {
  it('says what it says within bounds, whatever it says', async () => {
    const { createDriver, transport } = fakeAccount();
    const locations = Array.from({ length: 1000 }, () => ({}));
    transport.account({ status: 200, body: accountDocument({ readableLocations: locations }) });
    const error = await createDriver().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'invalid-response' });
    expect(String(error).length).toBeLessThan(700);
  });

  it.each<[string, unknown]>([
    ['errors that are no texts', { message: 'Message: {"Errors":[{"toString":1}]}' }],
    ['a message that is none', { message: { toString: 1 } }],
    ['a page of HTML', '<html><script>'],
  ])('is told of with its status when it has %s', async (_, body) => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 400, body });
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({ code: 'bad-request' });
  });
});

describe('what others throw', () => {
  const hostile: readonly unknown[] = [
    Object.create(null),
    Object.assign(new Error('x'), { message: undefined }),
    Object.assign(new Error('x'), { message: { toString: 1 } }),
    new Proxy({}, { get: () => 'x', getPrototypeOf: () => Error.prototype }),
    undefined,
    Symbol('s'),
  ];

  it.each(hostile.map((thrown, index) => [index, thrown] as const))(
    'becomes a failure with a code: %d',
    async (_, thrown) => {
      const { createDriver, transport } = fakeAccount();
      const driver = await createDriver();
      transport.send = () => Promise.reject(thrown);
      const error = await driver.executeOperation(readOrder).catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'CosmosError', code: 'transport-failed' });
      expect((error as Error).cause).toBe(thrown);
      const credential = { key: () => Promise.reject(thrown) };
      await expect(createDriver({ credential })).rejects.toMatchObject({ code: 'credential-failed' });
    },
  );
});

describe('headers that cannot be', () => {
  it('are absent to those who read them, and slow nobody down for long', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    const absurd = {
      'x-ms-request-charge': 'much',
      'x-ms-item-count': '-5',
      'x-ms-substatus': '1e400',
      'x-ms-retry-after-ms': '1e300',
      'x-ms-session-token': ',:,0,0:,0:x,:1#2,0:1#',
      'x-ms-cosmos-index-utilization': '%%%',
      'x-ms-documentdb-script-log-results': '%E0%A4%A',
    };
    transport.next({ status: 429, headers: absurd }, { status: 200, headers: absurd, body: {} });
    const { headers } = await driver.executeOperation(readOrder);
    expect(headers).toMatchObject({
      requestCharge: undefined,
      itemCount: undefined,
      subStatus: undefined,
      indexMetrics: undefined,
      scriptLog: undefined,
    });
    expect(clock.delays).toEqual([15_000]);
    transport.next({ status: 200, body: {} });
    await driver.executeOperation(readOrder);
    expect(transport.requests.at(-1)?.headers['x-ms-session-token']).toBeUndefined();
  });
});

describe('partitions that cannot be', () => {
  const feed = CosmosOperation.readFeed(scripted);

  it.each<[string, unknown]>([
    ['without id', { minInclusive: '', maxExclusive: 'FF' }],
    ['with a number for an id', { id: 0, minInclusive: '', maxExclusive: 'FF' }],
    ['with parents that are no list', { id: '0', minInclusive: '', maxExclusive: 'FF', parents: 'none' }],
    ['null', null],
    ['its own parent', rangeDocument('0', '', 'FF', ['0'])],
    ['in lower case', rangeDocument('0', '', 'ff')],
    ['backwards', rangeDocument('0', 'FF', '')],
  ])('fail a feed with invalid-response and what was tried: %s', async (_, range) => {
    const { driver, sent } = await scriptedFeeds({ ranges: () => ({ body: { PartitionKeyRanges: [range] } }) });
    for (const read of [() => driver.readFeedRanges(scripted), () => driver.executeOperation(feed)]) {
      const error = await read().catch((caught: unknown) => caught);
      expect(error).toMatchObject({ name: 'CosmosError', code: 'invalid-response', status: { subStatus: 20020 } });
      expect((error as { diagnostics: { requests: unknown[] } }).diagnostics.requests.length).toBeGreaterThan(0);
    }
    expect(sent.pages).toEqual([]);
  });

  it('fail when they are each other’s parents', async () => {
    const circle = [rangeDocument('0', '', '20', ['1']), rangeDocument('1', '20', 'FF', ['0'])];
    const { driver } = await scriptedFeeds({ ranges: () => ({ body: { PartitionKeyRanges: circle } }) });
    await expect(driver.readFeedRanges(scripted)).rejects.toMatchObject({ code: 'invalid-response' });
  });

  it.each<[string, readonly object[]]>([
    ['nothing', []],
    ['the same partitions', [rangeDocument('0', '', 'FF')]],
  ])('are not asked for for ever when every answer announces more and tells of %s', async (_, ranges) => {
    const { driver, sent } = await scriptedFeeds({
      ranges: (_request, read) => ({ headers: { etag: `"${read}"` }, body: { PartitionKeyRanges: ranges } }),
    });
    await expect(driver.readFeedRanges(scripted)).rejects.toMatchObject({
      code: 'invalid-response',
      message: expect.stringContaining('go on and on'),
    });
    expect(sent.ranges.length).toBeLessThan(30);
  });

  it('are asked for once when they are refused at once', async () => {
    const { driver, sent } = await scriptedFeeds({ ranges: () => ({ status: 400 }) });
    await expect(driver.readFeedRanges(scripted)).rejects.toMatchObject({ code: 'bad-request' });
    expect(sent.ranges).toHaveLength(1);
  });

  it('may come by the hundred thousand on one page', async () => {
    const count = 150_000;
    const key = (at: number): string => at.toString(16).toUpperCase().padStart(8, '0');
    const ranges = Array.from({ length: count }, (_, at) =>
      rangeDocument(String(at), at === 0 ? '' : key(at), at === count - 1 ? 'FF' : key(at + 1)),
    );
    const { driver } = await scriptedFeeds({
      ranges: ({ headers }) =>
        headers['if-none-match'] === undefined
          ? { headers: { etag: '"1"' }, body: { PartitionKeyRanges: ranges } }
          : { status: 304, headers: { etag: '"1"' } },
    });
    expect(await driver.readFeedRanges(scripted)).toHaveLength(count);
  });
});
