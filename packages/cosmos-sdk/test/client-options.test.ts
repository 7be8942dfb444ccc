import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCosmosRuntime, faultInjectionRule } from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import type { RoutingOptions } from '../src/client/client-options.ts';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { countingProxy } from './fakes/counting-proxy.ts';
import { type RecordingTransport, recordingTransport } from './fakes/recording-transport.ts';

let account: EmulatedAccount;
beforeAll(async () => {
  account = createEmulator({ regions: ['East US', 'West US'] });
  const { client } = await open({});
  const { database } = await client.createDatabase('shop');
  const { container } = await database.createContainer({ id: 'orders', partitionKey: '/customer' });
  await container.createItem({ id: '1', customer: 'ada' });
  await client.close();
});
afterAll(() => account.close());

/** A client with options of its own, and what it sends. */
async function open(
  options: Partial<RoutingOptions>,
  transport: RecordingTransport = recordingTransport(account.transport()),
) {
  const { endpoint, key } = account;
  const client = await CosmosClient.create({ endpoint, key, transport, ...options });
  return { client, requests: transport.requests };
}

describe('options of a client reach the driver:', () => {
  it('userAgentSuffix is in the user agent of every request, after the names of client and driver', async () => {
    const { client, requests } = await open({ userAgentSuffix: 'shop-backend' });
    await client.database('shop').container('orders');
    expect(requests).toHaveLength(2);
    for (const { headers } of requests) {
      expect(headers['user-agent']).toMatch(/^perdura-cosmos-sdk.* perdura-cosmos-driver\/.*shop-backend/);
    }
    await client.close();
  });

  it('applicationRegion puts the nearest region first', async () => {
    const { client } = await open({ applicationRegion: 'West US 3' });
    const { diagnostics } = await client.database('shop').read();
    expect(diagnostics.effectiveRegion).toBe('West US');
    await client.close();
  });

  it('customHeaders are on every request', async () => {
    const { client, requests } = await open({ operationOptions: { customHeaders: { 'x-team': 'blue' } } });
    const container = await client.database('shop').container('orders');
    await container.readItem('ada', '1');
    await container.upsertItem({ id: '2', customer: 'ada' });
    await container.query('SELECT * FROM c').toArray();
    expect(requests.length).toBeGreaterThan(4);
    expect(requests.filter(({ headers }) => headers['x-team'] !== 'blue')).toEqual([]);
    await client.close();
  });

  it('operationOptions hold for every call that says nothing else', async () => {
    const { client } = await open({ operationOptions: { excludedRegions: ['East US'] } });
    const container = await client.database('shop').container('orders');
    const regionOf = async (excludedRegions?: readonly string[]): Promise<string | undefined> =>
      (await container.readItem('ada', '1', { excludedRegions })).diagnostics.effectiveRegion;
    expect([await regionOf(), await regionOf([]), await regionOf(['West US'])]).toEqual([
      'West US',
      'East US',
      'East US',
    ]);
    await client.close();
  });

  it('backupEndpoints are asked when the endpoint of the account does not answer', async () => {
    const inner = account.transport();
    const transport = recordingTransport({
      send(request) {
        if (!request.url.startsWith(account.endpoint)) return inner.send(request);
        return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
      },
    });
    await expect(open({}, transport)).rejects.toMatchObject({ code: 'transport-failed' });
    const backup = 'https://emulator-westus.emulator.invalid';
    const { client, requests } = await open({ backupEndpoints: [backup] }, transport);
    const accountReads = requests
      .filter(({ url }) => new URL(url).pathname === '/')
      .map(({ url }) => new URL(url).origin);
    expect(accountReads.at(-1)).toBe(backup);
    expect((await client.database('shop').read()).status.code).toBe(200);
    await client.close();
  });

  it('faultInjectionRules make chosen requests fail', async () => {
    const rule = faultInjectionRule('reads-in-the-east')
      .when({ operationType: 'readItem', region: 'East US' })
      .result({ response: { status: 503 } })
      .build();
    const { client, requests } = await open({ preferredRegions: ['East US', 'West US'], faultInjectionRules: [rule] });
    const container = await client.database('shop').container('orders');
    requests.length = 0;
    const { diagnostics } = await container.readItem('ada', '1');
    expect([rule.hitCount, diagnostics.effectiveRegion, diagnostics.requestCount]).toEqual([1, 'West US', 2]);
    const reads = requests.filter(({ url }) => url.endsWith('/docs/1'));
    expect(reads.map(({ url }) => new URL(url).hostname)).toEqual(['emulator-westus.emulator.invalid']);
    await client.close();
  });

  it('throughputControlGroups are what calls refer to by name', async () => {
    const group = { name: 'nightly', database: 'shop', container: 'orders', throughputBucket: 2 } as const;
    const { client, requests } = await open({ throughputControlGroups: [group] });
    const container = await client.database('shop').container('orders');
    await container.readItem('ada', '1', { throughputControl: { groupName: 'nightly' } });
    expect(requests.at(-1)?.headers['x-ms-cosmos-throughput-bucket']).toBe('2');
    await container.readItem('ada', '1');
    expect(requests.at(-1)?.headers).not.toHaveProperty('x-ms-cosmos-throughput-bucket');
    const unknown = container.readItem('ada', '1', { throughputControl: { groupName: 'daily' } });
    await expect(unknown).rejects.toThrow('no throughput control group "daily"');
    await client.close();
  });

  it.each([
    [{ workloadId: 7 }, 'w7'],
    [{ correlationId: 'import' }, 'import'],
  ])('%j is in the user agent', async (options, expected) => {
    const { client, requests } = await open(options);
    expect(requests[0]?.headers['user-agent']).toMatch(new RegExp(` ${expected}$`));
    await client.close();
  });
});

describe('options beside a driver', () => {
  it.each<[string, unknown]>([
    ['endpoint', 'https://shop.documents.azure.com'],
    ['key', 'a2V5'],
    ['connectionString', 'AccountEndpoint=https://x;AccountKey=a2V5;'],
    ['runtime', {}],
    ['transport', {}],
    ['preferredRegions', ['East US']],
    ['operationOptions', {}],
    ['userAgentSuffix', 'shop'],
  ])('are refused, such as %s, and the driver goes on', async (name, value) => {
    const runtime = createCosmosRuntime({ transport: account.transport() });
    const driver = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
    const creating = CosmosClient.create({ driver, [name]: value } as never);
    await expect(creating).rejects.toThrow(TypeError);
    await expect(creating).rejects.toThrow(`option "${name}" beside it must be given to the driver`);
    const client = await CosmosClient.create({ driver });
    expect((await client.database('shop').read()).status.code).toBe(200);
    await client.close();
    await runtime.close();
  });
});

describe('transport of a client', () => {
  it('makes connections of its own by options, closed with it and with no other client', async () => {
    const server = await account.listen();
    const proxy = await countingProxy(server.endpoint);
    const connectionsFor = async (transport: { readonly maxConnectionsPerEndpoint?: number }): Promise<number> => {
      const before = proxy.accepted();
      const { endpoint } = proxy;
      const client = await CosmosClient.create({ endpoint, key: account.key, endpointDiscovery: 'off', transport });
      const container = await client.database('shop').container('orders');
      await Promise.all(Array.from({ length: 20 }, () => container.readItem('ada', '1')));
      expect(proxy.open()).toBeGreaterThan(0);
      await client.close();
      return proxy.accepted() - before;
    };
    expect(await connectionsFor({ maxConnectionsPerEndpoint: 1 })).toBe(1);
    expect(await connectionsFor({ maxConnectionsPerEndpoint: 3 })).toBe(3);
    expect(await connectionsFor({})).toBeGreaterThan(3);
    while (proxy.open() > 0) await new Promise((resolve) => setImmediate(resolve));
    await proxy.close();
    await server.close();
  });

  it('stays open when it was given', async () => {
    const transport = recordingTransport(account.transport());
    const { client } = await open({}, transport);
    await client.close();
    expect(transport.isClosed()).toBe(false);
  });

  it('is refused when its options are, and beside a runtime', async () => {
    const { endpoint, key } = account;
    const unknown = CosmosClient.create({ endpoint, key, transport: { sockets: 3 } as never });
    await expect(unknown).rejects.toThrow(TypeError);
    await expect(unknown).rejects.toThrow('"sockets"');
    const outOfBounds = CosmosClient.create({ endpoint, key, transport: { maxConnectionsPerEndpoint: 0 } });
    await expect(outOfBounds).rejects.toThrow('"maxConnectionsPerEndpoint"');
    const runtime = createCosmosRuntime();
    const both = CosmosClient.create({ endpoint, key, runtime, transport: {} } as never);
    await expect(both).rejects.toThrow('give one of the two');
    await runtime.close();
  });
});
