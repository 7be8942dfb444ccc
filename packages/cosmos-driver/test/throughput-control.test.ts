import { describe, expect, it } from '@jest/globals';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import type { OperationOptions } from '../src/options/operation-options.ts';
import type { ThroughputControlGroup } from '../src/options/throughput-control.ts';
import { createOrder, fakeAccount, order, orders, readOrder } from './fakes/fake-account.ts';

const nightly: ThroughputControlGroup = {
  name: 'nightly',
  database: 'db',
  container: 'orders',
  throughputBucket: 2,
  priorityLevel: 'Low',
};
const item = { status: 200, body: { id: '1' } };

/** A driver with groups, and what an operation sends of throughput control: bucket and priority. */
async function groupedDriver(...groups: readonly ThroughputControlGroup[]) {
  const { createDriver, transport } = fakeAccount();
  const driver = await createDriver({ throughputControlGroups: groups });
  return {
    driver,
    transport,
    async sent(operation: CosmosOperation, throughputControl: OperationOptions['throughputControl']) {
      transport.next(item);
      await driver.executeOperation(operation, { throughputControl });
      const headers = transport.requests.at(-1)?.headers;
      return [headers?.['x-ms-cosmos-throughput-bucket'], headers?.['x-ms-cosmos-priority-level']];
    },
  };
}

describe('throughput control', () => {
  it('says bucket and priority with every request on items, and with nothing else', async () => {
    const { sent, transport } = await groupedDriver();
    const asked = { throughputBucket: 3, priorityLevel: 'High' } as const;
    expect(await sent(readOrder, asked)).toEqual(['3', 'High']);
    expect(await sent(createOrder, asked)).toEqual(['3', 'High']);
    expect(await sent(readOrder, undefined)).toEqual([undefined, undefined]);
    expect(await sent(CosmosOperation.readDatabase(orders.database), asked)).toEqual([undefined, undefined]);
    expect(Object.keys(transport.accountReads[0]?.headers ?? {})).not.toContain('x-ms-cosmos-priority-level');
  });

  it('takes what an operation leaves open from its group, field by field', async () => {
    const { sent } = await groupedDriver(nightly, {
      ...nightly,
      name: 'urgent',
      throughputBucket: undefined,
      priorityLevel: 'High',
    });
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['2', 'Low']);
    expect(await sent(readOrder, { groupName: 'nightly', priorityLevel: 'High' })).toEqual(['2', 'High']);
    expect(await sent(readOrder, { groupName: 'nightly', throughputBucket: 5 })).toEqual(['5', 'Low']);
    expect(await sent(readOrder, { groupName: 'urgent' })).toEqual([undefined, 'High']);
  });

  it('does not apply a default group by itself', async () => {
    const { sent } = await groupedDriver({ ...nightly, isDefault: true });
    expect(await sent(readOrder, undefined)).toEqual([undefined, undefined]);
  });

  it('looks the name up under each layer of options', async () => {
    const { createDriver, transport } = fakeAccount({
      runtime: { operationOptions: { throughputControl: { groupName: 'nightly' } } },
    });
    const driver = await createDriver({
      throughputControlGroups: [nightly],
      operationOptions: { throughputControl: { throughputBucket: 4 } },
    });
    transport.next(item);
    await driver.executeOperation(readOrder);
    expect(transport.requests[0]?.headers).toMatchObject({
      'x-ms-cosmos-throughput-bucket': '4',
      'x-ms-cosmos-priority-level': 'Low',
    });
  });

  const feed = CosmosOperation.readFeed(orders);
  it.each<[string, CosmosOperation, ThroughputControlGroup]>([
    ['a name nobody registered', readOrder, { ...nightly, name: 'daily' }],
    ['a group of another container', readOrder, { ...nightly, container: 'carts' }],
    ['a group of another database', readOrder, { ...nightly, database: 'db2' }],
    ['a page of a feed', feed, { ...nightly, name: 'daily' }],
    ['items of their own', CosmosOperation.readMany(orders, [order]), { ...nightly, name: 'daily' }],
  ])('refuses %s before anything is sent', async (_, operation, group) => {
    const { driver, transport } = await groupedDriver(group);
    const asked = { throughputControl: { groupName: 'nightly' } };
    await expect(driver.executeOperation(operation, asked)).rejects.toMatchObject({
      code: 'bad-request',
      status: { code: 400, subStatus: 20152, name: 'ThroughputControlGroupNotFound' },
      message: expect.stringContaining('no throughput control group "nightly"'),
    });
    expect([transport.requests, transport.rangeReads]).toEqual([[], []]);
  });

  it('refuses an unknown group when pages are read', async () => {
    const { driver, transport } = await groupedDriver();
    const reading = async () => {
      for await (const page of driver.pages(feed, { throughputControl: { groupName: 'nightly' } })) return page;
      return undefined;
    };
    await expect(reading()).rejects.toMatchObject({ status: { subStatus: 20152 } });
    expect([transport.requests, transport.rangeReads]).toEqual([[], []]);
  });
});

describe('registerThroughputControlGroup', () => {
  it('adds a group for the operations to come, which can then be replaced', async () => {
    const { driver, sent } = await groupedDriver({ ...nightly, name: 'daily' });
    await expect(sent(readOrder, { groupName: 'nightly' })).rejects.toMatchObject({ status: { subStatus: 20152 } });
    driver.registerThroughputControlGroup(nightly);
    expect(await sent(readOrder, { groupName: 'daily' })).toEqual(['2', 'Low']);
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['2', 'Low']);
    driver.replaceThroughputControlGroup({ ...nightly, throughputBucket: 5 });
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['5', 'Low']);
  });

  it('tells containers apart', async () => {
    const { driver, sent } = await groupedDriver({ ...nightly, container: 'carts', throughputBucket: 4 });
    driver.registerThroughputControlGroup(nightly);
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['2', 'Low']);
  });

  it('refuses a second group of one name, a second default, and what is no group', async () => {
    const { driver, sent } = await groupedDriver({ ...nightly, isDefault: true });
    const register = (group: unknown) => () => driver.registerThroughputControlGroup(group as ThroughputControlGroup);
    expect(register({ ...nightly, throughputBucket: 5 })).toThrow(
      new TypeError(
        'There is a throughput control group "nightly" of container "orders" in database "db" already: ' +
          'replaceThroughputControlGroup(group) changes it.',
      ),
    );
    expect(register({ ...nightly, name: 'daily', isDefault: true })).toThrow('two default throughput control groups');
    expect(register({ ...nightly, name: 'daily', bucket: 1 })).toThrow('Unknown option "bucket"');
    expect(register({ name: 'daily' })).toThrow('must have name, database and container');
    expect(register(undefined)).toThrow(TypeError);
    await expect(sent(readOrder, { groupName: 'daily' })).rejects.toMatchObject({ status: { subStatus: 20152 } });
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['2', 'Low']);
  });

  it('keeps a group apart from whom it was given by', async () => {
    const group = { ...nightly };
    const { driver, sent } = await groupedDriver();
    driver.registerThroughputControlGroup(group);
    group.throughputBucket = 4;
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['2', 'Low']);
  });
});

describe('replaceThroughputControlGroup', () => {
  it('changes a group for the operations to come, and no other', async () => {
    const { driver, sent } = await groupedDriver(nightly, { ...nightly, name: 'daily' });
    driver.replaceThroughputControlGroup({ ...nightly, throughputBucket: 5, priorityLevel: undefined });
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['5', undefined]);
    expect(await sent(readOrder, { groupName: 'daily' })).toEqual(['2', 'Low']);
  });

  it('refuses a group the driver was not made with, one out of bounds, and a second default', async () => {
    const { driver, sent } = await groupedDriver(nightly, { ...nightly, name: 'daily', isDefault: true });
    const replace = (changes: Partial<ThroughputControlGroup>) => () =>
      driver.replaceThroughputControlGroup({ ...nightly, ...changes });
    expect(replace({ name: 'weekly' })).toThrow(
      new TypeError(
        'There is no throughput control group "weekly" of container "orders" in database "db": ' +
          'registerThroughputControlGroup(group) adds it.',
      ),
    );
    expect(replace({ throughputBucket: 6 })).toThrow(TypeError);
    expect(replace({ isDefault: true })).toThrow('two default throughput control groups');
    expect(await sent(readOrder, { groupName: 'nightly' })).toEqual(['2', 'Low']);
  });

  it('keeps a group apart from whom it was given by', async () => {
    const group = { ...nightly };
    const { driver, sent } = await groupedDriver(nightly);
    driver.replaceThroughputControlGroup(group);
    group.throughputBucket = 4;
    const other = ItemReference.from(orders, 'eve', '2');
    expect(await sent(CosmosOperation.readItem(other), { groupName: 'nightly' })).toEqual(['2', 'Low']);
  });
});
