import { createEmulator, type EmulatedAccount, type EmulatorOptions } from '../../src/index.ts';
import { createRawClient, type RawClient } from './raw-client.ts';

type RawResponse = Awaited<ReturnType<RawClient['send']>>;

/** A container with rules of its own, and the requests that its rules are about. */
export interface RuleShop {
  readonly account: EmulatedAccount;
  readonly client: RawClient;
  /** Moves the clock. */
  readonly pass: (durationMs: number) => void;
  readonly create: (item: ShopItem, host?: string) => Promise<RawResponse>;
  readonly upsert: (item: ShopItem, host?: string) => Promise<RawResponse>;
  readonly replace: (item: ShopItem, host?: string) => Promise<RawResponse>;
  readonly remove: (item: ShopItem, host?: string) => Promise<RawResponse>;
  readonly read: (item: ShopItem, host?: string) => Promise<RawResponse>;
  /** Ids of all items by a list, in order of the ids. */
  readonly list: (host?: string) => Promise<readonly string[]>;
}

interface ShopItem {
  readonly id: string;
  /** Its partition key. (default `'ada'`) */
  readonly customerId?: string;
  readonly [name: string]: unknown;
}

export const docs = '/dbs/shop/colls/orders/docs';
export const eastHost = 'emulator-eastus.emulator.invalid';
export const westHost = 'emulator-westus.emulator.invalid';

/** 2026-01-01, half a second past. */
const startMs = Date.UTC(2026, 0, 1) + 500;

/** What clients of accounts with several write regions send with every write. */
const tentative = { 'x-ms-cosmos-allow-tentative-writes': 'true' };

/** Creates a container of an account in two regions. */
export async function openRuleShop(properties: object, options: EmulatorOptions = {}): Promise<RuleShop> {
  let nowMs = startMs;
  const account = createEmulator({
    regions: ['East US', 'West US'],
    clock: { nowMs: () => nowMs },
    seed: 1,
    partitionsPerContainer: 1,
    ...options,
  });
  const client = createRawClient(account);
  await client.send('POST', '/dbs', { body: { id: 'shop' } });
  const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };
  await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey, ...properties } });
  const send = (method: string, { customerId = 'ada', ...item }: ShopItem, host = eastHost, headers = {}) =>
    client.send(method, method === 'POST' ? docs : `${docs}/${item.id}`, {
      host,
      pk: [customerId],
      headers: { ...tentative, ...headers },
      ...((method === 'POST' || method === 'PUT') && { body: { customerId, ...item } }),
    });
  return {
    account,
    client,
    pass: (durationMs) => {
      nowMs += durationMs;
    },
    create: (item, host) => send('POST', item, host),
    upsert: (item, host) => send('POST', item, host, { 'x-ms-documentdb-is-upsert': 'true' }),
    replace: (item, host) => send('PUT', item, host),
    remove: (item, host) => send('DELETE', item, host),
    read: (item, host) => send('GET', item, host),
    list: async (host = eastHost) => {
      const { json } = await client.send('GET', docs, { host });
      return json.Documents.map(({ id }: { id: string }) => id).sort();
    },
  };
}
