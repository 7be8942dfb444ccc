import { createCosmosRuntime, type Transport } from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount, type EmulatorOptions } from '@perdura/cosmos-emulator';
import type { RoutingOptions } from '../../src/client/client-options.ts';
import { CosmosClient } from '../../src/client/cosmos-client.ts';
import type { ContainerClient } from '../../src/container/container-client.ts';

/** What bulks of the tests write. */
export interface Reading {
  id: string;
  sensor: string;
  value: number;
  note?: string;
}

/** A bulk request on its way: what it does is up to the test. */
type Interfere = (sendBulk: () => ReturnType<Transport['send']>, count: number) => ReturnType<Transport['send']>;

/** An account in process whose container `readings` is partitioned by `/sensor`, with a hand on its bulk requests. */
export interface OpenBulk {
  readonly account: EmulatedAccount;
  readonly client: CosmosClient;
  readonly readings: ContainerClient<Reading>;
  /** What becomes of bulk requests from now on. */
  interfere(how: Interfere | undefined): void;
  /** Most bulk requests that were under way at once, and how many there were. */
  readonly requests: { readonly most: number; readonly count: number };
  close(): Promise<void>;
}

export async function openBulk(
  options: EmulatorOptions & { readonly requestUnitsPerSecond?: number } = {},
  routing: Partial<RoutingOptions> = {},
): Promise<OpenBulk> {
  const { requestUnitsPerSecond, ...emulator } = options;
  const account = createEmulator({ regions: ['East US', 'West US'], partitionsPerContainer: 4, ...emulator });
  const inner = account.transport();
  const requests = { most: 0, count: 0 };
  let underWay = 0;
  let interference: Interfere | undefined;
  const transport: Transport = {
    async send(request) {
      if (request.headers['x-ms-cosmos-batch-atomic'] !== 'False') return inner.send(request);
      requests.count++;
      requests.most = Math.max(requests.most, ++underWay);
      try {
        const send = (): ReturnType<Transport['send']> => inner.send(request);
        return await (interference === undefined ? send() : interference(send, requests.count));
      } finally {
        underWay--;
      }
    },
  };
  const runtime = createCosmosRuntime({ transport });
  const client = await CosmosClient.create({
    runtime,
    endpoint: account.endpoint,
    key: account.key,
    preferredRegions: ['East US', 'West US'],
    ...routing,
  });
  const { database } = await client.createDatabase('plant');
  const throughput = requestUnitsPerSecond && ({ kind: 'manual', requestUnitsPerSecond } as const);
  const { container } = await database.createContainer<Reading>(
    { id: 'readings', partitionKey: '/sensor' },
    throughput ? { throughput } : {},
  );
  return {
    account,
    client,
    readings: container,
    requests,
    interfere(how) {
      interference = how;
    },
    async close() {
      await client.close();
      await runtime.close();
      await account.close();
    },
  };
}

/** All of an async iterable. */
export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}
