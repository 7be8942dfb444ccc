import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { accountDocument, createOrder, fakeAccount, orders, readOrder } from './fakes/fake-account.ts';

const forbidden = { status: 403, headers: { 'x-ms-substatus': '3' } };
const containerDocument = { id: 'orders', _rid: orders.rid, partitionKey: orders.partitionKey };

describe('an operation that is aborted', () => {
  it('while its request is handed over does not wait for anything', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const controller = new AbortController();
    transport.send = () => {
      controller.abort();
      return new Promise(() => undefined);
    };
    await expect(driver.executeOperation(createOrder, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
      mayHaveBeenApplied: true,
    });
  });

  it('just when its answer comes does not wait for what the answer asks for', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const controller = new AbortController();
    const { send } = transport;
    transport.next(forbidden);
    transport.account('hang');
    transport.send = async (request) => {
      const answer = await send(request);
      controller.abort();
      return answer;
    };
    await expect(driver.executeOperation(createOrder, { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('while it asks a function for the key has sent nothing', async () => {
    const { createDriver, transport } = fakeAccount();
    const key = Promise.withResolvers<string>();
    const asked = Promise.withResolvers<void>();
    let isSlow = false;
    const driver = await createDriver({
      credential: {
        key: () => {
          if (!isSlow) return 'a2V5';
          asked.resolve();
          return key.promise;
        },
      },
    });
    isSlow = true;
    const controller = new AbortController();
    const writing = driver.executeOperation(createOrder, { signal: controller.signal });
    const failing = expect(writing).rejects.toMatchObject({ code: 'aborted', mayHaveBeenApplied: false });
    await asked.promise;
    controller.abort();
    await failing;
    key.resolve('a2V5');
    await setImmediate();
    expect(transport.requests).toEqual([]);
  });
});

describe('a driver that is closed', () => {
  it('while it reads the account again tells of nothing any more', async () => {
    const { createDriver, transport, clock, warnings } = fakeAccount();
    const driver = await createDriver();
    const cut = Promise.withResolvers<never>();
    const { send } = transport;
    transport.send = (request) => (request.url.endsWith('/') ? cut.promise : send(request));
    clock.advance(5 * 60_000);
    await driver.close();
    cut.reject(new Error('The client is destroyed'));
    await setImmediate();
    await setImmediate();
    expect(warnings).toEqual([]);
  });

  it('while it looks a container up leaves the others of its runtime to look for themselves', async () => {
    const { createDriver, transport, clock } = fakeAccount();
    const [first, second] = [await createDriver(), await createDriver()];
    transport.next({ status: 429, headers: { 'x-ms-retry-after-ms': '9000' } });
    const [mine, theirs] = [first, second].map((driver) =>
      driver.resolveContainer('db', 'orders').catch((error: unknown) => error),
    );
    while (clock.pending() === 0) await Promise.resolve();
    transport.next({ status: 200, body: containerDocument });
    await first.close();
    expect(await mine).toMatchObject({ code: 'closed' });
    expect(await theirs).toMatchObject({ id: 'orders', rid: orders.rid });
    expect(transport.requests).toHaveLength(2);
  });

  it('answers what was under way all the same', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const answer = Promise.withResolvers<Awaited<ReturnType<typeof transport.send>>>();
    transport.send = () => answer.promise;
    const reading = driver.executeOperation(readOrder);
    await setImmediate();
    await driver.close();
    answer.resolve({ status: 200, headers: {}, body: new TextEncoder().encode('{}') });
    expect((await reading).status.code).toBe(200);
  });
});

describe('an account that moves while it is read', () => {
  it('is read once for all who are sent on, and all of them arrive', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const moved = accountDocument({
      writableLocations: [{ name: 'West US', databaseAccountEndpoint: 'https://shop-westus.documents.azure.com:443/' }],
    });
    transport.account({ status: 200, body: moved });
    const { send } = transport;
    transport.send = (request) => {
      if (request.url.startsWith('https://shop-eastus')) transport.next(forbidden);
      else if (request.method === 'POST') transport.next({ status: 201, body: {} });
      return send(request);
    };
    const responses = await Promise.all(Array.from({ length: 10 }, () => driver.executeOperation(createOrder)));
    expect(responses.map(({ servingRegion }) => servingRegion)).toEqual(Array(10).fill('West US'));
    expect(transport.accountReads).toHaveLength(2);
  });
});

describe('an item whose partition is gone', () => {
  it('has the partitions of its container read again, if they were known, and waits for none of it', async () => {
    const { createDriver, transport } = fakeAccount();
    const driver = await createDriver();
    const gone = { status: 410, headers: { 'x-ms-substatus': '1002' } };
    transport.next(gone, { status: 200, body: {} });
    await driver.executeOperation(readOrder);
    await setImmediate();
    expect(transport.rangeReads).toHaveLength(0);

    await driver.readFeedRanges(orders);
    const known = transport.rangeReads.length;
    transport.ranges('hang');
    transport.next(gone, { status: 200, body: {} });
    expect((await driver.executeOperation(readOrder)).status.code).toBe(200);
    const again = transport.rangeReads.slice(known).map(({ headers }) => headers['if-none-match']);
    expect(again).toEqual(['"1"']);
  });
});
