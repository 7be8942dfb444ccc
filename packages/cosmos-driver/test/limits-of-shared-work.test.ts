import { describe, expect, it } from '@jest/globals';
import type { CosmosDriver } from '../src/driver.ts';
import { type CosmosError, isCosmosError } from '../src/errors/cosmos-error.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { accountDocument, fakeAccount, orders, readOrder } from './fakes/fake-account.ts';

const item = { status: 200, body: { id: '1' } };
const ordersDocument = { id: 'orders', _rid: orders.rid, partitionKey: orders.partitionKey };
const once = { maxFailoverRetryCount: 0 };

async function errorOf(failing: Promise<unknown>): Promise<CosmosError> {
  const error: unknown = await failing.catch((caught: unknown) => caught);
  if (!isCosmosError(error)) throw new Error(`It ended otherwise: ${error}`);
  return error;
}

describe('what several operations wait for together', () => {
  const query = CosmosOperation.queryItems(orders, 'SELECT * FROM c ORDER BY c.id');

  it.each<[string, (driver: CosmosDriver) => Promise<unknown>, 'next' | 'ranges']>([
    ['read_container', (driver) => driver.resolveContainer('db', 'orders', once), 'next'],
    ['read_partition_key_ranges', (driver) => driver.readFeedRanges(orders, once), 'ranges'],
    ['read_query_plan', (driver) => driver.executeOperation(query, once), 'next'],
  ])('fails for all of them after two minutes: %s; the next one asks again', async (name, ask, script) => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    const before = clock.elapsedMs();
    transport[script]('hang');
    for (const error of await Promise.all([errorOf(ask(driver)), errorOf(ask(driver))])) {
      expect(error).toMatchObject({ code: 'deadline-exceeded', status: { code: 408, subStatus: 20008 } });
      expect(error.message).toContain(`${name} took longer than 120000 ms`);
      expect(error.diagnostics.requests).toMatchObject([{ operationName: name, timedOut: true }]);
    }
    expect(clock.elapsedMs() - before).toBe(120_000);
    transport[script]({ status: 400 });
    expect((await errorOf(ask(driver))).code).toBe('bad-request');
  });

  it('has one limit for all of its requests', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    const before = clock.elapsedMs();
    const busy = { status: 429, headers: { 'x-ms-retry-after-ms': '5000' } };
    transport.next(busy, busy, busy, 'hang');
    const error = await errorOf(driver.resolveContainer('db', 'orders'));
    expect([error.code, clock.elapsedMs() - before]).toEqual(['deadline-exceeded', 120_000]);
    expect(error.diagnostics.requests.map(({ status }) => status)).toEqual([429, 429, 429, undefined]);
  });

  it('tells what the last request tried, of a read of the partitions that had begun and is not begun again', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    const range = { id: '0', minInclusive: '', maxExclusive: 'FF' };
    transport.ranges({ status: 200, headers: { etag: '"1"' }, body: { PartitionKeyRanges: [range] } }, 'hang');
    const before = clock.elapsedMs();
    const error = await errorOf(driver.readFeedRanges(orders, once));
    expect([error.code, clock.elapsedMs() - before]).toEqual(['deadline-exceeded', 120_000]);
    expect(error.diagnostics.requests.at(-1)).toMatchObject({ timedOut: true });
    expect(transport.rangeReads).toHaveLength(2);
  });

  it('leaves no timer behind when it has ended in time', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 200, body: ordersDocument });
    await driver.resolveContainer('db', 'orders');
    expect(clock.pending()).toBe(0);
  });
});

describe('reading the account', () => {
  it('takes two minutes at most, of which each URL has its share', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const before = clock.elapsedMs();
    const hosts: [string, number][] = [];
    transport.accountAt((host) => {
      hosts.push([host, clock.elapsedMs() - before]);
      return host === 'c.example' ? { status: 200, body: accountDocument() } : 'hang';
    });
    const backupEndpoints = ['https://b.example', 'https://c.example'];
    await createDriver({ backupEndpoints });
    expect(hosts).toEqual([
      ['shop.documents.azure.com', 0],
      ['b.example', 40_000],
      ['c.example', 80_000],
    ]);
  });

  it('fails for all who wait, and the next one reads again', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const before = clock.elapsedMs();
    transport.account('hang');
    for (const error of await Promise.all([errorOf(createDriver()), errorOf(createDriver())])) {
      expect(error).toMatchObject({ code: 'deadline-exceeded', diagnostics: { requests: { length: 1 } } });
      expect(error.message).toContain('read_account took longer than 120000 ms');
    }
    expect(clock.elapsedMs() - before).toBe(120_000);
    transport.account({ status: 200, body: accountDocument() });
    await createDriver();
    expect(transport.accountReads).toHaveLength(2);
  });

  it('is given up after two minutes when it is read again, and tried again later', async () => {
    const { createDriver, transport, clock, warnings } = fakeAccount();
    const driver = await createDriver();
    transport.account('hang');
    transport.next({ status: 403, headers: { 'x-ms-substatus': '1008' } }, item);
    expect((await driver.executeOperation(readOrder)).status.code).toBe(200);
    expect(warnings).toEqual([expect.stringContaining('read_account took longer than 120000 ms')]);
    clock.advance(300_000);
    expect(transport.accountReads).toHaveLength(3);
  });
});

describe('a credential that never answers', () => {
  it('fails the operations that wait for it after a minute, and is asked again by the next', async () => {
    let hangs = false;
    let asked = 0;
    const tokenCredential = {
      getToken: () => {
        asked++;
        return hangs
          ? new Promise<never>(() => undefined)
          : Promise.resolve({ token: `t${asked}`, expiresOnTimestamp });
      },
    };
    const { createDriver, transport, clock } = fakeAccount();
    const expiresOnTimestamp = clock.nowMs() + 3_600_000;
    const driver = await createDriver({ credential: { tokenCredential } });
    hangs = true;
    const before = clock.elapsedMs();
    transport.next({ status: 401 }, { status: 401 });
    for (const error of await Promise.all(
      [readOrder, readOrder].map((each) => errorOf(driver.executeOperation(each))),
    )) {
      expect(error).toMatchObject({ code: 'credential-failed', status: { code: 401, subStatus: 20402 } });
      expect(error.diagnostics.requests).toMatchObject([
        { requestSent: 'sent', status: 401 },
        { requestSent: 'not-sent', error: 'The tokenCredential gave no token within 60000 ms.' },
      ]);
    }
    expect([asked, clock.elapsedMs() - before]).toEqual([2, 60_000]);
    hangs = false;
    transport.next(item);
    expect((await driver.executeOperation(readOrder)).status.code).toBe(200);
    expect(asked).toBe(3);
  });
});
