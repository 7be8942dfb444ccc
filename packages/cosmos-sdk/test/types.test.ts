import { describe, expect, it } from '@jest/globals';
import type { PartitionKey, PartitionKeyInput } from '@perdura/cosmos-driver';
import type { CosmosClient } from '../src/client/cosmos-client.ts';
import { CosmosClient as Client } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { NewItem, PartitionKeyFor } from '../src/container/item-types.ts';
import type { ItemPatch, PathOf, ValueAt } from '../src/container/patch-types.ts';
import type { DatabaseClient } from '../src/database/database-client.ts';
import type { WriteItemResponse, WriteItemResponseWithResource } from '../src/response/item-responses.ts';
import type { StandardSchema } from '../src/schema/standard-schema.ts';

/** Whether two types are the same; assigning `true` to it is the test, made by the compiler. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

interface Order {
  id: string;
  customer: string;
  size: 1 | 2;
  address: { city: string };
  lines?: { sku: string; count: number }[];
}

/** What only the compiler looks at. */
function compiled(program: unknown): void {
  expect(program).toBeInstanceOf(Function);
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
    compiled(
      async (orders: ContainerClient<Order, ['/customer']>, order: Order, maybe: boolean): Promise<unknown[]> => {
        const either = await orders.createItem(order, { contentResponseOnWrite: maybe });
        const same: Same<typeof either, WriteItemResponse | WriteItemResponseWithResource<Order>> = true;
        return [
          same,
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
      },
    );
  });

  it('carry the flag of the client down to its containers', () => {
    compiled(async (): Promise<unknown> => {
      const client = await Client.create({ connectionString: '', contentResponseOnWrite: true });
      const isTalkative: Same<typeof client, CosmosClient<true>> = true;
      const silent = await Client.create({ connectionString: '' });
      const isSilent: Same<typeof silent, CosmosClient<false>> = true;
      const orders = await client.database('shop').container<Order>('orders');
      const order: Order = { id: '1', customer: 'ada', size: 1, address: { city: 'Paris' } };
      const { resource } = await orders.upsertItem(order);
      const isOrder: Same<typeof resource, Order> = true;
      // @ts-expect-error this call asks for none
      const { resource: none } = await orders.upsertItem(order, { contentResponseOnWrite: false });
      return [isTalkative, isSilent, isOrder, none];
    });
  });

  it('take the types of a schema, and partition key paths as they are given', () => {
    compiled(
      async (
        database: DatabaseClient,
        schema: StandardSchema<{ id: string; n?: number }, { id: string; n: number }>,
      ) => {
        const container = await database.container('things', { schema, partitionKey: ['/id'] });
        const isTyped: Same<
          typeof container,
          ContainerClient<{ id: string; n: number }, readonly ['/id'], false, { id: string; n?: number }>
        > = true;
        await container.createItem({});
        // @ts-expect-error n is a number
        await container.createItem({ n: 'one' });
        const { container: made } = await database.createContainer({ id: 'x', partitionKey: '/tenant' });
        const isMade: Same<typeof made, ContainerClient<Record<string, unknown>, readonly ['/tenant'], false>> = true;
        return [isTyped, isMade, (await container.readItem('1', '1')).resource.n];
      },
    );
  });

  it('know the paths of an item and what is there', () => {
    const checks: true[] = [
      ((): Same<PathOf<{ a: string; b?: { c: number } }>, '/a' | '/b' | '/b/c'> => true)(),
      ((): Same<ValueAt<Order, '/address/city'>, string> => true)(),
      ((): Same<ValueAt<Order, '/lines/0/count'>, number> => true)(),
    ];
    const patches: ItemPatch<Order>[] = [
      { op: 'set', path: '/address/city', value: 'Rome' },
      { op: 'add', path: '/lines/-', value: { sku: 'a', count: 1 } },
      { op: 'incr', path: '/lines/0/count', value: 1 },
      { op: 'remove', path: '/lines' },
      { op: 'move', from: '/lines/0', path: '/lines/1' },
      // @ts-expect-error there is no such path
      { op: 'set', path: '/adress/city', value: 'Rome' },
      // @ts-expect-error cities are strings
      { op: 'set', path: '/address/city', value: 7 },
      // @ts-expect-error a city cannot be counted up
      { op: 'incr', path: '/address/city', value: 1 },
    ];
    const untyped: ItemPatch<Record<string, unknown>> = { op: 'set', path: '/anything/at/all', value: 1 };
    expect([checks.length, patches.length, untyped.op]).toEqual([3, 8, 'set']);
  });
});
