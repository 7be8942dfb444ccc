import { describe, expect, it } from '@jest/globals';
import type { PartitionKey, PartitionKeyInput } from '@perdura/cosmos-driver';
import type { ItemBatch } from '../src/batch/item-batch.ts';
import type { CosmosClient } from '../src/client/cosmos-client.ts';
import { CosmosClient as Client } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { NewItem, PartitionKeyFor, PartitionKeyScopeFor } from '../src/container/item-types.ts';
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

  it('have either answer where options may ask, and that of the client where they do not say', () => {
    compiled(async (orders: ContainerClient<Order>, order: Order, options: { contentResponseOnWrite?: boolean }) => {
      const either = await orders.upsertItem(order, options);
      const isEither: Same<typeof either, WriteItemResponse | WriteItemResponseWithResource<Order>> = true;
      const unsaid = await orders.upsertItem(order, { contentResponseOnWrite: undefined });
      const isSilent: Same<typeof unsaid, WriteItemResponse> = true;
      return [isEither, isSilent];
    });
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

  it('take paths into types that come again within themselves, as far as they do not', () => {
    interface Tree {
      id: string;
      name: string;
      weight?: number;
      left?: Tree;
      parent: Tree | null;
      children: Tree[];
      more: readonly Tree[];
    }
    const paths: Same<
      PathOf<{ id: string; next: Link }>,
      '/id' | '/next' | '/next/name' | '/next/next' | `/next/next/${string}`
    > = true;
    const patches: ItemPatch<Tree>[] = [
      { op: 'set', path: '/name', value: 'x' },
      { op: 'set', path: '/left/name', value: 'x' },
      { op: 'add', path: '/children/-', value: { id: '1', name: 'a', parent: null, children: [], more: [] } },
      { op: 'incr', path: '/children/0/left/weight', value: 1 },
      // @ts-expect-error names are strings
      { op: 'set', path: '/name', value: 7 },
      // @ts-expect-error there is no such path
      { op: 'set', path: '/nmae', value: 'x' },
    ];
    const json: ItemPatch<{ id: string; data: Json }>[] = [
      { op: 'set', path: '/data/a/0/b', value: 'x' },
      { op: 'set', path: '/data', value: [1, { a: null }] },
    ];
    expect([paths, patches.length, json.length]).toEqual([true, 6, 2]);
  });

  it('take any text for paths of more than four levels, and spell out those of fewer', () => {
    interface Deep {
      id: string;
      a: { b: { c: { d: { e: { f: number } } } } };
      stock: Record<string, number>;
      lines: { product: { vendors: { city: string }[] } }[];
    }
    const patches: ItemPatch<Deep>[] = [
      { op: 'incr', path: '/a/b/c/d/e/f', value: 1 },
      { op: 'set', path: '/lines/0/product/vendors/1/city', value: 'Rome' },
      { op: 'incr', path: '/stock/anything', value: 1 },
      // @ts-expect-error stocks are numbers
      { op: 'set', path: '/stock/anything', value: 'many' },
      // @ts-expect-error there is no such path
      { op: 'set', path: '/lines/0/produkt', value: 1 },
    ];
    const paths: Same<
      PathOf<{ a: { b: { c: { d: { e: { f: number } } } } } }>,
      '/a' | '/a/b' | '/a/b/c' | '/a/b/c/d' | `/a/b/c/d/${string}`
    > = true;
    expect([paths, patches.length]).toEqual([true, 5]);
  });

  it('know no paths into what JSON makes one value of, nor to functions', () => {
    class Item {
      id = '';
      at = new Date(0);
      rename(): void {}
    }
    const paths: Same<PathOf<Item>, '/id' | '/at'> = true;
    const unions: Same<PathOf<Shape>, '/id' | '/kind' | '/radius' | '/side'> = true;
    const kind: Same<ValueAt<Shape, '/kind'>, 'circle' | 'square'> = true;
    const radius: Same<ValueAt<Shape, '/radius'>, number> = true;
    expect([paths, unions, kind, radius]).toEqual([true, true, true, true]);
  });

  it('let new items of unions be one of them, and of open types have all that is named', () => {
    interface Open {
      id: string;
      customer: string;
      [more: string]: unknown;
    }
    const items: [NewItem<Shape>, NewItem<Shape>, NewItem<Open>, NewItem<Open>] = [
      { kind: 'circle', radius: 1 },
      // @ts-expect-error squares have sides
      { kind: 'square', radius: 1 },
      { customer: 'ada', more: 1 },
      // @ts-expect-error the customer is missing
      { more: 1 },
    ];
    expect(items).toHaveLength(4);
  });

  it('type scopes by the given paths, and by their beginnings', () => {
    type Deep = { id: string; tenant: string; size: 1 | 2; customer: string };
    const scope: Same<
      PartitionKeyScopeFor<Deep, ['/tenant', '/size', '/customer']>,
      PartitionKey | string | readonly [string] | readonly [string, 1 | 2] | readonly [string, 1 | 2, string]
    > = true;
    const untyped: Same<PartitionKeyScopeFor<Deep, readonly string[]>, PartitionKeyInput> = true;
    const single: Same<PartitionKeyScopeFor<Order, ['/customer']>, PartitionKeyFor<Order, ['/customer']>> = true;
    expect([scope, untyped, single]).toEqual([true, true, true]);
    compiled((orders: ContainerClient<Order, ['/customer']>): unknown[] => [
      orders.query('SELECT * FROM c', { scope: 'ada' }),
      // @ts-expect-error customers are strings
      orders.query('SELECT * FROM c', { scope: 7 }),
      // @ts-expect-error customers are strings
      orders.readAll({ scope: 7 }),
      // @ts-expect-error customers are strings
      orders.changeFeed({ scope: 7 }),
      // @ts-expect-error customers are strings
      orders.feedRangesForPartitionKey(7),
    ]);
  });

  it('let batches grow in loops, and refuse conditions on creates', () => {
    compiled(async (orders: ContainerClient<Order>, order: Order): Promise<unknown[]> => {
      let batch: ItemBatch<Order> = orders.batch('ada');
      for (const id of ['1', '2']) batch = batch.delete(id).upsert(order);
      const { results } = (await batch.execute()).throwIfFailed();
      return [
        results[0]?.status.code,
        // @ts-expect-error nothing can be held against an item that is not there yet
        await orders.createItem(order, { ifMatch: '"a"' }),
        (await orders.upsertItem(order, { ifMatch: '"a"' })).id,
      ];
    });
  });

  it('take containers of any item in functions of their own', () => {
    compiled(async <T extends { id: string; customer: string }>(container: ContainerClient<T>, item: T) => {
      await container.createItem(item);
      return (await container.readItem('ada', '1')).resource.customer;
    });
  });
});

interface Link {
  name: string;
  next: Link | null;
}

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

type Shape = { id: string; kind: 'circle'; radius: number } | { id: string; kind: 'square'; side: number };
