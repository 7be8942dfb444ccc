import { describe, expect, it } from '@jest/globals';
import {
  accountDocument,
  accountEndpoint,
  accountKey,
  createOrder,
  fakeAccount,
  readOrder,
} from './fakes/fake-account.ts';

const item = { status: 200, body: { id: '1' } };

describe('createDriver', () => {
  it('reads the account once for ten who ask at the same time', async () => {
    const { createDriver, transport } = fakeAccount();
    await Promise.all(Array.from({ length: 10 }, () => createDriver()));
    expect(transport.accountReads).toHaveLength(1);
    expect(transport.accountReads[0]?.headers.authorization).toMatch(/^type%3Dmaster%26ver%3D1\.0%26sig%3D/);
  });

  it('reads the account again for another key, and after a read that failed', async () => {
    const { createDriver, transport } = fakeAccount();
    await createDriver();
    await createDriver({ credential: { key: 'c2hvcA==' } });
    expect(transport.accountReads).toHaveLength(2);

    transport.account({ status: 401 });
    await expect(createDriver({ credential: { key: 'YmFk' } })).rejects.toMatchObject({ code: 'unauthorized' });
    transport.account({ status: 200, body: accountDocument() });
    await createDriver({ credential: { key: 'YmFk' } });
    expect(transport.accountReads).toHaveLength(4);
  });

  it('reads the account again when nobody has for five minutes, at a region if need be', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    await (await createDriver()).close();
    clock.advance(299_999);
    await (await createDriver()).close();
    expect(transport.accountReads).toHaveLength(1);
    clock.advance(1);
    const hosts: string[] = [];
    transport.accountAt((host) => {
      hosts.push(host);
      return hosts.length === 1 ? { status: 503 } : { status: 200, body: accountDocument({ readableLocations: [] }) };
    });
    const driver = await createDriver();
    expect(hosts).toEqual(['shop.documents.azure.com', 'shop-eastus.documents.azure.com']);
    transport.next(item);
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
  });

  it.each<[string, Parameters<ReturnType<typeof fakeAccount>['transport']['account']>[0]]>([
    ['nobody answers', { error: new Error('no way') }],
    ['the answer is of no use', { status: 200, body: { readableLocations: 'none' } }],
  ])('begins on an old document when %s, with a warning, and reads again for the next', async (_, answer) => {
    const { createDriver, transport, clock, warnings } = fakeAccount();
    await (await createDriver()).close();
    clock.advance(300_000);
    transport.account(answer);
    const driver = await createDriver();
    expect(warnings).toEqual([expect.stringContaining('a driver begins with what was known of it: CosmosError: ')]);
    transport.next(item);
    expect((await driver.executeOperation(readOrder)).servingRegion).toBe('East US');
    const { length } = transport.accountReads;
    transport.account({ status: 200, body: accountDocument() });
    await createDriver();
    expect(transport.accountReads).toHaveLength(length + 1);
  });

  it('begins on no old document with a key that is no longer good', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const key = async () => accountKey;
    await (await createDriver({ credential: { key } })).close();
    clock.advance(3_600_000);
    transport.account({ status: 401 });
    await expect(createDriver({ credential: { key } })).rejects.toMatchObject({ code: 'unauthorized' });
  });

  it('reads no account that a driver has read again meanwhile', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    await createDriver();
    clock.advance(3_600_000);
    await new Promise(setImmediate);
    const { length } = transport.accountReads;
    await createDriver();
    expect(transport.accountReads).toHaveLength(length);
  });

  it('fails with invalid-response when the answer is no account', async () => {
    const { createDriver, transport } = fakeAccount();
    transport.account({ status: 200, body: { readableLocations: 'none' } });
    await expect(createDriver()).rejects.toMatchObject({
      code: 'invalid-response',
      diagnostics: { requests: { length: 1 } },
    });
  });

  it('asks the account three times when nothing was sent', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    transport.account({ error: Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }) });
    await expect(createDriver()).rejects.toMatchObject({ code: 'transport-failed' });
    expect(transport.accountReads).toHaveLength(3);
    expect(clock.delays).toEqual([100, 200]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no endpoint', { endpoint: undefined }, 'The endpoint must be a URL'],
    ['no credential', { credential: undefined }, 'A credential must be { key }'],
    ['an empty credential', { credential: {} }, 'exactly one of key'],
    ['two credentials', { credential: { key: 'a2V5', resourceToken: 't' } }, 'exactly one of key'],
    ['an empty key', { credential: { key: '' } }, 'account key is missing'],
    ['a key that is not base64', { credential: { key: 'not base64' } }, 'account key is not base64'],
    [
      'a key under another name',
      { credential: { key: 'a2V5', kind: 'key' } },
      'Unknown option "kind" in the credential',
    ],
    ['a scope without tokens', { credential: { key: 'a2V5', scope: 'x' } }, 'scope of a credential'],
    ['a credential without getToken', { credential: { tokenCredential: {} } }, 'must have a method getToken'],
    ['a resource token that is none', { credential: { resourceToken: 'secret' } }, 'begins with type=resource&'],
    ['a backup that is no URL', { backupEndpoints: ['shop'] }, 'The backup endpoint is not a URL'],
    ['a backup that is not encrypted', { backupEndpoints: ['http://shop.example'] }, 'must start with https://'],
    ['a workload out of bounds', { workloadId: 51 }, 'must be an integer from 1 to 50'],
    ['a correlation id with a space', { correlationId: 'a b' }, '"correlationId"'],
    ['half a throughput control group', { throughputControlGroups: [{ name: 'a' }] }, 'must have name, database and'],
    ['a threshold out of bounds', { partitionFailover: { readFailureThreshold: 0 } }, 'from 1 to'],
    ['an unknown option', { regions: [] }, 'Unknown option "regions" in the driver options'],
    ['preferred regions that are no list', { preferredRegions: 'East US' }, '"preferredRegions"'],
    ['a discovery that is none', { endpointDiscovery: 'auto' }, '"endpointDiscovery"'],
    ['a suffix with a space', { userAgentSuffix: 'my app' }, '"userAgentSuffix"'],
    ['operation options that do not exist', { operationOptions: { retries: 1 } }, 'Unknown option "retries"'],
  ])('refuses %s, before anything is sent', async (_, options, message) => {
    const { runtime, transport } = fakeAccount();
    const creating = runtime.createDriver({
      endpoint: accountEndpoint,
      credential: { key: accountKey },
      ...options,
    } as never);
    await expect(creating).rejects.toThrow(TypeError);
    await expect(creating).rejects.toThrow(message);
    expect(transport.accountReads).toHaveLength(0);
  });
});

describe('option layers', () => {
  const send = async (account: ReturnType<typeof fakeAccount>, driverOptions = {}, callOptions = {}) => {
    const driver = await account.createDriver(driverOptions);
    account.transport.next(item);
    await driver.executeOperation(readOrder, callOptions);
    return account.transport.requests.at(-1)?.headers;
  };
  const tenant = (name: string) => ({ customHeaders: { 'x-tenant': name } });

  it('go from the call over the driver to the runtime', async () => {
    const account = fakeAccount({ runtime: { operationOptions: tenant('runtime') } });
    expect(await send(account)).toMatchObject({ 'x-tenant': 'runtime' });
    expect(await send(account, { operationOptions: tenant('driver') })).toMatchObject({ 'x-tenant': 'driver' });
    expect(await send(account, { operationOptions: tenant('driver') }, tenant('call'))).toMatchObject({
      'x-tenant': 'call',
    });
  });

  it('follow the runtime’s options when they are replaced, for drivers that exist', async () => {
    const account = fakeAccount();
    const driver = await account.createDriver();
    account.transport.next(item, item);
    await driver.executeOperation(readOrder);
    account.runtime.operationOptions = tenant('later');
    await driver.executeOperation(readOrder);
    expect(account.transport.requests.map(({ headers }) => headers['x-tenant'])).toEqual([undefined, 'later']);
    expect(account.runtime.operationOptions).toEqual(tenant('later'));
    expect(() => {
      account.runtime.operationOptions = { retries: 1 } as never;
    }).toThrow('Unknown option "retries"');
  });

  it('end in the environment, whose overrides beat even the call', async () => {
    const unwell = async (environment: Record<string, string>, callOptions = {}) => {
      const account = fakeAccount({ environment: { AZURE_COSMOS_HEDGING_ENABLED: 'false', ...environment } });
      const driver = await account.createDriver();
      account.transport.next({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 }, { status: 503 });
      await driver.executeOperation(readOrder, callOptions).catch(() => undefined);
      return account.transport.requests.length;
    };
    const environment = { AZURE_COSMOS_MAX_FAILOVER_RETRY_COUNT: '1' };
    expect(await unwell({})).toBe(4);
    expect(await unwell(environment)).toBe(2);
    expect(await unwell(environment, { maxFailoverRetryCount: 0 })).toBe(1);

    const account = fakeAccount({ environment: { AZURE_COSMOS_RETRY_AMBIGUOUS_WRITES_OVERRIDE: 'never' } });
    const driver = await account.createDriver();
    account.transport.next({ status: 503 });
    await expect(driver.executeOperation(createOrder, { retryAmbiguousWrites: 'always' })).rejects.toMatchObject({
      code: 'server-error',
    });
    expect(account.transport.requests).toHaveLength(1);
  });

  it('warn of variables that hold no value, and refuse those out of bounds', () => {
    expect(fakeAccount({ environment: { AZURE_COSMOS_MAX_SESSION_RETRY_COUNT: 'two' } }).warnings).toHaveLength(1);
    expect(() => fakeAccount({ environment: { AZURE_COSMOS_MAX_SESSION_RETRY_COUNT: '-1' } })).toThrow(TypeError);
  });

  it('warn of variables of other drivers that set nothing here', () => {
    const { warnings } = fakeAccount({ environment: { AZURE_COSMOS_BINARY_ENCODING_ENABLED: 'true' } });
    expect(warnings).toEqual([
      'The environment variable AZURE_COSMOS_BINARY_ENCODING_ENABLED is ignored: items travel as JSON text.',
    ]);
  });

  it('are read for drivers and connections as well, when the runtime is made', () => {
    for (const [name, text] of [
      ['AZURE_COSMOS_PPCB_READ_FAILURE_THRESHOLD', '0'],
      ['AZURE_COSMOS_DIAGNOSTICS_MAX_REQUEST_DIAGNOSTICS', '1'],
      ['AZURE_COSMOS_CONNECTION_POOL_MAX_CONNECT_TIMEOUT_MS', '99'],
      ['AZURE_COSMOS_LOCAL_ADDRESS', 'here'],
    ] as const) {
      expect(() => fakeAccount({ environment: { [name]: text } })).toThrow(`The environment variable ${name} must be`);
    }
  });

  it('give the transport of the runtime what the code says before what the environment says', () => {
    const environment = {
      AZURE_COSMOS_CONNECTION_POOL_IS_PROXY_ALLOWED: 'yes',
      AZURE_COSMOS_CONNECTION_POOL_MAX_CONNECT_TIMEOUT_MS: '200',
      AZURE_COSMOS_EMULATOR_SERVER_CERT_VALIDATION_DISABLED: 'true',
    };
    const given = fakeAccount({ environment, runtime: { transport: { connectTimeoutMs: 300 } } });
    expect(given.transportOptions).toEqual([
      { proxyAllowed: true, connectTimeoutMs: 300, emulatorCertificate: 'trust' },
    ]);
    const verified = fakeAccount({ environment: { AZURE_COSMOS_EMULATOR_SERVER_CERT_VALIDATION_DISABLED: '0' } });
    expect(verified.transportOptions).toEqual([{ emulatorCertificate: 'verify' }]);
    expect(() => fakeAccount({ runtime: { transport: { timeout: 1 } as never } })).toThrow(
      'Unknown option "timeout" in the transport options',
    );
  });

  it('refuse runtime options that do not exist', () => {
    expect(() => fakeAccount({ runtime: { transports: {} } as never })).toThrow('Unknown option "transports"');
    expect(() => fakeAccount({ runtime: { transport: { send: 1 } as never } })).toThrow(
      'Unknown option "send" in the transport options',
    );
  });
});

describe('a runtime', () => {
  it('lends its drivers how long an endpoint is avoided', async () => {
    const readsAgainFrom = async (driverOptions: object) => {
      const account = fakeAccount({ runtime: { endpointUnavailabilityTtlMs: 0 } });
      const driver = await account.createDriver(driverOptions);
      const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
      account.transport.next({ error: refused }, item, item);
      await driver.executeOperation(readOrder);
      return (await driver.executeOperation(readOrder)).servingRegion;
    };
    expect(await readsAgainFrom({})).toBe('East US');
    expect(await readsAgainFrom({ endpointUnavailabilityTtlMs: 60_000 })).toBe('West US');
  });

  it('lends its drivers what ends the user agent', async () => {
    const account = fakeAccount({ runtime: { workloadId: 7 } });
    await account.createDriver();
    await account.createDriver({ credential: { key: 'b3RoZXI=' }, correlationId: 'c', userAgentPrefix: 'sdk/1' });
    expect(account.transport.accountReads.map(({ headers }) => headers['user-agent'])).toEqual([
      'perdura-cosmos-driver/0 test w7',
      'sdk/1 perdura-cosmos-driver/0 test c',
    ]);
  });
});

describe('reading the account again', () => {
  const forbidden = { status: 403, headers: { 'x-ms-substatus': '3' } };

  it('happens at most once every five seconds, and gives the interval back when it fails', async () => {
    const { createDriver, transport, warnings } = fakeAccount();
    const driver = await createDriver();
    transport.account({ status: 401 });
    transport.next(forbidden, forbidden, { status: 201 });
    await driver.executeOperation(createOrder);
    expect(transport.accountReads).toHaveLength(3);
    expect(warnings).toHaveLength(2);

    transport.account({ status: 200, body: accountDocument() });
    transport.next(forbidden, forbidden, forbidden, { status: 201 });
    await driver.executeOperation(createOrder);
    expect(transport.accountReads).toHaveLength(4);
  });

  it('serves drivers that are made later', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const west = { name: 'West US', databaseAccountEndpoint: 'https://shop-westus.documents.azure.com' };
    transport.account({ status: 200, body: accountDocument({ writableLocations: [west] }) });
    transport.next(forbidden, { status: 201 }, { status: 201 });
    await driver.executeOperation(createOrder);
    const later = await createDriver();
    expect((await later.executeOperation(createOrder)).servingRegion).toBe('West US');
    expect(transport.accountReads).toHaveLength(2);
  });

  it('goes to the regions when the account’s own URL does not answer, excluded ones included', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ operationOptions: { excludedRegions: ['West US'] } });
    transport.account({ status: 503 });
    transport.next(forbidden, { status: 201 });
    await driver.executeOperation(createOrder);
    expect(transport.accountReads.map(({ url }) => new URL(url).host)).toEqual([
      'shop.documents.azure.com',
      'shop.documents.azure.com',
      'shop-eastus.documents.azure.com',
      'shop-westus.documents.azure.com',
    ]);
  });
});

describe('close', () => {
  it('of a driver ends its waits, and everything afterwards fails with closed', async () => {
    const { createDriver, transport, clock, runtime } = fakeAccount();
    const [driver, other] = [await createDriver(), await createDriver()];
    transport.next({ status: 429, headers: { 'x-ms-retry-after-ms': '9000' } }, item);
    const waiting = driver.executeOperation(readOrder);
    while (clock.pending() === 0) await Promise.resolve();
    await driver.close();
    await driver[Symbol.asyncDispose]();
    await expect(waiting).rejects.toMatchObject({ code: 'closed', diagnostics: { requests: { length: 1 } } });
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({ code: 'closed' });
    await expect(driver.resolveContainer('db', 'orders')).rejects.toMatchObject({ code: 'closed' });
    expect((await other.executeOperation(readOrder)).status.code).toBe(200);
    await runtime.close();
  });

  it('of a runtime closes its drivers and the transport it made', async () => {
    const { createDriver, transport, runtime } = fakeAccount();
    const driver = await createDriver();
    await runtime[Symbol.asyncDispose]();
    expect(transport.closed).toBe(true);
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({ code: 'closed' });
    await expect(createDriver()).rejects.toMatchObject({ code: 'closed' });
  });

  it('of a runtime ends drivers that are still being made', async () => {
    const { createDriver, runtime, transport, clock } = fakeAccount();
    transport.account({ status: 429, headers: { 'x-ms-retry-after-ms': '9000' } });
    const making = createDriver().catch((error: unknown) => error);
    while (clock.delays.length === 0) await Promise.resolve();
    await runtime.close();
    expect(clock.pending()).toBe(0);
    expect(await making).toMatchObject({ code: 'closed', diagnostics: { requests: { length: 1 } } });
  });

  it('is the reason of what fails because of it', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const cut = Promise.withResolvers<never>();
    transport.send = () => cut.promise;
    const read = driver.executeOperation(readOrder).catch((error: unknown) => error);
    const options = { retryAmbiguousWrites: 'never' } as const;
    const write = driver.executeOperation(createOrder, options).catch((error: unknown) => error);
    await driver.close();
    cut.reject(new Error('The client is destroyed'));
    expect(await read).toMatchObject({ code: 'closed', mayHaveBeenApplied: false });
    expect(await write).toMatchObject({ code: 'closed', mayHaveBeenApplied: true });
  });

  it('of a runtime is one and the same however often it is asked for', async () => {
    const { runtime, transport } = fakeAccount();
    const closing = Promise.withResolvers<void>();
    transport.close = () => closing.promise;
    let closed = 0;
    const calls = [runtime.close(), runtime.close()].map((call) => call.then(() => closed++));
    await Promise.resolve();
    expect(closed).toBe(0);
    closing.resolve();
    await Promise.all(calls);
    expect(closed).toBe(2);
  });

  it('of a runtime leaves open a transport it was given', async () => {
    const { transport } = fakeAccount();
    const { runtime } = fakeAccount({ runtime: { transport } });
    await runtime.close();
    expect(transport.closed).toBe(false);
  });
});

describe('resolveContainer', () => {
  const orders = { status: 200, body: { id: 'orders', _rid: 'kX0wAJ8vXx0=', partitionKey: { paths: ['/customer'] } } };

  it('asks once for ten who ask at the same time, also on other drivers of the runtime', async () => {
    const { createDriver, transport } = fakeAccount();
    const drivers = await Promise.all([createDriver(), createDriver()]);
    transport.next(orders);
    const resolved = await Promise.all(
      Array.from({ length: 10 }, (_, index) => drivers[index % 2]?.resolveContainer('db', 'orders')),
    );
    expect(new Set(resolved).size).toBe(1);
    expect(resolved[0]).toMatchObject({ rid: 'kX0wAJ8vXx0=', partitionKey: { kind: 'Hash', version: 1 } });
    expect(transport.requests).toHaveLength(1);
  });

  it('keeps no failure, and fails with invalid-response when the answer is no container', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 404 }, { status: 200, body: { id: 'orders' } }, orders);
    await expect(driver.resolveContainer('db', 'orders')).rejects.toMatchObject({ code: 'not-found' });
    await expect(driver.resolveContainer('db', 'orders')).rejects.toMatchObject({ code: 'invalid-response' });
    expect((await driver.resolveContainer('db', 'orders')).id).toBe('orders');
  });

  it('ends one caller’s wait when that caller aborts, not the others’', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(orders);
    const controller = new AbortController();
    const waits = [
      driver.resolveContainer('db', 'orders', { signal: controller.signal }),
      driver.resolveContainer('db', 'orders'),
    ];
    controller.abort(new Error('enough'));
    const [first, second] = await Promise.allSettled(waits);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'aborted', cause: { message: 'enough' } } });
    expect(second).toMatchObject({ status: 'fulfilled' });
  });

  it('ends one caller’s wait at that caller’s deadline, and is not begun by one who has aborted', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next('hang');
    await expect(driver.resolveContainer('db', 'orders', { endToEndTimeoutMs: 20 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
    });
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(driver.resolveContainer('db', 'others', { signal })).rejects.toMatchObject({ code: 'aborted' });
    expect(transport.requests).toHaveLength(1);
  });
});
