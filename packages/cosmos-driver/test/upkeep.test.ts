import { describe, expect, it } from '@jest/globals';
import type { CosmosDriver } from '../src/driver.ts';
import { accountDocument, east, fakeAccount, readOrder, west } from './fakes/fake-account.ts';

const item = { status: 200, body: { id: '1' } };
const refused = { error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) };

/** Lets everything that is ready go on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

async function region(driver: CosmosDriver): Promise<string | undefined> {
  return (await driver.executeOperation(readOrder)).servingRegion;
}

describe('an endpoint that cannot be reached', () => {
  async function marked() {
    const account = fakeAccount();
    const driver = await account.createDriver();
    account.transport.next(refused, item, item, item, item, item);
    await driver.executeOperation(readOrder);
    return { ...account, driver };
  }

  it('is avoided until it answers a probe, a minute later', async () => {
    const { driver, transport, clock } = await marked();
    expect(await region(driver)).toBe('West US');
    clock.advance(59_999);
    await settled();
    expect(transport.probes).toHaveLength(0);
    clock.advance(1);
    await settled();
    expect(transport.probes.map(({ method, url }) => `${method} ${url}`)).toEqual([`GET ${east}/probe`]);
    const { authorization, ...standard } = transport.accountReads[0]?.headers ?? {};
    expect(authorization).toBeDefined();
    expect(Object.keys(transport.probes[0]?.headers ?? {}).sort()).toEqual(Object.keys(standard).sort());
    expect(transport.probes[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-ms-noretry-449': 'true',
      'x-ms-cosmos-sdk-supportedcapabilities': '8',
    });
    expect(await region(driver)).toBe('East US');
  });

  it('is back whatever the probe is answered', async () => {
    const { driver, transport, clock } = await marked();
    transport.probe({ status: 503 });
    clock.advance(60_000);
    await settled();
    expect(await region(driver)).toBe('East US');
  });

  it('stays avoided while probes fail, each a minute after the last', async () => {
    const { driver, transport, clock } = await marked();
    transport.probe(refused);
    clock.advance(60_000);
    await settled();
    expect(await region(driver)).toBe('West US');
    clock.advance(59_000);
    await settled();
    expect(transport.probes).toHaveLength(1);
    transport.probe({ status: 404 });
    clock.advance(1_000);
    await settled();
    expect([transport.probes.length, await region(driver)]).toEqual([2, 'East US']);
  });

  it('is probed once at a time', async () => {
    const { transport, clock } = await marked();
    transport.probe('hang');
    clock.advance(60_000);
    clock.advance(60_000);
    await settled();
    expect(transport.probes).toHaveLength(1);
  });

  it('is not probed while the account does not show it', async () => {
    const { transport, clock } = await marked();
    const westOnly = [{ name: 'West US', databaseAccountEndpoint: `${west}:443/` }];
    transport.account({
      status: 200,
      body: accountDocument({ readableLocations: westOnly, writableLocations: westOnly }),
    });
    transport.probe(refused);
    for (let minute = 0; minute < 5; minute++) {
      clock.advance(60_000);
      await settled();
    }
    const probesBefore = transport.probes.length;
    clock.advance(600_000);
    await settled();
    expect([probesBefore, transport.probes.length]).toEqual([5, 5]);
  });

  it('is never avoided when the time to live is zero', async () => {
    const account = fakeAccount();
    const driver = await account.createDriver({ endpointUnavailabilityTtlMs: 0 });
    account.transport.next(refused, item, item);
    await driver.executeOperation(readOrder);
    expect(await region(driver)).toBe('East US');
  });
});

describe('the account', () => {
  it('is read again every five minutes', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    const westFirst = [...(accountDocument().readableLocations as unknown[])].reverse();
    transport.account({ status: 200, body: accountDocument({ readableLocations: westFirst }) });
    clock.advance(299_999);
    await settled();
    expect(transport.accountReads).toHaveLength(1);
    clock.advance(1);
    await settled();
    transport.next(item);
    expect([transport.accountReads.length, await region(driver)]).toEqual([2, 'West US']);
    clock.advance(300_000);
    await settled();
    expect(transport.accountReads).toHaveLength(3);
  });

  it('stays as it was when it cannot be read, and is read again five minutes later', async () => {
    const { createDriver, transport, clock, warnings } = fakeAccount();
    const driver = await createDriver();
    transport.account({ status: 400 });
    clock.advance(300_000);
    await settled();
    transport.next(item);
    expect([await region(driver), warnings.length, transport.accountReads.length]).toEqual(['East US', 1, 2]);
    clock.advance(299_999);
    await settled();
    expect(transport.accountReads).toHaveLength(2);
    clock.advance(1);
    await settled();
    expect(transport.accountReads).toHaveLength(3);
  });

  it('is left alone after the driver was closed, and so are endpoints', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    transport.next(refused, item);
    await driver.executeOperation(readOrder);
    await driver.close();
    clock.advance(3_600_000);
    await settled();
    expect([transport.accountReads.length, transport.probes.length]).toEqual([1, 0]);
  });
});
