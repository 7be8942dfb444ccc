import { describe, expect, it } from '@jest/globals';
import type { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { fakeAccount } from './fakes/fake-account.ts';
import type { Step } from './fakes/scripted-transport.ts';

const first = 'kX0wAJ8vXx0=';
const second = 'kX0wAKQzYyE=';

function container(rid: string, path = '/customer', headers: Record<string, string> = {}): Step {
  return {
    status: 200,
    headers,
    body: { id: 'orders', _rid: rid, partitionKey: { paths: [path], kind: 'Hash', version: 2 } },
  };
}
function answer(status: number, subStatus: number): Step {
  return { status, headers: { 'x-ms-substatus': String(subStatus) } };
}
const item: Step = { status: 200, headers: { 'x-ms-session-token': '0:1#1' }, body: { id: '1' } };

async function resolved(): Promise<
  ReturnType<typeof fakeAccount> & {
    driver: Awaited<ReturnType<ReturnType<typeof fakeAccount>['createDriver']>>;
    orders: ContainerReference;
  }
> {
  const account = fakeAccount();
  const driver = await account.createDriver();
  account.transport.next(container(first));
  return { ...account, driver, orders: await driver.resolveContainer('db', 'orders') };
}

describe('an operation on a container that was made anew', () => {
  it.each<[number, number]>([
    [410, 1000],
    [404, 1003],
    [400, 1024],
    [400, 1001],
  ])('looks it up again after %i/%i, and is repeated once on the new one', async (status, subStatus) => {
    const { driver, orders, transport } = await resolved();
    transport.next(answer(status, subStatus), container(second), item);
    const read = CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
    const { diagnostics } = await driver.executeOperation(read);
    expect(diagnostics.requests.map((request) => [request.status, request.executionContext])).toEqual([
      [status, 'initial'],
      [200, 'retry'],
    ]);
    expect((await driver.resolveContainer('db', 'orders')).rid).toBe(second);

    transport.next(answer(status, subStatus), container(second), answer(status, subStatus));
    await expect(driver.executeOperation(read)).rejects.toMatchObject({ status: { code: status, subStatus } });
    expect(transport.requests).toHaveLength(1 + 3 + 3);
  });

  it('forgets the session of the old one', async () => {
    const { driver, orders, transport } = await resolved();
    const read = CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
    transport.next(item, answer(410, 1000), container(second), item);
    await driver.executeOperation(read);
    await driver.executeOperation(read);
    expect(transport.requests.map(({ headers }) => headers['x-ms-session-token'])).toEqual([
      undefined,
      undefined,
      '0:1#1',
      undefined,
      undefined,
    ]);
  });

  it('is repeated on the same container, except after 400/1001, which then is a wrong key', async () => {
    const { driver, orders, transport } = await resolved();
    const read = CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
    transport.next(answer(404, 1003), container(first), item);
    expect((await driver.executeOperation(read)).status.code).toBe(200);
    transport.next(answer(400, 1001), container(first));
    await expect(driver.executeOperation(read)).rejects.toMatchObject({
      code: 'bad-request',
      status: { name: 'PartitionKeyMismatch' },
    });
  });

  it('fails clearly when the new one is partitioned in another way', async () => {
    const { driver, orders, transport } = await resolved();
    transport.next(answer(400, 1001), container(second, '/tenant'));
    const remove = CosmosOperation.deleteItem(ItemReference.from(orders, 'ada', '1'));
    await expect(driver.executeOperation(remove)).rejects.toMatchObject({
      code: 'gone',
      status: { code: 400, subStatus: 1001 },
      message:
        'delete_item dbs/db/colls/orders/docs/1 is for a container that was deleted; another one has its name now, ' +
        'which is partitioned by /tenant, not by /customer. Resolve the container again.',
      mayHaveBeenApplied: false,
      diagnostics: { requests: { length: 1 } },
    });
    expect((await driver.resolveContainer('db', 'orders')).partitionKey.paths).toEqual(['/tenant']);
  });

  it('is not a feed that goes on in another one', async () => {
    const { driver, orders, transport } = await resolved();
    transport.ranges(answer(410, 1000));
    transport.next(container(second));
    await expect(driver.executeOperation(CosmosOperation.readPartitionKeyRanges(orders))).rejects.toMatchObject({
      code: 'gone',
      message: expect.stringMatching(/was deleted; another one has its name now\. Resolve the container again\.$/),
    });
    transport.ranges(answer(410, 1000), { status: 200, body: { PartitionKeyRanges: [] } });
    transport.next(container(first));
    const ranges = await driver.executeOperation(CosmosOperation.readPartitionKeyRanges(orders));
    expect(ranges.body).toEqual({ kind: 'items', items: [] });
  });

  it('was certainly not carried out on the old one', async () => {
    const { driver, orders, transport } = await resolved();
    transport.next(answer(410, 1000), { status: 404 });
    const remove = CosmosOperation.deleteItem(ItemReference.from(orders, 'ada', '1'));
    await expect(driver.executeOperation(remove)).rejects.toMatchObject({ code: 'gone', mayHaveBeenApplied: false });
  });

  it('fails with the first answer when there is no container any more, and leaves no memory of it', async () => {
    const { driver, orders, transport } = await resolved();
    transport.next(answer(404, 1003), { status: 404 });
    const read = CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
    await expect(driver.executeOperation(read)).rejects.toMatchObject({
      code: 'not-found',
      status: { subStatus: 1003, name: 'OwnerResourceNotFound' },
    });
    transport.next({ status: 404 });
    await expect(driver.resolveContainer('db', 'orders')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('asks once for all who want to know at the same time', async () => {
    const { driver, orders, transport } = await resolved();
    const stale = answer(410, 1000);
    transport.next(stale, stale, stale, container(second), item, item, item);
    const read = CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
    await Promise.all([read, read, read].map((operation) => driver.executeOperation(operation)));
    expect(transport.requests).toHaveLength(1 + 3 + 1 + 3);
  });

  it('takes a batch and the deletion of a partition key along', async () => {
    const { driver, orders, transport } = await resolved();
    const batch = CosmosOperation.batch(orders, 'ada', [{ kind: 'read', id: '1' }]);
    transport.next(answer(410, 1000), container(second), { status: 200, body: [{ statusCode: 200 }] });
    expect((await driver.executeOperation(batch)).status.code).toBe(200);
    transport.next(answer(410, 1000), container(second), { status: 200 });
    expect((await driver.executeOperation(CosmosOperation.deleteAllItems(orders, 'ada'))).status.code).toBe(200);
  });

  it('stops looking when it is aborted or its deadline comes', async () => {
    const { driver, orders, transport } = await resolved();
    const read = CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
    transport.next(answer(410, 1000), 'hang');
    await expect(driver.executeOperation(read, { endToEndTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      diagnostics: {
        requests: [
          { operationName: 'read_item', status: 410 },
          { operationName: 'read_container', timedOut: true },
        ],
      },
    });
  });
});

describe('the session of a container', () => {
  const read = (orders: ContainerReference) => CosmosOperation.readItem(ItemReference.from(orders, 'ada', '1'));
  const sent = (transport: Awaited<ReturnType<typeof resolved>>['transport']) =>
    transport.requests.at(-1)?.headers['x-ms-session-token'];

  it('has seen what the container itself answered', async () => {
    const { driver, orders, transport } = await resolved();
    transport.next(container(first, '/customer', { 'x-ms-session-token': '1:1#4' }), item);
    await driver.executeOperation(CosmosOperation.readContainer(orders.database, 'orders'));
    expect(sent(transport)).toBeUndefined();
    await driver.executeOperation(read(orders));
    expect(sent(transport)).toBe('1:1#4');
  });

  it('ends with the container, and is not that of the next one of its name', async () => {
    const { driver, orders, transport } = await resolved();
    transport.next(item, answer(204, 0), item);
    await driver.executeOperation(read(orders));
    await driver.executeOperation(CosmosOperation.deleteContainer(orders.database, 'orders'));
    await driver.executeOperation(read(orders));
    expect(sent(transport)).toBeUndefined();
  });

  it('takes nothing from the container while capturing is off', async () => {
    const { driver, orders, transport } = await resolved();
    transport.next(container(first, '/customer', { 'x-ms-session-token': '1:1#4' }), item);
    const readContainer = CosmosOperation.readContainer(orders.database, 'orders');
    await driver.executeOperation(readContainer, { sessionCapturingDisabled: true });
    await driver.executeOperation(read(orders));
    expect(sent(transport)).toBeUndefined();
  });
});
