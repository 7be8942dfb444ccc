import type { CosmosDriver } from '../../src/driver.ts';
import type { Platform } from '../../src/effects/platform.ts';
import { importKeyNode } from '../../src/effects/sign-node.ts';
import { ContainerReference } from '../../src/operation/container-reference.ts';
import { CosmosOperation } from '../../src/operation/cosmos-operation.ts';
import { DatabaseReference } from '../../src/operation/database-reference.ts';
import { ItemReference } from '../../src/operation/item-reference.ts';
import type { DriverOptions } from '../../src/options/driver-options.ts';
import type { Environment } from '../../src/options/read-environment.ts';
import { undiciTransportFields } from '../../src/options/undici-transport-options.ts';
import { unusedVariables } from '../../src/options/unused-variables.ts';
import { type CosmosRuntime, openRuntime } from '../../src/runtime.ts';
import type { CosmosRuntimeOptions } from '../../src/runtime-options.ts';
import { type FakeClock, fakeClock } from './fake-clock.ts';
import { type ScriptedTransport, scriptedTransport } from './scripted-transport.ts';

export const accountEndpoint = 'https://shop.documents.azure.com';
export const accountKey: string = Buffer.from('the key of a shop').toString('base64');
export const east = 'https://shop-eastus.documents.azure.com';
export const west = 'https://shop-westus.documents.azure.com';

/** The document of an account with two regions, East US written to. */
export function accountDocument(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const [eastUs, westUs] = [
    { name: 'East US', databaseAccountEndpoint: `${east}:443/` },
    { name: 'West US', databaseAccountEndpoint: `${west}:443/` },
  ];
  return {
    id: 'shop',
    writableLocations: [eastUs],
    readableLocations: [eastUs, westUs],
    enableMultipleWriteLocations: false,
    userConsistencyPolicy: { defaultConsistencyLevel: 'Session' },
    ...changes,
  };
}

/** A container that was resolved. */
export const orders: ContainerReference = new ContainerReference(DatabaseReference.from('db'), 'orders', {
  rid: 'kX0wAJ8vXx0=',
  partitionKey: { paths: ['/customer'], kind: 'Hash', version: 2 },
});

/** An item of it. */
export const order: ItemReference = ItemReference.from(orders, 'ada', '1');

export const readOrder: CosmosOperation = CosmosOperation.readItem(order);
export const createOrder: CosmosOperation = CosmosOperation.createItem(order).withBody(
  new TextEncoder().encode('{"id":"1"}'),
);

export interface FakeAccount {
  readonly clock: FakeClock;
  readonly transport: ScriptedTransport;
  readonly runtime: CosmosRuntime;
  readonly warnings: readonly string[];
  /** The options of each transport that the runtime has made. */
  readonly transportOptions: readonly object[];
  createDriver(options?: Partial<DriverOptions>): Promise<CosmosDriver>;
}

/** A runtime on a fake platform: scripted transport, a clock that jumps, no randomness, no environment. */
export function fakeAccount(
  options: {
    readonly document?: Record<string, unknown>;
    /** Looks at process and machine. (default: nobody does) */
    readonly readSystem?: Platform['readSystem'];
    readonly environment?: Environment;
    readonly runtime?: CosmosRuntimeOptions;
  } = {},
): FakeAccount {
  const clock = fakeClock();
  const transport = scriptedTransport({ status: 200, body: accountDocument(options.document) });
  const warnings: string[] = [];
  const made: object[] = [];
  let ids = 0;
  const runtime = openRuntime(
    {
      createTransport: (transportOptions) => {
        made.push(transportOptions);
        return transport;
      },
      transportFields: undiciTransportFields,
      importKey: importKeyNode,
      clock,
      random: () => 0.5,
      newId: () => `id-${++ids}`,
      ...(options.readSystem !== undefined && { readSystem: options.readSystem }),
      // A script answers one request at a time.
      environment: options.environment ?? { AZURE_COSMOS_HEDGING_ENABLED: 'false' },
      unusedVariables,
      userAgentSystem: 'perdura-cosmos-driver/0 test',
      warn: (message) => void warnings.push(message),
    },
    options.runtime,
  );
  return {
    clock,
    transport,
    runtime,
    warnings,
    transportOptions: made,
    createDriver: (driverOptions) =>
      runtime.createDriver({ endpoint: accountEndpoint, credential: { key: accountKey }, ...driverOptions }),
  };
}
