import { describe, expect, it } from '@jest/globals';
import type { CosmosDriver } from '../src/driver.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import type { ExecuteOptions } from '../src/options/operation-options.ts';
import { regionsAccount, regionsAsked } from './fakes/regions-account.ts';

/** An account that moves single partitions, with a customer in each of its two. */
async function movingAccount() {
  const opened = await regionsAccount({ perPartitionFailover: true, partitionsPerContainer: 2 });
  const { account, driver, orders, pass } = opened;
  const put = (customer: string) =>
    CosmosOperation.upsertItem(ItemReference.from(orders, customer, '1')).withBody(
      new TextEncoder().encode(JSON.stringify({ id: '1', customer })),
    );
  const customers = new Map<string, string>();
  for (let number = 0; customers.size < 2; number++) {
    const { rawHeaders } = await driver.executeOperation(put(`customer-${number}`));
    customers.set(rawHeaders['x-ms-documentdb-partitionkeyrangeid'] ?? '', `customer-${number}`);
  }
  const [moved, other] = [customers.get('0') ?? '', customers.get('1') ?? ''];
  return {
    ...opened,
    moved,
    other,
    /** The regions that a write asks, in order. */
    async write(customer: string, options?: ExecuteOptions, by: CosmosDriver = driver) {
      const response = await by.executeOperation(put(customer), options);
      await pass(0);
      return regionsAsked(response);
    },
    move: (region: string) =>
      account.control.setPartitionWriteRegion({
        database: 'shop',
        container: 'orders',
        partitionKeyRangeId: '0',
        region,
      }),
  };
}

describe('a partition whose writes the service moves', () => {
  it('is found by asking the preferred regions, and written there from then on', async () => {
    const { move, write, moved, close } = await movingAccount();
    expect(await write(moved)).toEqual(['East US']);
    await move('North Europe');
    expect(await write(moved)).toEqual(['East US', 'West US', 'North Europe']);
    expect([await write(moved), await write(moved)]).toEqual([['North Europe'], ['North Europe']]);
    await close();
  });

  it('leaves the other partitions where they are', async () => {
    const { move, write, moved, other, close } = await movingAccount();
    await move('West US');
    await write(moved);
    expect([await write(other), await write(other)]).toEqual([['East US'], ['East US']]);
    await close();
  });

  it('is found again when it moves on, and when it comes back', async () => {
    const { move, write, moved, close } = await movingAccount();
    await move('West US');
    await write(moved);
    await move('North Europe');
    const searched = await write(moved);
    expect([searched[0], searched.at(-1)]).toEqual(['West US', 'North Europe']);
    expect(await write(moved)).toEqual(['North Europe']);
    await move('East US');
    expect((await write(moved)).at(-1)).toBe('East US');
    expect(await write(moved)).toEqual(['East US']);
    await close();
  });

  it('takes batches and patches with it, and lets reads stay near', async () => {
    const { driver, orders, move, moved, pass, close } = await movingAccount();
    await move('West US');
    const item = ItemReference.from(orders, moved, '1');
    const patch = CosmosOperation.patchItem(item, [{ op: 'set', path: '/total', value: 1 }]);
    expect(regionsAsked(await driver.executeOperation(patch))).toEqual(['East US', 'West US']);
    await pass(0);
    const batch = CosmosOperation.batch(orders, moved, [{ kind: 'delete', id: '1' }]);
    expect(regionsAsked(await driver.executeOperation(batch))).toEqual(['West US']);
    expect(regionsAsked(await driver.executeOperation(CosmosOperation.readFeed(orders)))).not.toContain('West US');
    await close();
  });

  it('is written where it is, even if the caller excludes that region', async () => {
    const { move, write, moved, close } = await movingAccount();
    await move('West US');
    await write(moved);
    expect(await write(moved, { excludedRegions: ['West US'] })).toEqual(['West US']);
    await close();
  });

  it('is found by each driver for itself', async () => {
    const { createDriver, move, write, moved, close } = await movingAccount();
    await move('West US');
    const second = await createDriver({ preferredRegions: ['North Europe', 'West US'] });
    expect(await write(moved)).toEqual(['East US', 'West US']);
    expect(await write(moved, undefined, second)).toEqual(['East US', 'North Europe', 'West US']);
    expect(await write(moved, undefined, second)).toEqual(['West US']);
    await close();
  });
});
