import { afterEach, describe, expect, it } from '@jest/globals';
import type { RegionFailure } from '@perdura/cosmos-emulator';
import { transportFailure } from '../src/effects/transport.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type RegionsAccount, regionsAccount, regionsAsked } from './fakes/regions-account.ts';

// The region that served an operation: hub is the first region of the account, satellite the next one that the driver prefers.
// Above each test stands what the Rust SDK calls it.
const hub = 'East US';
const satellite = 'West US';
const endpoints = {
  [hub]: 'https://emulator-eastus.emulator.invalid',
  [satellite]: 'https://emulator-westus.emulator.invalid',
};

/** Where an answer came from, as it says itself, as its diagnostics say, and as its last request says. */
function source({ servingRegion, diagnostics }: CosmosResponse) {
  const { region, endpoint } = diagnostics.requests.at(-1) ?? {};
  return { servingRegion, effectiveRegion: diagnostics.effectiveRegion, region, endpoint };
}

function from(region: typeof hub | typeof satellite): ReturnType<typeof source> {
  return { servingRegion: region, effectiveRegion: region, region, endpoint: endpoints[region] };
}

let shop: RegionsAccount;
afterEach(() => shop.close());

/** Reads an order after something was done to the regions. */
async function readAfter(
  sabotage: (shop: RegionsAccount) => Promise<unknown>,
  options?: ExecuteOptions,
): Promise<CosmosResponse> {
  await shop.driver.executeOperation(shop.create);
  await sabotage(shop);
  return shop.driver.executeOperation(shop.read, options);
}

/** Lets some reads of items in the hub fail. */
async function failReads(result: RegionFailure | { readonly kind: 'timeout' }, hitLimit = 1): Promise<void> {
  await shop.account.control.injectFault({ when: { region: hub, operationType: 'readItem' }, result, hitLimit });
}

describe('on an account with one write region, the effective region of', () => {
  // assert_response
  it('every operation on an item is the hub', async () => {
    shop = await regionsAccount();
    for (const operation of shop.itemOperations) {
      const response = await shop.driver.executeOperation(operation);
      expect([operation.type, source(response), regionsAsked(response)]).toEqual([operation.type, from(hub), [hub]]);
    }
  });

  // fault_injection_429_retry_with_hit_limit
  it('a read that was throttled is the hub', async () => {
    shop = await regionsAccount();
    const headers = { 'x-ms-retry-after-ms': '10' };
    const response = await readAfter(() => failReads({ kind: 'status', status: 429, headers }, 2));
    expect([source(response), regionsAsked(response)]).toEqual([from(hub), [hub, hub, hub]]);
  });
});

describe('on an account with several write regions, the effective region of', () => {
  // read_cross_region_retry_on_408, read_cross_region_retry_on_500, fault_injection_read_region_retry_503
  it.each([408, 500, 503])('a read that the hub answered with %d is the satellite', async (status) => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const response = await readAfter(() => failReads({ kind: 'status', status }));
    expect([source(response), regionsAsked(response)]).toEqual([from(satellite), [hub, satellite]]);
    expect(contexts(response)).toEqual(['initial', 'hedging']);
  });

  it.each([408, 500, 503])(
    'a read that the hub answered with %d is the satellite without hedging, too',
    async (status) => {
      shop = await regionsAccount({ writeMode: 'multi' });
      const response = await readAfter(() => failReads({ kind: 'status', status }), { hedgingEnabled: false });
      expect([source(response), regionsAsked(response)]).toEqual([from(satellite), [hub, satellite]]);
      expect(contexts(response)).toEqual(['initial', 'region-failover']);
    },
  );

  // fault_injection_read_unaffected_by_create_rule
  it('a read is the hub while creates fail there', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    await shop.driver.executeOperation(shop.create);
    const when = { region: hub, operationType: 'createItem' } as const;
    await shop.account.control.injectFault({ when, result: { kind: 'status', status: 503 } });
    const response = await shop.driver.executeOperation(shop.read);
    expect([source(response), regionsAsked(response)]).toEqual([from(hub), [hub]]);
  });

  // fault_injection_read_session_retry_404_1002
  it('a read that a satellite cannot give its session is the hub', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const driver = await shop.createDriver({ preferredRegions: [satellite, hub] });
    await driver.executeOperation(shop.create);
    await shop.account.control.forceSessionNotAvailable(satellite);
    const response = await driver.executeOperation(shop.read);
    expect([source(response), regionsAsked(response)]).toEqual([from(hub), [satellite, hub]]);
  });

  // fault_injection_read_connection_error_failover
  it('a read whose connection to the hub fails is the satellite', async () => {
    shop = await regionsAccount({ writeMode: 'multi' });
    const response = await readAfter(() => shop.account.control.failRegion(hub, { kind: 'unreachable' }));
    expect([source(response), regionsAsked(response)]).toEqual([from(satellite), [hub, satellite]]);
    expect(response.diagnostics.requests[0]).toMatchObject({ requestSent: 'not-sent', status: undefined });
  });

  // fault_injection_read_response_timeout_retries_to_satellite
  it('a read that the hub does not answer in time is the satellite', async () => {
    shop = await regionsAccount({ writeMode: 'multi' }, (transport) => ({
      send: (request) =>
        isReadInHub(request.url, request.method)
          ? Promise.reject(transportFailure('no answer in time', 'unknown'))
          : transport.send(request),
    }));
    await shop.driver.executeOperation(shop.create);
    const response = await shop.driver.executeOperation(shop.read);
    expect([source(response), regionsAsked(response)]).toEqual([from(satellite), [hub, satellite]]);
  });

  // fault_injection_connection_error_local_retry_succeeds
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
    expect([source(response), regionsAsked(response)]).toEqual([from(hub), [hub, hub]]);
    expect(contexts(response)).toEqual(['initial', 'transport-retry']);
  });
});

function contexts({ diagnostics }: CosmosResponse): string[] {
  return diagnostics.requests.map(({ executionContext }) => executionContext);
}

function isReadInHub(url: string, method: string): boolean {
  return method === 'GET' && url.includes('-eastus.') && url.endsWith('/docs/1');
}
