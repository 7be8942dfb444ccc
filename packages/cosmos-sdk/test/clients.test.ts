import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CosmosOperation,
  createCosmosRuntime,
  DatabaseReference,
  isCosmosError,
  type OperationReport,
} from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount, type EmulatorServer } from '@perdura/cosmos-emulator';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { leaseSharedRuntime } from '../src/client/shared-runtime.ts';

describe('CosmosClient.create', () => {
  let account: EmulatedAccount;
  let server: EmulatorServer;
  let endpoint: string;
  let key: string;
  beforeAll(async () => {
    account = createEmulator({ regions: ['East US', 'West US'] });
    server = await account.listen();
    ({ endpoint } = server);
    ({ key } = account);
    const client = await CosmosClient.create({ endpoint, key });
    await client.createDatabaseIfNotExists('shop');
    await client.close();
  });
  afterAll(() => account.close());

  it('takes a connection string in place of endpoint and key', async () => {
    const client = await CosmosClient.create({ connectionString: `AccountEndpoint=${endpoint};AccountKey=${key};` });
    expect((await client.database('shop').read()).resource.id).toBe('shop');
    await client.close();
  });

  it('decides by itself whether writes answer with the item, and calls may say otherwise', async () => {
    const client = await CosmosClient.create({ endpoint, key, contentResponseOnWrite: true });
    const { container } = await client.database('shop').createContainerIfNotExists({ id: 'talk', partitionKey: '/pk' });
    const item = { id: '1', pk: 'a', n: 1 };
    expect((await container.upsertItem(item)).resource).toMatchObject(item);
    expect((await container.replaceItem(item)).resource).toMatchObject(item);
    expect((await container.patchItem('a', '1', [{ op: 'incr', path: '/n', value: 1 }])).resource).toMatchObject({
      n: 2,
    });
    expect(await container.upsertItem(item, { contentResponseOnWrite: false })).not.toHaveProperty('resource');
    await client.close();
    const wrong = CosmosClient.create({ endpoint, key, contentResponseOnWrite: 'yes' as never });
    await expect(wrong).rejects.toThrow('must be a boolean');
  });

  it('tells diagnostics handlers of its operations', async () => {
    const told: string[] = [];
    const handler = { handle: (report: OperationReport) => void told.push(report.diagnostics.operationName) };
    const client = await CosmosClient.create({ endpoint, key, diagnosticsHandlers: [handler] });
    await client.database('shop').read();
    await client.close();
    expect(told).toEqual(['read_database']);
  });

  it('fails early for a wrong key and for an account that cannot be reached', async () => {
    const wrongKey = Buffer.from('wrong').toString('base64');
    await expect(CosmosClient.create({ endpoint, key: wrongKey })).rejects.toMatchObject({ code: 'unauthorized' });
    const unreachable = CosmosClient.create({ endpoint: 'http://127.0.0.1:1/', key });
    await expect(unreachable).rejects.toMatchObject({
      code: 'transport-failed',
      diagnostics: { requests: { length: 3 } },
    });
  });

  it.each([
    ['nothing', undefined, 'must be an object'],
    ['no endpoint', { key: 'a2V5' }, 'endpoint of the account is missing'],
    ['no credential', { endpoint: 'https://x' }, 'exactly one credential'],
    ['two credentials', { endpoint: 'https://x', key: 'a2V5', resourceToken: 't' }, 'exactly one credential'],
    ['a key that is not base64', { endpoint: 'https://x', key: '!' }, 'not base64'],
    ['an endpoint that is no URL', { endpoint: 'shop', key: 'a2V5' }, 'is not a URL'],
    ['http:// to another machine', { endpoint: 'http://shop.example', key: 'a2V5' }, 'must start with https://'],
    ['a connection string without a key', { connectionString: 'AccountEndpoint=https://x;' }, 'has no AccountKey'],
    ['a connection string beside a key', { connectionString: 'x', key: 'a2V5' }, 'either it or them'],
    ['an unknown option', { endpoint: 'https://x', key: 'a2V5', retries: 3 }, 'Unknown option "retries"'],
    ['an option of drivers', { endpoint: 'https://x', key: 'a2V5', userAgentPrefix: 'x' }, 'option "userAgentPrefix"'],
    ['a connection string for an endpoint', { endpoint: 'AccountEndpoint=https://x;AccountKey=a', key: 'a2V5' }, 'URL'],
    ['a driver that is none', { driver: {} }, 'made by runtime.createDriver'],
    ['routing beside a driver', { driver: { executeOperation: () => 0 }, preferredRegions: [] }, '"preferredRegions"'],
    ['a runtime that is none', { endpoint: 'https://x', key: 'a2V5', runtime: {} }, 'made by createCosmosRuntime'],
  ])('refuses %s with a TypeError', async (_, options, message) => {
    const creating = CosmosClient.create(options as never);
    await expect(creating).rejects.toThrow(TypeError);
    await expect(creating).rejects.toThrow(message);
  });

  it('hands a token credential on, and what it fails with back', async () => {
    const tokenCredential = { getToken: async () => null };
    await expect(CosmosClient.create({ endpoint, tokenCredential })).rejects.toMatchObject({
      code: 'credential-failed',
    });
  });

  it('uses an injected driver as it is, and leaves it open', async () => {
    const runtime = createCosmosRuntime();
    const driver = await runtime.createDriver({ endpoint, credential: { key }, preferredRegions: ['West US'] });
    const client = await CosmosClient.create({ driver });
    expect((await client.database('shop').read()).diagnostics.effectiveRegion).toBe('West US');
    await client.close();
    await expect(client.database('shop').read()).rejects.toMatchObject({ code: 'closed' });
    const { status } = await driver.executeOperation(CosmosOperation.readDatabase(DatabaseReference.from('shop')));
    expect(status.code).toBe(200);
    await runtime.close();
  });

  it('makes its own driver on an injected runtime, and leaves the runtime open', async () => {
    const runtime = createCosmosRuntime();
    const [first, second] = await Promise.all([0, 1].map(() => CosmosClient.create({ runtime, endpoint, key })));
    await first?.close();
    expect((await second?.database('shop').read())?.status.code).toBe(200);
    await runtime.close();
    await expect(second?.database('shop').read()).rejects.toMatchObject({ code: 'closed' });
  });

  it('shares a runtime of the process, closed with the last client and made anew for the next', async () => {
    const first = await CosmosClient.create({ endpoint, key });
    const second = await CosmosClient.create({ endpoint, key });
    await first.close();
    await first.close();
    expect((await second.database('shop').read()).status.code).toBe(200);
    await second[Symbol.asyncDispose]();
    const third = await CosmosClient.create({ endpoint, key });
    expect((await third.database('shop').read()).status.code).toBe(200);
    await third.close();
  });

  it('reads account and container once for ten who ask at the same time', async () => {
    const sent: string[] = [];
    const inner = account.transport();
    const transport: typeof inner = {
      send: (request) => {
        sent.push(`${request.method} ${new URL(request.url).pathname}`);
        return inner.send(request);
      },
    };
    const runtime = createCosmosRuntime({ transport });
    const ten = Array.from({ length: 10 });
    const options = { runtime, endpoint: account.endpoint, key };
    const clients = await Promise.all(ten.map(() => CosmosClient.create(options)));
    const [client] = clients;
    await client?.database('shop').createContainerIfNotExists({ id: 'once', partitionKey: '/pk' });
    const other = createCosmosRuntime({ transport });
    const fresh = await CosmosClient.create({ ...options, runtime: other });
    sent.length = 0;
    await Promise.all(ten.map(() => fresh.database('shop').container('once')));
    expect(sent).toEqual(['GET /dbs/shop/colls/once']);
    await runtime.close();
    await other.close();
  });

  it('lets go of the shared runtime when it fails', async () => {
    const before = leaseSharedRuntime();
    await expect(CosmosClient.create({ endpoint, key: 'd3Jvbmc=' })).rejects.toMatchObject({ code: 'unauthorized' });
    await before.release();
    const after = leaseSharedRuntime();
    expect(after.runtime).not.toBe(before.runtime);
    await after.release();
  });

  it('leaves any failure but a conflict of createDatabaseIfNotExists to the caller', async () => {
    const inner = account.transport();
    const transport: typeof inner = {
      send: async (request) =>
        request.method === 'POST' ? { status: 403, headers: {}, body: new Uint8Array() } : inner.send(request),
    };
    const client = await CosmosClient.create({ endpoint: account.endpoint, key, transport });
    await expect(client.createDatabaseIfNotExists('new')).rejects.toMatchObject({ code: 'forbidden' });
    await client.close();
  });

  it('recognises its errors by isCosmosError', async () => {
    const error = await CosmosClient.create({ endpoint, key: 'd3Jvbmc=' }).catch((caught: unknown) => caught);
    expect(isCosmosError(error)).toBe(true);
    expect(isCosmosError(new Error('no'))).toBe(false);
  });
});
