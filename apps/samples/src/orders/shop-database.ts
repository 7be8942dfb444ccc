import type { ContainerClient, CosmosClient, CosmosDiagnostics } from '@perdura/cosmos-sdk';
import type { Product, Shop } from './shop.ts';

/** One request that an activity's operation needed: a read that met a failing region has two. */
export interface Attempt {
  /** Name of the region asked. */
  readonly region: string;
  /** HTTP status of its answer; `0` when none came. */
  readonly status: number;
}

/** A supplier, and whether it answers the phone. */
interface Supplier {
  readonly id: string;
  readonly isAnswering: boolean;
}

/**
 * What one step of an order did. Its key is order and step, and it is upserted: a step that runs again after a crash
 * leaves the same effect.
 */
export interface Effect {
  /** The step, such as `reserve-kettle`. */
  readonly id: string;
  readonly orderId: string;
  /** What the step worked with, for people. */
  readonly detail: string;
  /** How its reads from Cosmos DB went. */
  readonly readAttempts: readonly Attempt[];
  /** How often the step was begun and failed before it succeeded. */
  readonly failedTries: number;
}

/** The shop's containers, ready to use. */
export interface ShopDatabase {
  readonly products: ContainerClient<Product>;
  readonly suppliers: ContainerClient<Supplier>;
  readonly effects: ContainerClient<Effect>;
}

const DATABASE = 'shop';
const PARTITION_KEYS = { products: '/id', suppliers: '/id', effects: '/orderId' };

/** The requests an operation needed, from its diagnostics. */
export function attemptsOf(diagnostics: CosmosDiagnostics): readonly Attempt[] {
  return diagnostics.requests.map(({ region, status }) => ({ region: region ?? '(unknown)', status: status ?? 0 }));
}

/** Attempts for people: `West US (503), then East US (200)`. */
export function describeAttempts(attempts: readonly Attempt[]): string {
  return attempts.map(({ region, status }) => `${region} (${status})`).join(', then ');
}

/** Creates the database and its containers where they are missing. */
export async function createShopDatabase(client: CosmosClient): Promise<void> {
  const { database } = await client.createDatabaseIfNotExists(DATABASE);
  for (const [id, path] of Object.entries(PARTITION_KEYS)) {
    await database.createContainerIfNotExists({ id, partitionKey: path });
  }
}

/** Opens the containers; they have to exist. */
export async function openShopDatabase(client: CosmosClient): Promise<ShopDatabase> {
  const database = client.database(DATABASE);
  return {
    products: await database.container<Product>('products'),
    suppliers: await database.container<Supplier>('suppliers'),
    effects: await database.container<Effect>('effects'),
  };
}

/** Reads the effects of all orders, by the key of every step an order may have. */
export async function readEffects(database: ShopDatabase, shop: Shop): Promise<readonly Effect[]> {
  const keys = shop.orders.flatMap(({ orderId, lines }) => {
    const ofLines = lines.flatMap(({ product }) => [`reserve-${product}`, `release-${product}`]);
    return [...ofLines, 'charge-tries', 'charge'].map((id) => ({ orderId, id }));
  });
  const found = await Promise.all(keys.map(({ orderId, id }) => database.effects.findItem(orderId, id)));
  return found.flatMap((response) => (response === undefined ? [] : [response.resource]));
}
