import { afterEach, describe, expect, it } from '@jest/globals';
import type { RegionFailure } from '@perdura/cosmos-emulator';
import { transportFailure } from '../src/effects/transport.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type RegionsAccount, regionsAccount, regionsAsked } from './fakes/regions-account.ts';

// The region that served an operation, where upstream's tests once could not see it: hub is the first region of the account,
// satellite the next one that the driver prefers.
const hub = 'East US';
const satellite = 'West US';

let shop: RegionsAccount;
afterEach(() => shop.close());

/** Reads an order after something was done to the regions. */
async function readAfter(sabotage: (shop: RegionsAccount) => Promise<unknown>): Promise<CosmosResponse> {
  await shop.driver.executeOperation(shop.create);
  await sabotage(shop);
  return shop.driver.executeOperation(shop.read);
}

/** Lets some reads of items in the hub fail. */
async function failReads(result: RegionFailure | { readonly kind: 'timeout' }, hitLimit = 1): Promise<void> {
  await shop.account.control.injectFault({ when: { region: hub, operationType: 'readItem' }, result, hitLimit });
}

describe('on an account with one write region, the effective region of', () => {
  it('every operation on an item is the hub', async () => {
    shop = await regionsAccount();
    for (const operation of shop.itemOperations) {
      const { servingRegion, diagnostics } = await shop.driver.executeOperation(operation);
      expect([operation.type, servingRegion, diagnostics.effectiveRegion]).toEqual([operation.type, hub, hub]);
    }
  });

  it('a read that was throttled is the hub', async () => {
    shop = await regionsAccount();
    const headers = { 'x-ms-retry-after-ms': '10' };
    const response = await readAfter(() => failReads({ kind: 'status', status: 429, headers }, 2));
    expect([response.servingRegion, regionsAsked(response)]).toEqual([hub, [hub, hub, hub]]);
  });
});

describe('on an account with several write regions, the effective region of', () => {
  it.each([408, 500, 503])('a read that the hub answered with %d is the satellite', async (status) => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const response = await readAfter(() => failReads({ kind: 'status', status }));
    expect([response.servingRegion, regionsAsked(response)]).toEqual([satellite, [hub, satellite]]);
    expect(response.diagnostics.requests.map(({ executionContext }) => executionContext)).toEqual([
      'initial',
      'region-failover',
    ]);
  });

  it('a read is the hub while creates fail there', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    await shop.driver.executeOperation(shop.create);
    const when = { region: hub, operationType: 'createItem' } as const;
    await shop.account.control.injectFault({ when, result: { kind: 'status', status: 503 } });
    expect((await shop.driver.executeOperation(shop.read)).servingRegion).toBe(hub);
  });

  it('a read that a satellite cannot give its session is the hub', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const driver = await shop.createDriver({ preferredRegions: [satellite, hub] });
    await driver.executeOperation(shop.create);
    await shop.account.control.forceSessionNotAvailable(satellite);
    const response = await driver.executeOperation(shop.read);
    expect([response.servingRegion, regionsAsked(response)]).toEqual([hub, [satellite, hub]]);
  });

  it('a read whose connection to the hub fails is the satellite', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const response = await readAfter(() => shop.account.control.failRegion(hub, { kind: 'unreachable' }));
    expect([response.servingRegion, regionsAsked(response)]).toEqual([satellite, [hub, satellite]]);
    expect(response.diagnostics.requests[0]).toMatchObject({ requestSent: 'not-sent', status: undefined });
  });

  it('a read that the hub does not answer in time is the satellite', async () => {
    shop = await regionsAccount({ writeMode: 'multi' }, (transport) => ({
      send: (request) =>
        isReadInHub(request.url, request.method)
          ? Promise.reject(transportFailure('no answer in time', 'unknown'))
          : transport.send(request),
    }));
    await shop.driver.executeOperation(shop.create);
    const response = await shop.driver.executeOperation(shop.read);
    expect([response.servingRegion, regionsAsked(response)]).toEqual([satellite, [hub, satellite]]);
  });

  it('a read whose first connection drops is the hub, by another connection', async () => {
    let drops = 1;
    shop = await regionsAccount({ writeMode: 'multi' }, (transport) => ({
      send: (request) =>
        isReadInHub(request.url, request.method) && drops-- > 0
          ? Promise.reject(transportFailure('the connection was dropped', 'not-sent'))
          : transport.send(request),
    }));
    await shop.driver.executeOperation(shop.create);
    const response = await shop.driver.executeOperation(shop.read);
    expect([response.servingRegion, regionsAsked(response)]).toEqual([hub, [hub, hub]]);
    expect(response.diagnostics.requests.map(({ executionContext }) => executionContext)).toEqual([
      'initial',
      'transport-retry',
    ]);
  });
});

function isReadInHub(url: string, method: string): boolean {
  return method === 'GET' && url.includes('-eastus.') && url.endsWith('/docs/1');
}
