import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { startCosmosDbServer } from '@perdura/peers';
import type { StandaloneClientOptions } from '../src/client/client-options.ts';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import { notByCosmosDbServer } from './suite/not-by-cosmosdb-server.ts';
import { type Order, type Stage, scenarios } from './suite/scenarios.ts';

/** A server that is up, and how to reach it. */
interface Server {
  readonly options: StandaloneClientOptions;
  close(): Promise<void>;
}

let server: Server;
let client: CosmosClient;
let stages = 0;

/** A database of its own for a scenario. */
async function raiseStage(): Promise<Stage> {
  const { database } = await client.createDatabase(`stage-${++stages}`);
  const throughput = { kind: 'manual', requestUnitsPerSecond: 1000 } as const;
  const { container: orders } = await database.createContainer<Order>(
    { id: 'orders', partitionKey: '/customer' },
    { throughput },
  );
  return {
    orders,
    createContainer: async (properties) => (await database.createContainer(properties)).container,
  };
}

function onServer(start: () => Promise<Server>): void {
  beforeAll(async () => {
    server = await start();
    client = await CosmosClient.create(server.options);
  }, 40_000);
  afterAll(async () => {
    await client.close();
    await server.close();
  });
}

describe('on the emulator, in process', () => {
  onServer(async () => {
    const account = createEmulator();
    const { endpoint, key } = account;
    return { options: { endpoint, key, transport: account.transport() }, close: () => account.close() };
  });

  it.each(Object.entries(scenarios))('%s', async (_, play) => {
    expect.hasAssertions();
    await play(await raiseStage());
  });
});

describe('on the emulator, over HTTP', () => {
  onServer(async () => {
    const account = createEmulator();
    const { endpoint } = await account.listen();
    return { options: { endpoint, key: account.key }, close: () => account.close() };
  });

  it.each(Object.entries(scenarios))('%s', async (_, play) => {
    expect.hasAssertions();
    await play(await raiseStage());
  });
});

describe('on @vercel/cosmosdb-server, over HTTP', () => {
  onServer(async () => {
    const { endpoint, key, close } = await startCosmosDbServer();
    return {
      options: {
        endpoint,
        key,
        // Its account document names another host and protocol; it finds items only for requests that may cross partitions.
        endpointDiscovery: 'off',
        operationOptions: {
          customHeaders: { 'x-ms-documentdb-query-enablecrosspartition': 'true' },
          endToEndTimeoutMs: 2000,
        },
      },
      close,
    };
  });

  const can = Object.keys(scenarios).filter((name) => !(name in notByCosmosDbServer));
  it.each(can)('%s', async (name) => {
    expect.hasAssertions();
    await scenarios[name]?.(await raiseStage());
  });

  const cannot = Object.entries(notByCosmosDbServer).map(
    ([name, { why, failsWith }]) => [name, why, failsWith] as const,
  );
  it.each(cannot)('it is not so that %s: %s', async (name, _, failsWith) => {
    const stage = await raiseStage();
    const failure = await scenarios[name]?.(stage).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(stripVTControlCharacters((failure as Error).message)).toMatch(failsWith);
  });

  it('has no exception for a scenario that does not exist', () => {
    expect(Object.keys(notByCosmosDbServer).filter((name) => !(name in scenarios))).toEqual([]);
  });
});
