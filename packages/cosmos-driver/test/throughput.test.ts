import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../src/operation/database-reference.ts';
import { readThroughputState } from '../src/throughput/read-throughput-state.ts';
import { fakeAccount, orders } from './fakes/fake-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

const db = DatabaseReference.from('db');
const database: Step = { status: 200, body: { id: 'db', _rid: 'kX0wAA==' } };
const container: Step = { status: 200, body: { id: 'orders', _rid: 'kX0wAJ8vXx0=' } };
const frame = { id: 'uT2L', _rid: 'uT2L', offerVersion: 'V2', offerResourceId: 'kX0wAJ8vXx0=' };

function offer(content: object, headers: Record<string, string> = {}): Step {
  return { status: 200, headers, body: { ...frame, content } };
}
function found(content: object): Step {
  return { status: 200, body: { Offers: [{ ...frame, content }], _count: 1 } };
}
const pending = { 'x-ms-offer-replace-pending': 'True' };
const manual = (requestUnitsPerSecond: number) => ({ kind: 'manual', requestUnitsPerSecond }) as const;
const autoscale = (maxRequestUnitsPerSecond: number) => ({ kind: 'autoscale', maxRequestUnitsPerSecond }) as const;
const bodyOf = (request: { readonly body?: Uint8Array | undefined } | undefined): unknown =>
  JSON.parse(new TextDecoder().decode(request?.body));

describe('readThroughput', () => {
  it('finds the offer by the resource id, and reads it', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(
      container,
      found({ offerThroughput: 400 }),
      offer({ offerThroughput: 400 }, { 'x-ms-cosmos-min-throughput': '200' }),
    );
    const response = await driver.executeOperation(CosmosOperation.readThroughput(orders));
    expect(readThroughputState(response)).toEqual({
      throughput: manual(400),
      minRequestUnitsPerSecond: 200,
      isReplacePending: false,
    });
    expect(transport.requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`)).toEqual([
      'GET /dbs/db/colls/orders',
      'POST /offers',
      'GET /offers/uT2L',
    ]);
    expect(bodyOf(transport.requests[1])).toEqual({
      query: 'SELECT * FROM c WHERE c.offerResourceId = @rid',
      parameters: [{ name: '@rid', value: 'kX0wAJ8vXx0=' }],
    });
    expect(response.diagnostics.operationName).toBe('read_container_throughput');
    expect(response.diagnostics.requests.map(({ operationName }) => operationName)).toEqual([
      'read_container',
      'query_offers',
      'read_offer',
    ]);
  });

  it('says so when there is none', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(database, { status: 200, body: { Offers: [], _count: 0 } });
    await expect(driver.executeOperation(CosmosOperation.readThroughput(db))).rejects.toMatchObject({
      code: 'not-found',
      status: { code: 404, subStatus: 20301, name: 'OfferNotFound' },
      message: expect.stringMatching(/^read_database_throughput dbs\/db found no throughput: its containers have it/),
      diagnostics: { requests: { length: 2 } },
    });
  });

  it('asks for no offer of a resource id of another level, which would find another one', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next({ status: 200, body: { id: 'db', _rid: 'kX0wAJ8vXx0=' } });
    await expect(driver.executeOperation(CosmosOperation.readThroughput(db))).rejects.toMatchObject({
      code: 'invalid-response',
    });
    expect(transport.requests).toHaveLength(1);
  });

  it('tells of an offer it cannot read, and of a resource that is not there', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(database, { status: 200, body: { Offers: [{ id: 'uT2L' }] } });
    await expect(driver.executeOperation(CosmosOperation.readThroughput(db))).rejects.toMatchObject({
      code: 'invalid-response',
      diagnostics: { requests: { length: 2 } },
    });
    transport.next({ status: 404 });
    await expect(driver.executeOperation(CosmosOperation.readThroughput(db))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/^read_database dbs\/db failed with 404/),
    });
    expect(() => CosmosOperation.readThroughput('db' as never)).toThrow(TypeError);
    expect(() => CosmosOperation.readOffer('../dbs')).toThrow(TypeError);
  });
});

describe('replaceThroughput', () => {
  it('replaces the content of the offer, and always gets it back', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(database, found({ offerThroughput: 400, other: 1 }), offer({ offerThroughput: 500 }));
    const response = await driver.executeOperation(CosmosOperation.replaceThroughput(db, manual(500)));
    expect(readThroughputState(response).throughput).toEqual(manual(500));
    const replace = transport.requests[2];
    expect(replace?.method).toBe('PUT');
    expect(replace?.headers).not.toHaveProperty('prefer');
    expect(bodyOf(replace)).toEqual({ ...frame, content: { offerThroughput: 500, other: 1 } });
  });

  it('looks every five seconds until a change is done', async () => {
    const { clock, createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const busy = offer({ offerThroughput: 400 }, pending);
    transport.next(container, found({ offerThroughput: 400 }), busy, busy, busy, offer({ offerThroughput: 90_000 }));
    const response = await driver.executeOperation(CosmosOperation.replaceThroughput(orders, manual(90_000)));
    expect(readThroughputState(response)).toMatchObject({ throughput: manual(90_000), isReplacePending: false });
    expect(clock.delays).toEqual([5000, 5000, 5000]);
    expect(response.diagnostics.requests).toHaveLength(6);

    transport.next(container, found({ offerThroughput: 400 }), busy);
    const accept = CosmosOperation.replaceThroughput(orders, manual(90_000), { waitForCompletion: false });
    expect(readThroughputState(await driver.executeOperation(accept)).isReplacePending).toBe(true);
  });

  it('stops looking at its deadline or when it is aborted, and says that the change goes on', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const busy = offer({ offerThroughput: 400 }, pending);
    const replace = CosmosOperation.replaceThroughput(orders, manual(90_000));
    transport.next(container, found({ offerThroughput: 400 }), busy, busy);
    await expect(driver.executeOperation(replace, { endToEndTimeoutMs: 7_000 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      mayHaveBeenApplied: true,
      diagnostics: { requests: { length: 4 } },
    });
    transport.next(container, found({ offerThroughput: 400 }), busy);
    const controller = new AbortController();
    const replacing = driver.executeOperation(replace, { signal: controller.signal });
    while (transport.requests.length < 7) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new Error('enough'));
    await expect(replacing).rejects.toMatchObject({ code: 'aborted', mayHaveBeenApplied: true });
  });

  it('changes the kind first, then the number that the service chose, in two requests', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(
      database,
      found({ offerThroughput: 400 }),
      offer({ offerThroughput: 400 }, pending),
      offer({ offerThroughput: 400, offerAutopilotSettings: { maxThroughput: 4000 } }),
      offer({ offerThroughput: 600, offerAutopilotSettings: { maxThroughput: 6000 } }),
    );
    const response = await driver.executeOperation(CosmosOperation.replaceThroughput(db, autoscale(6000)));
    expect(readThroughputState(response).throughput).toEqual(autoscale(6000));
    const [, , migrate, , replace] = transport.requests;
    expect(migrate?.headers).toMatchObject({ 'x-ms-cosmos-migrate-offer-to-autopilot': 'true' });
    expect(bodyOf(migrate)).toMatchObject({ content: { offerThroughput: -1 } });
    expect(replace?.headers).not.toHaveProperty('x-ms-cosmos-migrate-offer-to-autopilot');
    expect(bodyOf(replace)).toMatchObject({ content: { offerAutopilotSettings: { maxThroughput: 6000 } } });
  });

  it('leaves it at one request when the service chose what was wanted, and does not hide what fails in between', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const scaled = { offerThroughput: 400, offerAutopilotSettings: { maxThroughput: 4000 } };
    transport.next(database, found(scaled), offer({ offerThroughput: 400 }));
    await driver.executeOperation(CosmosOperation.replaceThroughput(db, manual(400)));
    expect(transport.requests.at(-1)?.headers).toMatchObject({
      'x-ms-cosmos-migrate-offer-to-manual-throughput': 'true',
    });
    transport.next(database, found(scaled), offer({ offerThroughput: 400 }), { status: 400 });
    const replace = CosmosOperation.replaceThroughput(db, manual(1));
    await expect(driver.executeOperation(replace)).rejects.toMatchObject({
      code: 'bad-request',
      mayHaveBeenApplied: true,
    });
  });

  it('says that the kind has changed when the answer cannot be read', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(database, found({ offerThroughput: 400 }), { status: 200, body: { id: 'uT2L' } });
    await expect(driver.executeOperation(CosmosOperation.replaceThroughput(db, autoscale(4000)))).rejects.toMatchObject(
      {
        code: 'invalid-response',
        mayHaveBeenApplied: true,
      },
    );
  });

  it('fails without having changed anything when the service refuses', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    transport.next(database, found({ offerThroughput: 400 }), { status: 400 });
    const replace = CosmosOperation.replaceThroughput(db, manual(1));
    await expect(driver.executeOperation(replace)).rejects.toMatchObject({
      code: 'bad-request',
      mayHaveBeenApplied: false,
    });
  });
});
