import { describe, expect, it } from '@jest/globals';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { Order } from './fakes/open-workers.ts';

/** What only the compiler looks at. */
function compiled(program: unknown): void {
  expect(program).toBeInstanceOf(Function);
}

interface LeaseStandIn {
  id: string;
  partitionKey: string;
}

describe('types of change feed processors', () => {
  it('give handlers the changes of their mode', () => {
    compiled((orders: ContainerClient<Order>, leaseContainer: ContainerClient) => {
      const options = { leaseContainer, processorName: 'mail' };
      orders.changeFeedProcessor({
        ...options,
        handler: (changes) => {
          const total: number | undefined = changes[0]?.total;
          const lsn: number | undefined = changes[0]?._lsn;
          // @ts-expect-error An order has no price.
          const price = changes[0]?.price;
          return void [total, lsn, price];
        },
      });
      orders.changeFeedProcessor({
        ...options,
        mode: 'all-versions-and-deletes',
        handler: async (changes) => {
          const before: number | undefined = changes[0]?.previous?.total;
          // @ts-expect-error The item is in current.
          const total = changes[0]?.total;
          return void [before, total];
        },
      });
    });
  });

  it('take lease containers with keys and content on write, and none that holds something else', () => {
    compiled(
      (
        orders: ContainerClient<Order>,
        keyed: ContainerClient<Record<string, unknown>, readonly ['/id'], true>,
        narrow: ContainerClient<LeaseStandIn>,
      ) => {
        const options = { processorName: 'mail', handler: () => undefined };
        orders.changeFeedProcessor({ ...options, leaseContainer: keyed });
        // @ts-expect-error Leases are none of these.
        orders.changeFeedProcessor({ ...options, leaseContainer: narrow });
        // @ts-expect-error Leases are no orders.
        orders.changeFeedProcessor({ ...options, leaseContainer: orders });
      },
    );
  });
});
