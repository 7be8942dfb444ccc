/** What a driver gets wrong that is written from the documentation alone, part two: one test each, or one for each half. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TransportRequest } from '../src/effects/transport.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import { accountDocument, createOrder, fakeAccount, order, orders, readOrder } from './fakes/fake-account.ts';
import { created, ok, type Played, play, refused, reset, status } from './fakes/play-script.ts';
import { type RacedAccount, racedAccount, readOrders } from './fakes/raced-account.ts';
import { regionsAccount } from './fakes/regions-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

describe('sessions', () => {
  const told = (code: number, token: string) => ({ status: code, headers: { 'x-ms-session-token': token } });
  const tokens = ({ requests }: Played) => requests.map(({ headers }) => headers['x-ms-session-token']);

  it('14. tokens of 409, 412 and 404 are kept before the error is thrown', async () => {
    const played = await play(
      [createOrder, createOrder, readOrder, readOrder],
      [told(409, '0:1#5'), told(412, '0:1#6'), told(404, '0:1#7'), ok],
    );
    expect(tokens(played)).toEqual([undefined, '0:1#5', '0:1#6', '0:1#7']);
    expect(played.ends.slice(0, 3)).toMatchObject([
      { code: 'conflict' },
      { code: 'precondition-failed' },
      { code: 'not-found' },
    ]);
  });

  it('14. tokens of a region that is behind or fails are not', async () => {
    const behind = { ...told(404, '0:1#9'), headers: { 'x-ms-substatus': '1002', 'x-ms-session-token': '0:1#9' } };
    const played = await play([readOrder, readOrder], [behind, told(503, '0:1#9'), ok, ok]);
    expect(tokens(played)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('14. only the winner of a race is learned from, also when the other one answers later', async () => {
    const sent: TransportRequest[] = [];
    let isSlow = false;
    const shop = await regionsAccount({}, (transport) => ({
      async send(request) {
        if (request.url.endsWith('/docs/1')) sent.push(request);
        const response = await transport.send(request);
        if (!isSlow || !request.url.includes('-eastus.') || request.method !== 'GET') return response;
        // Answers after it was given up.
        await new Promise<void>((resolve) => shop.clock.startTimer(2000, resolve));
        return { ...response, headers: { ...response.headers, 'x-ms-session-token': '0:9#999' } };
      },
    }));
    await shop.driver.executeOperation(shop.create);
    const driver = await shop.createDriver();
    isSlow = true;
    expect((await driver.executeOperation(shop.read)).diagnostics.effectiveRegion).toBe('West US');
    isSlow = false;
    await shop.pass(5000);
    await driver.executeOperation(shop.read);
    expect(sent.at(-1)?.headers['x-ms-session-token']).toMatch(/^0:-?\d+#1\b/);
    expect(sent.map(({ signal }) => signal?.aborted)).toEqual([true, false, false]);
    await shop.close();
  });

  it('15. a higher version goes before a higher number, −1 is legal, and numbers have 64 bits', async () => {
    const played = await play(
      Array.from({ length: 5 }, () => readOrder),
      [
        told(200, '0:-1#9007199254740993#1=-1'),
        told(200, '0:-1#9007199254740992#1=-1'),
        told(200, '0:2#3#1=-1'),
        told(200, '0:2#4#1=7'),
        ok,
      ],
    );
    expect(tokens(played)).toEqual([
      undefined,
      '0:-1#9007199254740993#1=-1',
      '0:-1#9007199254740993#1=-1',
      '0:2#3#1=-1',
      '0:2#4#1=7',
    ]);
  });

  it('16. where several regions write, every write allows tentative writes, and no read does', async () => {
    const { readableLocations } = accountDocument();
    const document = { writableLocations: readableLocations, enableMultipleWriteLocations: true };
    const body = encodeJson({ id: '1' });
    const writes = [
      createOrder,
      CosmosOperation.upsertItem(order).withBody(body),
      CosmosOperation.replaceItem(order).withBody(body),
      CosmosOperation.patchItem(order, [{ op: 'set', path: '/total', value: 1 }]),
      CosmosOperation.deleteItem(order),
      CosmosOperation.batch(orders, 'ada', [{ kind: 'create', body }]),
    ];
    const allowed = async (operations: readonly CosmosOperation[], account: object) => {
      const { requests } = await play(operations, [...operations.map(() => ({ ...created, body: [] })), ok], account);
      return requests.map(({ headers }) => headers['x-ms-cosmos-allow-tentative-writes']);
    };
    expect(await allowed(writes, { document })).toEqual(writes.map(() => 'true'));
    expect(await allowed([readOrder], { document })).toEqual([undefined]);
    expect(await allowed(writes, {})).toEqual(writes.map(() => undefined));
  });
});

describe('regions', () => {
  it('17. a host that is not reached is avoided, one that broke off is not', async () => {
    expect((await play([readOrder, readOrder], [refused, ok, ok])).regions).toEqual(['east', 'west', 'west']);
    expect((await play([readOrder, readOrder], [reset, ok, ok])).regions).toEqual(['east', 'west', 'east']);
  });

  it('17. what broke off counts for its partition, what was not reached does not', async () => {
    const after = async (failure: Step) => {
      const fake = fakeAccount();
      const driver = await fake.createDriver({ endpointUnavailabilityTtlMs: 0 });
      for (let read = 0; read < 10; read++) {
        fake.transport.next(failure, ok);
        await driver.executeOperation(readOrder);
        await new Promise((resolve) => setImmediate(resolve));
      }
      fake.transport.next(ok);
      return (await driver.executeOperation(readOrder)).servingRegion;
    };
    expect([await after(reset), await after(refused)]).toEqual(['West US', 'East US']);
  });

  it('17. a region that refuses writes is still read', async () => {
    const { readableLocations } = accountDocument();
    const document = { writableLocations: readableLocations, enableMultipleWriteLocations: true };
    const driverOptions = { partitionFailover: { enabled: false } };
    const played = await play([createOrder, createOrder, readOrder], [status(403, 3), created, created, ok], {
      document,
      driverOptions,
    });
    expect(played.regions).toEqual(['east', 'west', 'west', 'east']);
  });

  it('17. marks put a region behind the others, exclusions leave it out', async () => {
    const marked = await play([readOrder, readOrder, readOrder], [refused, refused, ok, ok, refused, ok]);
    expect([marked.regions.slice(0, 2), marked.ends.at(-1)]).toMatchObject([
      ['east', 'west'],
      { status: { code: 200 } },
    ]);
    const excluded = await play(
      [readOrder],
      Array.from({ length: 9 }, () => status(503)),
      {
        options: { excludedRegions: ['East US'] },
      },
    );
    expect(new Set(excluded.regions)).toEqual(new Set(['west']));
  });

  it('17. excluding all regions still asks the hub', async () => {
    const options = { excludedRegions: ['East US', 'West US'] };
    const driverOptions = { preferredRegions: ['West US', 'East US'] };
    expect((await play([readOrder], [ok], { options, driverOptions })).regions).toEqual(['east']);
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

  it.each<[number, string]>([
    [409, 'west'],
    [412, 'west'],
    [503, 'east'],
  ])('18. a write that ends with %d elsewhere lets the next one begin in the %s', async (code, next) => {
    const document = { enablePerPartitionFailoverBehavior: true };
    const options = { maxFailoverRetryCount: 1 };
    const played = await play([createOrder, createOrder], [reset, status(code), created], { document, options });
    expect(played.regions).toEqual(['east', 'west', next]);
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

  it('19. an account that is being read is as it was until that is done', async () => {
    const { driver, transport, clock } = await play([], []);
    transport.account('hang');
    clock.advance(300_000);
    await new Promise((resolve) => setImmediate(resolve));
    transport.next(ok);
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
  });

  it('19. detours end when the service stops to move partitions', async () => {
    const document = { enablePerPartitionFailoverBehavior: true };
    const { driver, transport, clock, regions } = await play([createOrder, createOrder], [reset, created, created], {
      document,
    });
    expect(regions).toEqual(['east', 'west', 'west']);
    transport.account({ status: 200, body: accountDocument({ enablePerPartitionFailoverBehavior: false }) });
    clock.advance(300_000);
    for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
    transport.next(created);
    expect((await driver.executeOperation(createOrder)).servingRegion).toBe('East US');
  });

  it('19. 304 is success', async () => {
    const { ends } = await play([readOrder], [{ status: 304 }]);
    expect(ends[0]).toMatchObject({ status: { code: 304 }, body: { kind: 'none' } });
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

  it('20. that are none are not kept', async () => {
    const { driver, transport } = await play([], []);
    const none: Step = { status: 200, headers: { etag: '"1"' }, body: { PartitionKeyRanges: [] } };
    const end: Step = { status: 304, headers: { etag: '"1"' } };
    transport.ranges(none, end, none, end);
    await expect(driver.readFeedRanges(orders)).rejects.toMatchObject({ code: 'invalid-response' });
    expect(await driver.readFeedRanges(orders)).toHaveLength(1);
  });
});

describe('races', () => {
  let account: RacedAccount;
  beforeEach(async () => {
    account = await racedAccount();
  });
  afterEach(() => account.shop.close());
  const [east, west] = ['East US', 'West US'] as const;
  const slow = { delayMs: 3000 };
  const answer = (code: number, subStatus = 0) => ({ response: { status: code, subStatus } });

  it.each([
    [undefined, 1000],
    [5000, 1000],
    [800, 400],
  ])('21. of a point read under a deadline of %s ms begin after %d ms', async (endToEndTimeoutMs, durationMs) => {
    const seen = await account.race({ [east]: slow }, endToEndTimeoutMs === undefined ? {} : { endToEndTimeoutMs });
    expect(seen).toMatchObject({ regions: [east, west], durationMs });
  });

  it.each([
    [404, 1002],
    [503, 0],
  ])('21. begin at once after %d/%d, which does not win either', async (code, subStatus) => {
    expect(await account.race({ [east]: answer(code, subStatus) })).toMatchObject({
      regions: [east, west],
      durationMs: 0,
      effectiveRegion: west,
    });
    expect(await account.race({ [east]: slow, [west]: answer(code, subStatus) })).toMatchObject({
      durationMs: 3000,
      effectiveRegion: east,
    });
  });

  it.each([
    [404, 0],
    [429, 3200],
  ])('21. are won by %d/%d', async (code, subStatus) => {
    const options = { throttlingRetry: { maxRetryCount: 0 } };
    expect(await account.race({ [east]: answer(code, subStatus) }, options)).toMatchObject({ regions: [east] });
    const second = await account.race({ [east]: slow, [west]: answer(code, subStatus) }, options);
    expect(second).toMatchObject({ durationMs: 1000, effectiveRegion: west });
  });

  it('21. are never about writes', async () => {
    const seen = await account.race({ [east]: slow }, { hedgingEnabled: true }, account.shop.upsert);
    expect(seen).toMatchObject({ regions: [east], durationMs: 3000 });
  });

  it('21. for metadata are not won by an error of the second region', async () => {
    const seen = await account.race({ [east]: slow, [west]: answer(404) }, {}, readOrders(account.shop));
    expect(seen).toMatchObject({ regions: [west, east], code: undefined, effectiveRegion: east });
  });
});
