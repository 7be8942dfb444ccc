import { DurableClient, type OrchestrationStatus } from '@perdura/durable-client';
import { DurableHost, type DurableHostOptions } from '@perdura/durable-host';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A host on a virtual clock with a client that speaks to it in process. */
export interface TestHost {
  readonly host: DurableHost;
  readonly client: DurableClient;
  readonly clock: VirtualClock;
  /** Lets everything happen that does not need the clock to move. */
  settle(): Promise<void>;
  /** Moves the clock from timer to timer until an instance has finished. */
  finish(instanceId: string): Promise<OrchestrationStatus>;
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const openHosts: DurableHost[] = [];

/** Opens a host in memory, or as `options` say. It is closed by {@link closeTestHosts}. */
export async function openTestHost(
  options: Partial<DurableHostOptions>,
  clock: VirtualClock = virtualClock(),
): Promise<TestHost> {
  const host = await DurableHost.open({ database: ':memory:', clock, log: silent, ...options });
  openHosts.push(host);
  const client = new DurableClient({ baseUrl: 'http://hub.invalid' }, { fetch: host.fetch });
  const read = (instanceId: string) => client.queryStatus(instanceId, { showHistory: true, showHistoryOutput: true });
  return {
    host,
    client,
    clock,
    settle: () => host.whenIdle(),
    finish: async (instanceId) => {
      for (;;) {
        await host.whenIdle();
        const status = await read(instanceId);
        if (status === undefined) throw new Error(`There is no instance '${instanceId}'.`);
        if (status.runtimeStatus !== 'Running' && status.runtimeStatus !== 'Pending') return status;
        if (!clock.jump())
          throw new Error(`Instance '${instanceId}' is ${status.runtimeStatus} and nothing will wake it.`);
      }
    },
  };
}

/** Closes every host of {@link openTestHost}. */
export async function closeTestHosts(): Promise<void> {
  await Promise.all(openHosts.splice(0).map((host) => host.close()));
}
