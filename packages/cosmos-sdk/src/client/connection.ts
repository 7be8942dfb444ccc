import {
  type ContainerReference,
  type CosmosDriver,
  CosmosError,
  type CosmosOperation,
  type CosmosResponse,
  createCosmosRuntime,
  type DatabaseReference,
  type ExecuteOptions,
} from '@perdura/cosmos-driver';
import type { ClientPlan } from './client-options.ts';
import { leaseSharedRuntime } from './shared-runtime.ts';

/** A client's way to its driver, which ends with the client even where the driver does not. */
export interface Connection {
  /** Carries out one operation. */
  execute(operation: CosmosOperation, options?: ExecuteOptions): Promise<CosmosResponse>;
  /** Looks a container up. */
  resolveContainer(database: DatabaseReference, id: string, options?: ExecuteOptions): Promise<ContainerReference>;
  /** Closes what was made for the client, not what it was given. */
  close(): Promise<void>;
}

/** Makes, or takes, the driver of a client. What was made on the way to a failure is closed. */
export async function connect(plan: ClientPlan): Promise<Connection> {
  switch (plan.kind) {
    case 'driver':
      return connection(plan.driver, async () => undefined);
    case 'runtime': {
      const driver = await plan.runtime.createDriver(plan.driverOptions);
      return connection(driver, () => driver.close());
    }
    case 'transport': {
      const runtime = createCosmosRuntime({ transport: plan.transport });
      return connectOn(runtime.createDriver(plan.driverOptions), () => runtime.close());
    }
    case 'shared': {
      const lease = leaseSharedRuntime();
      return connectOn(lease.runtime.createDriver(plan.driverOptions), () => lease.release());
    }
  }
}

async function connectOn(creating: Promise<CosmosDriver>, release: () => Promise<void>): Promise<Connection> {
  try {
    const driver = await creating;
    return connection(driver, async () => {
      await driver.close();
      await release();
    });
  } catch (error) {
    await release();
    throw error;
  }
}

function connection(driver: CosmosDriver, closeOwn: () => Promise<void>): Connection {
  let closed = false;
  function requireOpen(): void {
    if (closed) throw new CosmosError('The client is closed.', { code: 'closed' });
  }
  return {
    async execute(operation, options) {
      requireOpen();
      return driver.executeOperation(operation, options);
    },
    async resolveContainer(database, id, options) {
      requireOpen();
      return driver.resolveContainer(database, id, options);
    },
    async close() {
      if (closed) return;
      closed = true;
      await closeOwn();
    },
  };
}
