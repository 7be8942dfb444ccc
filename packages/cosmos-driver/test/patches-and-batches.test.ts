import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isBatchApplied, readBatchResults } from '../src/batch/read-batch-results.ts';
import type { CosmosDriver } from '../src/driver.ts';
import type { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { ifMatch } from '../src/operation/precondition.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { readJsonBody } from '../src/response/read-json-body.ts';
import { type OrdersAccount, openOrders } from './fakes/orders-account.ts';

let close: OrdersAccount['close'];
let driver: CosmosDriver;
let orders: ContainerReference;
let ada: ItemReference;

beforeEach(async () => {
  ({ driver, orders, ada, close } = await openOrders());
});
afterEach(() => close());

const put = (item: ItemReference, rest: object): Promise<CosmosResponse> =>
  driver.executeOperation(
    CosmosOperation.upsertItem(item).withBody(
      encodeJson({ id: item.id, customer: item.partitionKey.values[0], ...rest }),
    ),
  );
const read = async (item: ItemReference): Promise<unknown> =>
  readJsonBody(await driver.executeOperation(CosmosOperation.readItem(item)));

describe('patches on the emulator', () => {
  it.each(['native', 'read-modify-replace'] as const)('%s: all operations, all or nothing', async (strategy) => {
    await put(ada, { total: 1, tags: ['a'], old: true });
    const patch = CosmosOperation.patchItem(
      ada,
      [
        { op: 'incr', path: '/total', value: 41 },
        { op: 'add', path: '/tags/0', value: 'first' },
        { op: 'set', path: '/tags/1', value: 'second' },
        { op: 'replace', path: '/old', value: false },
        { op: 'move', from: '/old', path: '/new' },
        { op: 'remove', path: '/tags/0' },
      ],
      { strategy },
    );
    const response = await driver.executeOperation(patch, { contentResponseOnWrite: true });
    expect(readJsonBody(response)).toMatchObject({ total: 42, tags: ['second'], new: false });
    expect(await read(ada)).toMatchObject({ total: 42, tags: ['second'], new: false });
    expect(await read(ada)).not.toHaveProperty('old');

    const broken = CosmosOperation.patchItem(
      ada,
      [
        { op: 'incr', path: '/total', value: 1 },
        { op: 'remove', path: '/none' },
      ],
      { strategy },
    );
    await expect(driver.executeOperation(broken)).rejects.toMatchObject({ code: 'bad-request' });
    expect(await read(ada)).toMatchObject({ total: 42 });
  });

  it('native: only what fulfils the predicate, and only the version that was asked for', async () => {
    const { headers } = await put(ada, { stock: 1 });
    const take = CosmosOperation.patchItem(ada, [{ op: 'incr', path: '/stock', value: -1 }], {
      predicate: 'from c where c.stock > 0',
    });
    expect((await driver.executeOperation(take)).body.kind).toBe('none');
    await expect(driver.executeOperation(take)).rejects.toMatchObject({
      code: 'precondition-failed',
      status: { code: 412, subStatus: 1110 },
    });
    const stale = CosmosOperation.patchItem(ada, [{ op: 'set', path: '/a', value: 1 }]);
    await expect(driver.executeOperation(stale.withPrecondition(ifMatch(headers.etag ?? '')))).rejects.toMatchObject({
      code: 'precondition-failed',
      status: { subStatus: 0 },
    });
  });

  it('read-modify-replace: ten at a time count to ten', async () => {
    await put(ada, { total: 0 });
    const count = CosmosOperation.patchItem(ada, [{ op: 'incr', path: '/total', value: 1 }], {
      strategy: 'read-modify-replace',
      maxAttempts: 100,
    });
    await Promise.all(Array.from({ length: 10 }, () => driver.executeOperation(count)));
    expect(await read(ada)).toMatchObject({ total: 10 });
  });
});

describe('batches on the emulator', () => {
  const create = (id: string) => ({ kind: 'create', body: encodeJson({ id, customer: 'ada', total: 1 }) }) as const;

  it('carries out everything, and answers items to reads', async () => {
    const response = await driver.executeOperation(
      CosmosOperation.batch(orders, 'ada', [
        create('1'),
        { kind: 'upsert', body: encodeJson({ id: '2', customer: 'ada' }) },
        { kind: 'patch', id: '1', operations: [{ op: 'incr', path: '/total', value: 41 }] },
        { kind: 'replace', id: '2', body: encodeJson({ id: '2', customer: 'ada', replaced: true }) },
        { kind: 'read', id: '1' },
        { kind: 'delete', id: '2' },
      ]),
    );
    const results = readBatchResults(response);
    expect(response.status.code).toBe(200);
    expect(isBatchApplied(results)).toBe(true);
    expect(results.map(({ status }) => status.code)).toEqual([201, 201, 200, 200, 200, 204]);
    expect(results[4]?.resource).toMatchObject({ id: '1', total: 42 });
    expect(await read(ada)).toMatchObject({ total: 42 });
  });

  it('is a response of status 207 when it was not applied, whose entries carry the real statuses', async () => {
    const response = await driver.executeOperation(
      CosmosOperation.batch(orders, 'ada', [create('1'), create('1'), create('3')]),
    );
    const results = readBatchResults(response);
    expect(response.status).toMatchObject({ code: 207, name: 'MultiStatus' });
    expect(results.map(({ status }) => status.code)).toEqual([424, 409, 424]);
    expect(isBatchApplied(results)).toBe(false);
    await expect(read(ada)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('checks the ETags of its operations', async () => {
    const { headers } = await put(ada, { total: 1 });
    const replace = (etag: string) =>
      CosmosOperation.batch(orders, 'ada', [
        {
          kind: 'replace',
          id: '1',
          body: encodeJson({ id: '1', customer: 'ada', total: 2 }),
          precondition: ifMatch(etag),
        },
      ]);
    const stale = readBatchResults(await driver.executeOperation(replace('"stale"')));
    expect(stale[0]?.status.code).toBe(412);
    expect(isBatchApplied(readBatchResults(await driver.executeOperation(replace(headers.etag ?? ''))))).toBe(true);
  });
});

describe('deleteAllItems on the emulator', () => {
  it('deletes one partition key and nothing else', async () => {
    const grace = ItemReference.from(orders, 'grace', '1');
    await put(ada, {});
    await put(ItemReference.from(orders, 'ada', '2'), {});
    await put(grace, {});
    await driver.executeOperation(CosmosOperation.deleteAllItems(orders, 'ada'));
    await expect(read(ada)).rejects.toMatchObject({ code: 'not-found' });
    expect(await read(grace)).toMatchObject({ customer: 'grace' });
  });
});
