import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { accountDocument, createOrder, east, fakeAccount, readOrder, west } from './fakes/fake-account.ts';

const item = { status: 200, headers: { 'x-ms-request-charge': '1', etag: '"a"' }, body: { id: '1' } };
const refused = { error: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) };
const reset = { error: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) };

async function failureOf(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  return promise.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error) => error,
  );
}

describe('maxPageBytes', () => {
  const long = { status: 200, body: { id: 'x'.repeat(4_194_304) } };

  it('ends an operation whose answer is longer, without asking anywhere else, and names the option', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ operationOptions: { maxPageBytes: 4_194_304 } });
    transport.next(long, long);
    await expect(driver.executeOperation(readOrder)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('maxPageBytes'),
      status: { code: 413, subStatus: 20020 },
      diagnostics: { requests: [{ requestSent: 'sent' }] },
      mayHaveBeenApplied: false,
    });
    await expect(driver.executeOperation(createOrder)).rejects.toMatchObject({ mayHaveBeenApplied: true });
    transport.next(long);
    expect((await driver.executeOperation(readOrder, { maxPageBytes: 5_000_000 })).status.code).toBe(200);
    expect(transport.requests.map(({ maxResponseBytes }) => maxResponseBytes)).toEqual([
      4_194_304, 4_194_304, 5_000_000,
    ]);
  });
});

describe('the time limit of a request', () => {
  it('is that of items, or of everything else, as the runtime has it', async () => {
    const runtime = { dataPlaneRequestTimeoutMs: 700, metadataRequestTimeoutMs: 800 };
    const { createDriver, transport } = fakeAccount({ runtime });
    const driver = await createDriver();
    transport.next({ status: 200 }, { status: 200 });
    await driver.executeOperation(readOrder);
    await driver.executeOperation(readOrder, { endToEndTimeoutMs: 300 });
    expect([...transport.accountReads, ...transport.requests].map(({ timeoutMs }) => timeoutMs)).toEqual([
      800, 700, 300,
    ]);
  });
});

describe('executeOperation', () => {
  it('answers body, typed headers, raw headers, status, region and diagnostics of a read', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(item);
    const response = await driver.executeOperation(readOrder);
    expect(response.body).toEqual({ kind: 'bytes', bytes: new TextEncoder().encode('{"id":"1"}') });
    expect(response.headers).toMatchObject({ requestCharge: 1, etag: '"a"' });
    expect(response.rawHeaders).toEqual({ 'x-ms-request-charge': '1', etag: '"a"' });
    expect(response.status).toEqual({ code: 200, subStatus: 0, name: 'OK' });
    expect(response.servingRegion).toBe('East US');
    expect(response.diagnostics.effectiveRegion).toBe('East US');
    expect(response.diagnostics.requests).toEqual([
      {
        operationName: 'read_item',
        executionContext: 'initial',
        pipelineType: 'data-plane',
        transportSecurity: 'secure',
        transportKind: 'gateway',
        region: 'East US',
        endpoint: east,
        status: 200,
        subStatus: 0,
        requestCharge: 1,
        activityId: response.diagnostics.activityId,
        sessionToken: undefined,
        serverDurationMs: undefined,
        startedAtMs: Date.UTC(2025, 11, 2, 18, 4, 5),
        durationMs: 0,
        sentAfterMs: 0,
        requestBytes: 0,
        responseBytes: 10,
        timedOut: false,
        requestSent: 'sent',
        error: undefined,
      },
    ]);
  });

  it('tells what a transport threw on one line', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ error: new Error('first\n2025 forged\u0007 line.') });
    await expect(driver.executeOperation(readOrder, { maxFailoverRetryCount: 0 })).rejects.toMatchObject({
      message: 'read_item dbs/db/colls/orders/docs/1 got no answer: first 2025 forged line.',
    });
  });

  it('reads in the preferred region and writes where writes are accepted', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ preferredRegions: ['westus'] });
    transport.next(item, { status: 201 });
    await driver.executeOperation(readOrder);
    await driver.executeOperation(createOrder);
    expect(transport.requests.map(({ url }) => url)).toEqual([
      `${west}/dbs/db/colls/orders/docs/1`,
      `${east}/dbs/db/colls/orders/docs`,
    ]);
  });

  it('reads elsewhere when a region is unwell', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 503 }, item);
    const response = await driver.executeOperation(readOrder);
    expect(
      response.diagnostics.requests.map(({ region, status, executionContext }) => [region, status, executionContext]),
    ).toEqual([
      ['East US', 503, 'initial'],
      ['West US', 200, 'region-failover'],
    ]);
    expect(response.diagnostics.regionsContacted).toEqual(['East US', 'West US']);
  });

  it('reads elsewhere when a region cannot be reached', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(refused, item);
    const { diagnostics } = await driver.executeOperation(readOrder);
    expect(diagnostics.requests[0]).toMatchObject({
      requestSent: 'not-sent',
      status: undefined,
      error: 'connect ECONNREFUSED',
    });
    expect(diagnostics.effectiveRegion).toBe('West US');
  });

  it('signs every attempt afresh under one activity id', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 429, headers: { 'x-ms-retry-after-ms': '2000' } }, item);
    await driver.executeOperation(readOrder);
    const [first, second] = transport.requests;
    expect(second?.headers['x-ms-date']).not.toBe(first?.headers['x-ms-date']);
    expect(second?.headers.authorization).not.toBe(first?.headers.authorization);
    expect(second?.headers['x-ms-activity-id']).toBe(first?.headers['x-ms-activity-id']);
    expect(clock.delays).toEqual([2000]);
  });

  it('tells of every attempt when it gives up', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(refused, refused, refused, refused);
    const error = await failureOf(driver.executeOperation(readOrder));
    expect(error).toMatchObject({
      name: 'CosmosError',
      code: 'transport-failed',
      status: { code: 503, subStatus: 20003 },
      mayHaveBeenApplied: false,
      message: 'read_item dbs/db/colls/orders/docs/1 got no answer: connect ECONNREFUSED.',
      cause: refused.error,
    });
    expect(error.diagnostics).toHaveProperty('requests.length', 4);
  });

  it('says that a conflict after an ambiguous attempt may be its own doing', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(reset, { status: 409 });
    expect(await failureOf(driver.executeOperation(createOrder))).toMatchObject({
      code: 'conflict',
      mayHaveBeenApplied: true,
    });
    transport.next({ status: 409 });
    expect(await failureOf(driver.executeOperation(createOrder))).toMatchObject({
      code: 'conflict',
      mayHaveBeenApplied: false,
    });
  });

  it('does not repeat an ambiguous write when told never to', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(reset);
    const error = await failureOf(driver.executeOperation(createOrder, { retryAmbiguousWrites: 'never' }));
    expect(error).toMatchObject({ code: 'transport-failed', mayHaveBeenApplied: true });
    expect(transport.requests).toHaveLength(1);
  });

  it('follows the write region after 403/3, having read the account again', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const newWriter = { name: 'West US', databaseAccountEndpoint: west };
    transport.account({ status: 200, body: accountDocument({ writableLocations: [newWriter] }) });
    transport.next({ status: 403, headers: { 'x-ms-substatus': '3' } }, { status: 201 });
    const { diagnostics } = await driver.executeOperation(createOrder);
    expect(diagnostics.requests.map(({ region }) => region)).toEqual(['East US', 'West US']);
    expect(transport.accountReads).toHaveLength(2);
  });

  it('sends what the session has seen, of the whole container', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const seen = (token: string) => ({ ...item, headers: { 'x-ms-session-token': token } });
    transport.next(seen('2:1#10'), seen('10:1#7'), { status: 404, headers: { 'x-ms-session-token': '2:1#11' } }, item);
    await driver.executeOperation(readOrder);
    await driver.executeOperation(readOrder);
    await failureOf(driver.executeOperation(readOrder));
    await driver.executeOperation(readOrder);
    expect(transport.requests.map(({ headers }) => headers['x-ms-session-token'])).toEqual([
      undefined,
      '2:1#10',
      '10:1#7,2:1#10',
      '10:1#7,2:1#11',
    ]);
  });

  it('asks the write region, and only the hub, while a region has not seen what the session has', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver({ preferredRegions: ['West US'] });
    const behind = { status: 404, headers: { 'x-ms-substatus': '1002' } };
    transport.next(behind, item);
    const { diagnostics } = await driver.executeOperation(readOrder.withSessionToken('0:1#99'));
    expect(diagnostics.requests.map(({ region }) => region)).toEqual(['West US', 'East US']);
    expect(transport.requests[0]?.headers).not.toHaveProperty('x-ms-cosmos-hub-region-processing-only');
    expect(transport.requests[1]?.headers).toMatchObject({
      'x-ms-cosmos-hub-region-processing-only': 'True',
      'x-ms-session-token': '0:1#99',
    });
    transport.next(behind, behind, behind);
    expect(await failureOf(driver.executeOperation(readOrder))).toMatchObject({ code: 'session-not-available' });
  });

  it('ends at its deadline while a request is under way', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    transport.next('hang');
    const error = await failureOf(driver.executeOperation(createOrder, { endToEndTimeoutMs: 250 }));
    expect(error).toMatchObject({
      code: 'deadline-exceeded',
      status: { code: 408, subStatus: 20008 },
      mayHaveBeenApplied: true,
    });
    expect(error.diagnostics).toMatchObject({ durationMs: 250, requests: [{ requestSent: 'unknown' }] });
    expect(transport.requests[0]?.timeoutMs).toBe(250);
    expect(clock.pending()).toBe(0);
  });

  it('ends when the caller aborts: before, during and between attempts', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const driver = await createDriver();
    const reason = new Error('enough');
    const before = await failureOf(driver.executeOperation(readOrder, { signal: AbortSignal.abort(reason) }));
    expect(before).toMatchObject({ code: 'aborted', cause: reason, status: undefined });
    expect(transport.requests).toHaveLength(0);

    const during = new AbortController();
    transport.next('hang');
    const running = failureOf(driver.executeOperation(readOrder, { signal: during.signal }));
    during.abort(reason);
    expect(await running).toMatchObject({ code: 'aborted', cause: reason, diagnostics: { requests: { length: 1 } } });

    const between = new AbortController();
    transport.next({ status: 429, headers: { 'x-ms-retry-after-ms': '9000' } });
    const waiting = failureOf(driver.executeOperation(readOrder, { signal: between.signal }));
    while (clock.pending() === 0) await Promise.resolve();
    between.abort(reason);
    expect(await waiting).toMatchObject({ code: 'aborted', diagnostics: { requests: [{ status: 429 }] } });
  });

  it('leaves no listener on a signal that many operations share', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const { signal } = new AbortController();
    for (let index = 0; index < 5; index++) {
      transport.next({ status: 429, headers: { 'x-ms-retry-after-ms': '1' } }, item);
      await driver.executeOperation(readOrder, { signal, endToEndTimeoutMs: 1000 });
    }
    await Promise.resolve();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });

  it('fails with credential-failed when the key function does, without sending anything', async () => {
    const { createDriver, transport } = fakeAccount();
    let calls = 0;
    const key = () => (++calls === 1 ? Promise.resolve('c2hvcA==') : Promise.reject(new Error('vault closed')));
    const driver = await createDriver({ credential: { key } });
    expect(await failureOf(driver.executeOperation(readOrder))).toMatchObject({
      code: 'credential-failed',
      diagnostics: { requests: [{ requestSent: 'not-sent', error: 'vault closed' }] },
    });
    expect(transport.requests).toHaveLength(0);
  });

  it('excludes regions, and asks the write region when all are excluded', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(item, item);
    expect((await driver.executeOperation(readOrder, { excludedRegions: ['eastus'] })).servingRegion).toBe('West US');
    const all = { excludedRegions: ['East US', 'West US'] };
    expect((await driver.executeOperation(readOrder, all)).servingRegion).toBe('East US');
  });

  it('refuses what is no operation, lacks its body, or has unknown options', async () => {
    const driver = await fakeAccount().createDriver();
    await expect(driver.executeOperation({} as never)).rejects.toThrow(TypeError);
    await expect(driver.executeOperation(createOrder, { retries: 3 } as never)).rejects.toThrow(
      'Unknown option "retries"',
    );
    const bodiless = CosmosOperation.createDatabase(DatabaseReference.from('db'));
    await expect(driver.executeOperation(bodiless)).rejects.toThrow('needs a body');
  });
});
