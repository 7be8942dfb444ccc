import { describe, expect, it } from '@jest/globals';
import type { PartitionKey, PartitionKeyInput } from '@perdura/cosmos-driver';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { NewItem, PartitionKeyFor } from '../src/container/item-types.ts';

/** Whether two types are the same; assigning `true` to it is the test, made by the compiler. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

interface Order {
  id: string;
  customer: string;
  size: 1 | 2;
  address: { city: string };
}

describe('types', () => {
  it('type partition keys by the given paths', () => {
    const checks: true[] = [
      ((): Same<PartitionKeyFor<Order, readonly string[]>, PartitionKeyInput> => true)(),
      ((): Same<PartitionKeyFor<Order, ['/customer']>, PartitionKey | string | readonly [string]> => true)(),
      ((): Same<PartitionKeyFor<Order, readonly ['/address/city', '/size']>, PartitionKey | readonly [string, 1 | 2]> =>
        true)(),
    ];
    expect(checks).toEqual([true, true, true]);
  });

  it('let a new item do without its id, and nothing else', () => {
    const item: NewItem<Order> = { customer: 'ada', size: 1, address: { city: 'Paris' } };
    // @ts-expect-error a customer is missing
    const incomplete: NewItem<Order> = { size: 1, address: { city: 'Paris' } };
    expect([item, incomplete]).toHaveLength(2);
  });

  it('have a resource on writes only when it was asked for', () => {
    const use = async (orders: ContainerClient<Order, ['/customer']>, order: Order): Promise<unknown[]> => [
      (await orders.createItem(order, { contentResponseOnWrite: true })).resource.customer,
      // @ts-expect-error the service sends no body
      (await orders.createItem(order)).resource,
      // @ts-expect-error the service sends no body
      (await orders.upsertItem(order, { contentResponseOnWrite: false })).resource,
      (await orders.readItem('ada', '1')).resource.size,
      // @ts-expect-error it may be notModified
      (await orders.readItem('ada', '1', { ifNoneMatch: '"a"' })).resource,
      // @ts-expect-error customers are strings
      await orders.readItem(7, '1'),
    ];
    expect(use).toBeInstanceOf(Function);
  });
});
