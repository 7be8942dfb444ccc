import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { openTelemetry } from '@perdura/cosmos-driver/opentelemetry';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { DatabaseClient } from '../src/database/database-client.ts';

const manual = { kind: 'manual', requestUnitsPerSecond: 1000 } as const;
const item = { id: '1', customer: 'ada', total: 1 };

let account: EmulatedAccount;
let client: CosmosClient;
let database: DatabaseClient;
let orders: ContainerClient;
const exporter = new InMemorySpanExporter();
const tracerProvider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
const tracer = tracerProvider.getTracer('the program');

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  account = createEmulator({ partitionsPerContainer: 1 });
  client = await CosmosClient.create({
    endpoint: account.endpoint,
    key: account.key,
    transport: account.transport(),
    diagnosticsHandlers: [openTelemetry({ tracerProvider, attemptSpans: false })],
  });
  ({ database } = await client.createDatabase('shop', { throughput: manual }));
  ({ container: orders } = await database.createContainer(
    { id: 'orders', partitionKey: '/customer' },
    { throughput: manual },
  ));
});
afterAll(async () => {
  await client.close();
  await account.close();
  context.disable();
});

/** Name and attributes of a span, as the conventions want them. */
function told({ name, attributes }: ReadableSpan) {
  return [name, attributes['db.operation.name'], attributes['db.namespace'], attributes['db.collection.name']];
}

/** What a call makes of spans, all of them below the span it was called in. */
async function spansOf(call: () => unknown): Promise<unknown[]> {
  exporter.reset();
  await tracer.startActiveSpan('the call', async (span) => {
    await call();
    span.end();
  });
  const spans = exporter.getFinishedSpans();
  const [parent] = spans.filter(({ name }) => name === 'the call');
  const own = spans.filter((span) => span !== parent);
  for (const span of own) expect(span.parentSpanContext?.spanId).toBe(parent?.spanContext().spanId);
  return own.map(told);
}

describe('the span of', () => {
  it.each<[string, () => unknown, ...names: string[]]>([
    ['createDatabase', () => client.createDatabase('other'), 'create_database'],
    ['createDatabaseIfNotExists, when there is one', () => client.createDatabaseIfNotExists('other'), 'read_database'],
    ['database.read', () => client.database('other').read(), 'read_database'],
    ['database.delete', () => client.database('other').delete(), 'delete_database'],
    [
      'createDatabaseIfNotExists, when there is none',
      () => client.createDatabaseIfNotExists('other'),
      'read_database',
      'create_database',
    ],
  ])('%s names operation and database', async (_, call, ...names) => {
    expect(await spansOf(call)).toEqual(names.map((name) => [`${name} other`, name, 'other', undefined]));
  });

  it.each<[string, () => unknown, name: string]>([
    ['queryDatabases', () => client.queryDatabases('SELECT * FROM c').toArray(), 'query_databases'],
    ['queryDatabases without a query', () => client.queryDatabases().toArray(), 'read_all_databases'],
  ])('%s names operation and account', async (_, call, name) => {
    const { host } = new URL(account.endpoint);
    expect(await spansOf(call)).toEqual([[`${name} ${host}`, name, undefined, undefined]]);
  });

  it.each<[string, () => unknown, name: string]>([
    ['queryContainers', () => database.queryContainers('SELECT * FROM c').toArray(), 'query_containers'],
    ['queryContainers without a query', () => database.queryContainers().toArray(), 'read_all_containers'],
    ['database.readThroughput', () => database.readThroughput(), 'read_database_throughput'],
    ['database.replaceThroughput', () => database.replaceThroughput(manual), 'replace_database_throughput'],
  ])('%s names operation and database', async (_, call, name) => {
    expect(await spansOf(call)).toEqual([[`${name} shop`, name, 'shop', undefined]]);
  });

  it.each<[string, () => unknown, name: string]>([
    ['createContainer', () => database.createContainer({ id: 'more', partitionKey: '/pk' }), 'create_container'],
    ['container.read', async () => (await database.container('more')).read(), 'read_container'],
    [
      'container.replace',
      async () => {
        const more = await database.container('more');
        return more.replace({ ...(await more.read()).resource, defaultTtl: 60 });
      },
      'replace_container',
    ],
    ['container.delete', async () => (await database.container('more')).delete(), 'delete_container'],
  ])('%s names operation and container', async (_, call, name) => {
    expect((await spansOf(call)).at(-1)).toEqual([`${name} more`, name, 'shop', 'more']);
  });

  it.each<[string, () => unknown, name: string]>([
    ['readThroughput', () => orders.readThroughput(), 'read_container_throughput'],
    ['replaceThroughput', () => orders.replaceThroughput(manual), 'replace_container_throughput'],
    ['createItem', () => orders.createItem(item), 'create_item'],
    ['upsertItem', () => orders.upsertItem(item), 'upsert_item'],
    ['replaceItem', () => orders.replaceItem(item), 'replace_item'],
    ['readItem', () => orders.readItem('ada', '1'), 'read_item'],
    ['findItem', () => orders.findItem('ada', 'nobody'), 'read_item'],
    ['patchItem', () => orders.patchItem('ada', '1', [{ op: 'incr', path: '/total', value: 1 }]), 'patch_item'],
    [
      'patchItem by read-modify-replace',
      () =>
        orders.patchItem('ada', '1', [{ op: 'set', path: '/total', value: 1 }], { strategy: 'read-modify-replace' }),
      'patch_item',
    ],
    ['query', () => orders.query('SELECT * FROM c').toArray(), 'query_items'],
    ['query of one partition key', () => orders.query('SELECT * FROM c', { scope: 'ada' }).toArray(), 'query_items'],
    ['query with ORDER BY', () => orders.query('SELECT * FROM c ORDER BY c.total').toArray(), 'query_items'],
    ['readAll', () => orders.readAll().toArray(), 'read_all_items'],
    [
      'readAll of one partition key',
      () => orders.readAll({ scope: 'ada' }).toArray(),
      'read_all_items_of_logical_partition',
    ],
    ['readMany', () => orders.readMany([{ partitionKey: 'ada', id: '1' }]), 'read_many_items'],
    ['batch', () => orders.batch('ada').read('1').execute(), 'execute_batch'],
    ['changeFeed', () => orders.changeFeed().pages().next(), 'query_change_feed'],
    ['deleteItem', () => orders.deleteItem('ada', '1'), 'delete_item'],
    ['deleteAllItems', () => orders.deleteAllItems('ada'), 'delete_all_items'],
  ])('%s names operation and container', async (_, call, name) => {
    expect(await spansOf(call)).toEqual([[`${name} orders`, name, 'shop', 'orders']]);
  });

  it.each<[string, () => unknown]>([
    ['database.container', () => database.container('orders')],
    ['feedRanges', () => orders.feedRanges()],
    ['latestSessionToken', () => orders.latestSessionToken()],
  ])('%s is none: what it asks for is kept for all', async (_, call) => {
    expect(await spansOf(call)).toEqual([]);
  });

  it('an operation that fails says so', async () => {
    exporter.reset();
    await expect(orders.readItem('ada', 'nobody')).rejects.toMatchObject({ code: 'not-found' });
    const [span] = exporter.getFinishedSpans();
    expect(span?.attributes).toMatchObject({ 'db.response.status_code': '404', 'error.type': '404' });
    expect(trace.getActiveSpan()).toBeUndefined();
  });
});
