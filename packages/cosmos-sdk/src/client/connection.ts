import {
  type ContainerReference,
  type CosmosDriver,
  CosmosError,
  type CosmosOperation,
  type CosmosResponse,
  type CosmosRuntime,
  createCosmosRuntime,
  type DatabaseReference,
  type ExecuteOptions,
  type FeedRange,
} from '@perdura/cosmos-driver';
import type { ClientPlan } from './client-options.ts';
import { leaseSharedRuntime } from './shared-runtime.ts';

/** A client's way to its driver, which ends with the client even where the driver does not; and what holds for all its calls. */
export interface Connection {
  /** Whether writes of items answer with the item where a call does not say. */
  readonly contentResponseOnWrite: boolean;
  /** Aborted when the client is closed: nobody needs to go on waiting. */
  readonly closing: AbortSignal;
  /** Carries out one operation. */
  execute(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse>;
  /** Reads a feed page by page. */
  pages(operation: CosmosOperation, options?: ExecuteOptions): AsyncIterable<CosmosResponse>;
  /** The physical partitions of a container, as ranges. */
  readFeedRanges(container: ContainerReference, options?: ExecuteOptions): Promise<readonly FeedRange[]>;
  /** What the session has seen of a container, or of a part of it. */
  latestSessionToken(
    container: ContainerReference,
    range?: FeedRange,
    options?: ExecuteOptions,
  ): Promise<string | undefined>;
  /** Looks a container up. */
  resolveContainer(database: DatabaseReference, id: string, options?: ExecuteOptions): Promise<ContainerReference>;
  /** Closes what was made for the client, not what it was given. */
  close(): Promise<void>;
}

/** Makes, or takes, the driver of a client. What was made on the way to a failure is closed. */
export async function connect(plan: ClientPlan): Promise<Connection> {
  const { contentResponseOnWrite } = plan;
  switch (plan.kind) {
    case 'driver':
      return connection(plan.driver, contentResponseOnWrite, async () => undefined);
    case 'runtime': {
      const driver = await plan.runtime.createDriver(plan.driverOptions);
      return connection(driver, contentResponseOnWrite, () => driver.close());
    }
    case 'transport': {
      const runtime = createCosmosRuntime({ transport: plan.transport });
      return connectOn(plan, runtime, () => runtime.close());
    }
    case 'shared': {
      const lease = leaseSharedRuntime();
      return connectOn(plan, lease.runtime, () => lease.release());
    }
  }
}

/** Makes a driver on a runtime that is released behind it, and where it cannot be made. */
export async function connectOn(
  { driverOptions, contentResponseOnWrite }: Extract<ClientPlan, { driverOptions: unknown }>,
  runtime: CosmosRuntime,
  release: () => Promise<void>,
): Promise<Connection> {
  try {
    const driver = await runtime.createDriver(driverOptions);
    return connection(driver, contentResponseOnWrite, async () => {
      await driver.close();
      await release();
    });
  } catch (error) {
    await release();
    throw error;
  }
}

function connection(driver: CosmosDriver, contentResponseOnWrite: boolean, closeOwn: () => Promise<void>): Connection {
  const closing = new AbortController();
  function requireOpen(): void {
    if (closing.signal.aborted) throw new CosmosError('The client is closed.', { code: 'closed' });
  }
  return {
    contentResponseOnWrite,
    closing: closing.signal,
    async execute(operation, options) {
      requireOpen();
      return driver.executeOperation(operation, options);
    },
    pages(operation, options) {
      const pages = driver.pages(operation, options);
      return {
        [Symbol.asyncIterator]() {
          requireOpen();
          return whileOpen(pages[Symbol.asyncIterator](), requireOpen);
        },
      };
    },
    async readFeedRanges(container, options) {
      requireOpen();
      return driver.readFeedRanges(container, options);
    },
    async latestSessionToken(container, range, options) {
      requireOpen();
      return driver.latestSessionToken(container, range, options);
    },
    async resolveContainer(database, id, options) {
      requireOpen();
      return driver.resolveContainer(database, id, options);
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort();
      await closeOwn();
    },
  };
}

/** A driver that was given stays open; what goes on over it ends with the client all the same. */
function whileOpen(pages: AsyncIterator<CosmosResponse>, requireOpen: () => void): AsyncIterator<CosmosResponse> {
  return {
    async next() {
      try {
        requireOpen();
      } catch (error) {
        await pages.return?.();
        throw error;
      }
      return pages.next();
    },
    async return() {
      await pages.return?.();
      return { value: undefined, done: true };
    },
  };
}
