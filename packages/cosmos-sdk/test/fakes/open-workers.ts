import type { Transport } from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import type { LatestVersion } from '../../src/change-feed/change.ts';
import {
  type ChangeFeedProcessor,
  createChangeFeedProcessor,
} from '../../src/change-feed-processor/change-feed-processor.ts';
import type { ChangeFeedProcessorOptions, ChangesContext } from '../../src/change-feed-processor/processor-options.ts';
import { CosmosClient } from '../../src/client/cosmos-client.ts';
import type { ContainerClient } from '../../src/container/container-client.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** What the tests keep in their container. */
export interface Order {
  id: string;
  customer: string;
  total: number;
}

/** A page that a worker was given. */
interface Handled {
  readonly worker: string;
  readonly orders: readonly LatestVersion<Order>[];
  readonly context: ChangesContext;
}

/** One instance, with a client of its own. */
interface Worker {
  readonly processor: ChangeFeedProcessor;
  /** Everything it was told, as `acquired`, `released: why` and `error: source: message`. */
  readonly events: readonly string[];
  /** Its way to the account breaks, or is well again. */
  cut(isCut: boolean): void;
}

/** An account in process, the containers `orders` and `leases`, and a clock that all workers share. */
export interface OpenWorkers {
  readonly account: EmulatedAccount;
  readonly clock: ManualClock;
  readonly orders: ContainerClient<Order>;
  readonly leases: ContainerClient<Record<string, unknown>>;
  /** Pages that were handled, by all workers, in order. */
  readonly handled: readonly Handled[];
  /** Adds to them, where a test has a handler of its own. */
  note(page: Handled): void;
  worker(name: string, options?: Partial<ChangeFeedProcessorOptions<Order>>): Promise<Worker>;
  close(): Promise<void>;
}

/** How long things take in these tests, in milliseconds. */
export const intervals = {
  leaseExpirationMs: 10_000,
  leaseRenewIntervalMs: 3000,
  leaseAcquireIntervalMs: 2000,
  pollIntervalMs: 500,
};

export async function openWorkers({
  partitions = 4,
  leasePath = '/id',
}: {
  readonly partitions?: number;
  readonly leasePath?: string;
} = {}): Promise<OpenWorkers> {
  let requests = 0;
  const clock = manualClock(() => requests > 0);
  const account = createEmulator({ partitionsPerContainer: partitions, clock });
  const inProcess = account.transport();
  const closing: (() => Promise<void>)[] = [];

  async function connect(isCut: () => boolean): Promise<CosmosClient> {
    const transport: Transport = {
      ...inProcess,
      async send(request) {
        if (isCut()) throw Object.assign(new Error('The network is gone.'), { code: 'ENOTFOUND' });
        requests++;
        try {
          return await inProcess.send(request);
        } finally {
          requests--;
        }
      },
    };
    const client = await CosmosClient.create({
      endpoint: account.endpoint,
      key: account.key,
      preferredRegions: ['East US'],
      transport,
    });
    closing.push(() => client.close());
    return client;
  }

  const client = await connect(() => false);
  const { database } = await client.createDatabase('shop');
  const { container: orders } = await database.createContainer<Order>({ id: 'orders', partitionKey: '/customer' });
  const { container: leases } = await database.createContainer({ id: 'leases', partitionKey: leasePath });
  const handled: Handled[] = [];

  return {
    account,
    clock,
    orders,
    leases,
    handled,
    note: (page) => void handled.push(page),
    async worker(name, options = {}) {
      let isCut = false;
      const ownClient = await connect(() => isCut);
      const own = ownClient.database('shop');
      const events: string[] = [];
      const processor = createChangeFeedProcessor<Order, 'latest-version'>(
        await own.container<Order>('orders'),
        {
          leaseContainer: await own.container('leases'),
          processorName: 'tests',
          instanceName: name,
          startFrom: 'beginning',
          handler: (found, context) => void handled.push({ worker: name, orders: found, context }),
          onLeaseAcquired: () => events.push('acquired'),
          onLeaseReleased: (_, reason) => events.push(`released: ${reason}`),
          onError: (error, { source }) => events.push(`error: ${source}: ${String((error as Error).message)}`),
          ...intervals,
          ...options,
        },
        { clock },
      );
      closing.unshift(() => processor.stop());
      return {
        processor,
        events,
        cut(cutOff) {
          isCut = cutOff;
        },
      };
    },
    async close() {
      for (const close of closing) await close();
      await account.close();
    },
  };
}
