import { afterEach, describe, expect, it } from '@jest/globals';
import { type FaultResult, faultInjectionRule } from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { ResponseMetadata } from '../src/response/response-metadata.ts';
import { type Route, routes } from './fakes/open-account.ts';

// Which region served an operation, and under which endpoint: hub is the first region of the account, satellite the second. Above
// each test stands what the Rust SDK calls it; there these two questions cannot be asked.
const hub = 'East US';
const satellite = 'West US';

interface Scene {
  readonly writeMode?: 'single' | 'multi';
  readonly preferredRegions?: readonly string[];
  /** What goes wrong in the hub. */
  readonly fault?: FaultResult;
  /** How often. (default: always) */
  readonly hitLimit?: number;
  /** With what. (default `'readItem'`) */
  readonly faultOn?: 'readItem' | 'createItem';
}

interface Order {
  id: string;
  customer: string;
  total: number;
}

let account: EmulatedAccount;
let client: CosmosClient;
let endpoints: Readonly<Record<string, string>>;
afterEach(async () => {
  await client.close();
  await account.close();
});

/** An account of two regions with an order in it, where something goes wrong from now on. */
async function openScene(route: Route, scene: Scene): Promise<ContainerClient<Order>> {
  const { writeMode = 'multi', preferredRegions = [hub, satellite], fault, hitLimit, faultOn = 'readItem' } = scene;
  account = createEmulator({ regions: [hub, satellite], writeMode });
  const server = route === 'over HTTP' ? await account.listen() : undefined;
  endpoints = server?.regions ?? {
    [hub]: 'https://emulator-eastus.emulator.invalid',
    [satellite]: 'https://emulator-westus.emulator.invalid',
  };
  const rule = faultInjectionRule('in-the-hub').when({ region: hub, operationType: faultOn });
  const limited = hitLimit === undefined ? rule : rule.hitLimit(hitLimit);
  const built = limited.result(fault ?? {}).build();
  built.disable();
  client = await CosmosClient.create({
    endpoint: server?.endpoint ?? account.endpoint,
    key: account.key,
    transport: server === undefined ? account.transport() : {},
    preferredRegions,
    faultInjectionRules: [built],
  });
  const { database } = await client.createDatabase('shop');
  const { container } = await database.createContainer<Order>({ id: 'orders', partitionKey: '/customer' });
  await container.createItem({ id: '1', customer: 'ada', total: 1 });
  await account.control.drainReplication();
  built.enable();
  return container;
}

/** Where an answer came from, as its diagnostics say, and as its last request says; and the regions asked, in order. */
function source({ diagnostics }: ResponseMetadata) {
  const { region, endpoint } = diagnostics.requests.at(-1) ?? {};
  return {
    effectiveRegion: diagnostics.effectiveRegion,
    region,
    endpoint: new URL(endpoint ?? '').origin,
    asked: diagnostics.requests.map((request) => request.region),
  };
}

function from(region: typeof hub | typeof satellite, asked: readonly string[]): ReturnType<typeof source> {
  return { effectiveRegion: region, region, endpoint: new URL(endpoints[region] ?? '').origin, asked: [...asked] };
}

describe.each(routes)('effective region and last endpoint say, %s, that', (route) => {
  // assert_response
  it('every operation on items came from the hub', async () => {
    const orders = await openScene(route, { writeMode: 'single' });
    const order = { id: '2', customer: 'ada', total: 1 };
    const operations: Readonly<Record<string, () => Promise<ResponseMetadata | undefined>>> = {
      createItem: () => orders.createItem(order),
      readItem: () => orders.readItem('ada', '2'),
      findItem: () => orders.findItem('ada', '2'),
      replaceItem: () => orders.replaceItem(order),
      upsertItem: () => orders.upsertItem(order),
      patchItem: () => orders.patchItem('ada', '2', [{ op: 'set', path: '/total', value: 2 }]),
      batch: () => orders.batch('ada').read('2').execute(),
      readMany: () => orders.readMany([{ partitionKey: 'ada', id: '2' }]),
      query: async () => (await orders.query('SELECT * FROM c', { scope: 'ada' }).pages().next()).value ?? undefined,
      deleteItem: () => orders.deleteItem('ada', '2'),
    };
    for (const [name, operation] of Object.entries(operations)) {
      const response = (await operation()) as ResponseMetadata;
      const { asked, ...last } = source(response);
      expect([name, { ...last, asked: [...new Set(asked)] }]).toEqual([name, from(hub, [hub])]);
    }
  });

  // fault_injection_429_retry_with_hit_limit
  it('a read that was throttled twice came from the hub', async () => {
    const throttled = { response: { status: 429, headers: { 'x-ms-retry-after-ms': '5' } } };
    const orders = await openScene(route, { writeMode: 'single', fault: throttled, hitLimit: 2 });
    expect(source(await orders.readItem('ada', '1'))).toEqual(from(hub, [hub, hub, hub]));
  });

  it.each<[test: string, fault: FaultResult]>([
    ['read_cross_region_retry_on_408', { error: 'timeout' }],
    ['read_cross_region_retry_on_500', { error: 'internal-server-error' }],
    ['fault_injection_read_region_retry_503', { error: 'service-unavailable' }],
    ['fault_injection_read_response_timeout_retries_to_satellite', { error: 'response-timeout' }],
  ])('a read that failed in the hub came from the satellite (%s)', async (_, fault) => {
    const orders = await openScene(route, { fault });
    expect(source(await orders.readItem('ada', '1'))).toEqual(from(satellite, [hub, satellite]));
  });

  // fault_injection_read_connection_error_failover
  it('a read that found no connection to the hub came from the satellite', async () => {
    const orders = await openScene(route, { fault: { error: 'connection-error' } });
    expect(source(await orders.readItem('ada', '1'))).toEqual(from(satellite, [hub, hub, satellite]));
  });

  // fault_injection_connection_error_local_retry_succeeds
  it('a read whose first connection to the hub failed came from the hub', async () => {
    const orders = await openScene(route, { fault: { error: 'connection-error' }, hitLimit: 1 });
    expect(source(await orders.readItem('ada', '1'))).toEqual(from(hub, [hub, hub]));
  });

  // fault_injection_read_unaffected_by_create_rule
  it('a read came from the hub while creates failed there', async () => {
    const orders = await openScene(route, { fault: { error: 'service-unavailable' }, faultOn: 'createItem' });
    expect(source(await orders.readItem('ada', '1'))).toEqual(from(hub, [hub]));
    const created = await orders.createItem({ id: '2', customer: 'ada', total: 1 });
    expect(source(created)).toEqual(from(satellite, [hub, satellite]));
  });

  // fault_injection_read_session_retry_404_1002
  it('a read that the satellite could not give its session came from the hub', async () => {
    const orders = await openScene(route, { preferredRegions: [satellite, hub] });
    await account.control.forceSessionNotAvailable(satellite);
    expect(source(await orders.readItem('ada', '1'))).toEqual(from(hub, [satellite, hub]));
  });
});
