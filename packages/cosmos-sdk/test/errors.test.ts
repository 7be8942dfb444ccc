import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CosmosError,
  type ExecuteOptions,
  isCosmosError,
  statusIs,
  type Transport,
  type TransportResponse,
} from '@perdura/cosmos-driver';
import { createEmulator, type EmulatedAccount } from '@perdura/cosmos-emulator';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { ContainerClient } from '../src/container/container-client.ts';
import type { DatabaseClient } from '../src/database/database-client.ts';

const manual = { kind: 'manual', requestUnitsPerSecond: 1000 } as const;
const item = { id: '1', customer: 'ada' };
const patch = [{ op: 'set', path: '/total', value: 1 }] as const;
const orders = 'dbs/shop/colls/orders';

let account: EmulatedAccount;
let client: CosmosClient;
let database: DatabaseClient;
let container: ContainerClient;
let sent: number;
/** What the service answers; `undefined` leaves it to the emulator. */
let answer: ((path: string) => Promise<TransportResponse> | undefined) | undefined;

beforeAll(async () => {
  account = createEmulator({ partitionsPerContainer: 1 });
  const inner = account.transport();
  const transport: Transport = {
    send(request) {
      sent++;
      const { pathname } = new URL(request.url);
      return (pathname === '/' ? undefined : answer?.(pathname)) ?? inner.send(request);
    },
  };
  client = await CosmosClient.create({
    endpoint: account.endpoint,
    key: account.key,
    transport,
    endpointUnavailabilityTtlMs: 0,
    operationOptions: { throttlingRetry: { maxRetryCount: 0 }, maxFailoverRetryCount: 0, hedgingEnabled: false },
  });
  ({ database } = await client.createDatabase('shop', { throughput: manual }));
  ({ container } = await database.createContainer({ id: 'orders', partitionKey: '/customer' }, { throughput: manual }));
});
beforeEach(() => {
  answer = undefined;
  sent = 0;
});
afterAll(async () => {
  await client.close();
  await account.close();
});

/** A method with arguments that make sense, and options as they are given. */
type Call = (options?: ExecuteOptions) => unknown;

/** Every method that asks the service for something, and what its errors must name. */
const calls: Readonly<Record<string, readonly [call: Call, named: string]>> = {
  'client.createDatabase': [(o) => client.createDatabase('new', o), 'create_database dbs/new '],
  'client.createDatabaseIfNotExists': [(o) => client.createDatabaseIfNotExists('new', o), 'read_database dbs/new '],
  'client.queryDatabases': [(o) => client.queryDatabases('SELECT * FROM c', o).toArray(), 'query_databases dbs '],
  'client.queryDatabases without a query': [
    (o) => client.queryDatabases(undefined, o).toArray(),
    'read_all_databases dbs ',
  ],
  'database.read': [(o) => database.read(o), 'read_database dbs/shop '],
  'database.delete': [(o) => database.delete(o), 'delete_database dbs/shop '],
  'database.readThroughput': [(o) => database.readThroughput(o), 'read_database dbs/shop '],
  'database.replaceThroughput': [(o) => database.replaceThroughput(manual, o), 'read_database dbs/shop '],
  'database.container': [(o) => database.container('new', o), 'read_container dbs/shop/colls/new '],
  'database.createContainer': [
    (o) => database.createContainer({ id: 'new', partitionKey: '/pk' }, o),
    'create_container dbs/shop/colls/new ',
  ],
  'database.createContainerIfNotExists': [
    (o) => database.createContainerIfNotExists({ id: 'new', partitionKey: '/pk' }, o),
    'read_container dbs/shop/colls/new ',
  ],
  'database.queryContainers': [
    (o) => database.queryContainers('SELECT * FROM c', o).toArray(),
    'query_containers dbs/shop/colls ',
  ],
  'database.queryContainers without a query': [
    (o) => database.queryContainers(undefined, o).toArray(),
    'read_all_containers dbs/shop/colls ',
  ],
  'container.read': [(o) => container.read(o), `read_container ${orders} `],
  'container.replace': [(o) => container.replace({ id: 'orders' } as never, o), `replace_container ${orders} `],
  'container.delete': [(o) => container.delete(o), `delete_container ${orders} `],
  'container.readThroughput': [(o) => container.readThroughput(o), `read_container ${orders} `],
  'container.replaceThroughput': [(o) => container.replaceThroughput(manual, o), `read_container ${orders} `],
  'container.feedRanges': [(o) => container.feedRanges(o), `read_partition_key_ranges ${orders}/pkranges `],
  'container.createItem': [(o) => container.createItem(item, o), `create_item ${orders}/docs/1 `],
  'container.upsertItem': [(o) => container.upsertItem(item, o), `upsert_item ${orders}/docs/1 `],
  'container.replaceItem': [(o) => container.replaceItem(item, o), `replace_item ${orders}/docs/1 `],
  'container.readItem': [(o) => container.readItem('ada', '1', o), `read_item ${orders}/docs/1 `],
  'container.findItem': [(o) => container.findItem('ada', '1', o), `read_item ${orders}/docs/1 `],
  'container.deleteItem': [(o) => container.deleteItem('ada', '1', o), `delete_item ${orders}/docs/1 `],
  'container.patchItem': [(o) => container.patchItem('ada', '1', patch, o), `patch_item ${orders}/docs/1 `],
  'container.deleteAllItems': [(o) => container.deleteAllItems('ada', o), `delete_all_items ${orders} `],
  'container.query': [
    (o) => container.query('SELECT * FROM c', { scope: 'ada', ...o }).toArray(),
    `query_items ${orders}`,
  ],
  'container.readAll': [
    (o) => container.readAll({ scope: 'ada', ...o }).toArray(),
    `read_all_items_of_logical_partition ${orders}/docs `,
  ],
  'container.readMany': [(o) => container.readMany([{ partitionKey: 'ada', id: '1' }], o), orders],
  'container.batch': [(o) => container.batch('ada').create(item).execute(o), `execute_batch ${orders} `],
  'container.changeFeed': [
    (o) =>
      container
        .changeFeed({ scope: 'ada', ...o })
        .pages()
        .next(),
    `query_change_feed ${orders}/docs `,
  ],
};

/** What a call fails with. */
async function failureOf(call: Call, options?: ExecuteOptions): Promise<unknown> {
  try {
    await call(options);
    return 'nothing';
  } catch (error) {
    return error;
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe.each(Object.entries(calls))('an error of %s', (_, [call, named]) => {
  it.each([
    [400, 'bad-request', statusIs.badRequest],
    [401, 'unauthorized', statusIs.unauthorized],
    [403, 'forbidden', statusIs.forbidden],
    [413, 'too-large', undefined],
    [429, 'throttled', statusIs.throttled],
    [500, 'server-error', undefined],
    [418, 'unexpected-status', undefined],
  ] as const)(
    'for the answer %d is a CosmosError that names what was asked of which resource',
    async (status, code, question) => {
      const body = bytes(JSON.stringify({ code: 'Whatever', message: 'Because of the weather.' }));
      answer = async () => ({ status, headers: { 'x-ms-activity-id': 'a' }, body });
      const error = await failureOf(call);
      expect(error).toBeInstanceOf(CosmosError);
      expect(isCosmosError(error)).toBe(true);
      const { message, diagnostics, ...details } = error as CosmosError;
      expect(details).toMatchObject({ name: 'CosmosError', code, status: { code: status } });
      expect(message).toContain(named);
      expect(message).toContain('Because of the weather.');
      expect(diagnostics.requests.at(-1)?.status).toBe(status);
      expect(question?.(details.status) ?? true).toBe(true);
    },
  );

  it('for no answer is one too', async () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    answer = () => Promise.reject(cause);
    const error = await failureOf(call);
    expect(error).toMatchObject({ name: 'CosmosError', code: 'transport-failed', cause });
    expect((error as Error).message).toContain(named);
  });

  it.each(['', 'no JSON', 'null', '7', '[]', '{}', '{"Documents":[null]}', '{"Documents":7}', '[{"statusCode":"a"}]'])(
    'for the answer 200 %j is one, or the answer can be read',
    async (text) => {
      answer = async () => ({ status: 200, headers: {}, body: bytes(text) });
      const error = await failureOf(call);
      if (!(error instanceof Error)) return;
      expect(error).toMatchObject({ name: 'CosmosError', code: 'invalid-response' });
    },
  );

  it('for a signal, and for a time limit, is one too', async () => {
    const signal = AbortSignal.abort('enough');
    expect(await failureOf(call, { signal })).toMatchObject({ name: 'CosmosError', code: 'aborted', cause: 'enough' });
    const hanging: ((error: Error) => void)[] = [];
    answer = () => new Promise((__, reject) => hanging.push(reject));
    const late = await failureOf(call, { endToEndTimeoutMs: 1 });
    expect(late).toMatchObject({ name: 'CosmosError', code: 'deadline-exceeded', status: { code: 408 } });
    expect((late as Error).message).toContain(named);
    // What others wait for too is still under way.
    for (const giveUp of hanging) giveUp(new Error('Nobody answers.'));
  });

  it('for options that make no sense is a TypeError, and nothing is sent', async () => {
    for (const options of [{ retries: 3 }, { endToEndTimeoutMs: -1 }, { signal: 'now' }]) {
      const error = await failureOf(call, options as never);
      expect(error).toBeInstanceOf(TypeError);
      expect((error as Error).message).toMatch(/"(retries|endToEndTimeoutMs|signal)"/);
    }
    expect(sent).toBe(0);
  });
});

describe('an answer that cannot be read, behind others that can', () => {
  it.each<[string, Call, path: string, body: string, named: string]>([
    ['readThroughput', () => container.readThroughput(), '/offers/', '{}', `read_container_throughput ${orders} `],
    [
      'replaceThroughput',
      () => database.replaceThroughput(manual),
      '/offers/',
      '7',
      'replace_database_throughput dbs/shop ',
    ],
  ])('is an error of %s', async (_, call, path, body, named) => {
    answer = (asked) =>
      asked.includes(path) ? Promise.resolve({ status: 200, headers: {}, body: bytes(body) }) : undefined;
    const error = await failureOf(call);
    expect(error).toMatchObject({ name: 'CosmosError', code: 'invalid-response', response: { status: { code: 200 } } });
    expect(statusIs.success((error as CosmosError).status)).toBe(false);
    expect((error as Error).message).toContain(`${named}got an answer that cannot be read`);
  });
});

describe('arguments that make no sense', () => {
  const noKey = undefined as never;
  it.each<[string, Call, RegExp]>([
    ['createDatabase without an id', () => client.createDatabase(''), /id/],
    [
      'createDatabase with a throughput that is none',
      () => client.createDatabase('x', { throughput: 400 } as never),
      /throughput/i,
    ],
    ['queryDatabases with a number', async () => client.queryDatabases(7 as never).toArray(), /query/],
    ['database with an id that cannot be addressed', async () => client.database('a/b'), /must not contain/],
    ['container without an id', () => database.container(''), /empty/],
    ['createContainer without a partition key', () => database.createContainer({ id: 'x' } as never), /partitionKey/],
    ['replace with the properties of another', () => container.replace({ id: 'x' } as never), /container "orders"/],
    ['replaceThroughput without one', () => container.replaceThroughput(undefined as never), /throughput/i],
    ['createItem with a text', () => container.createItem('1' as never), /must be an object/],
    ['createItem with an id that is a number', () => container.createItem({ id: 1 } as never), /must be a string/],
    ['replaceItem without an id', () => container.replaceItem({ customer: 'ada' }), /no id/],
    ['readItem without a partition key', () => container.readItem(noKey, '1'), /partition key is missing/],
    ['findItem with too many values', () => container.findItem(['a', 'b'], '1'), /needs 1 value, not 2/],
    ['deleteItem without an id', () => container.deleteItem('ada', ''), /must not be empty/],
    ['patchItem without operations', () => container.patchItem('ada', '1', []), /operation/],
    ['patchItem of the id', () => container.patchItem('ada', '1', [{ op: 'set', path: '/id', value: '2' }]), /id/],
    ['readMany with a text', () => container.readMany('1' as never), /array/],
    ['batch without a partition key', async () => container.batch(noKey), /partition key is missing/],
    ['batch without operations', () => container.batch('ada').execute(), /operation/],
    ['query without a text', async () => container.query('').toArray(), /query/],
    [
      'query with a page size of 0',
      async () => container.query('SELECT 1', { maxItemCount: 0 }).toArray(),
      /items|count/i,
    ],
    ['changeFeed with a mode that is none', async () => container.changeFeed({ mode: 'all' as never }), /mode/],
    ['deleteAllItems without a partition key', () => container.deleteAllItems(noKey), /partition key is missing/],
    ['feedRangesForPartitionKey without one', async () => container.feedRangesForPartitionKey(noKey), /partition key/],
    ['latestSessionToken of a text', () => container.latestSessionToken('ada' as never), /FeedRange/],
  ])('%s is a TypeError that says so, and nothing is sent', async (_, call, message) => {
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(message);
    expect(sent).toBe(0);
  });

  it('an item of more than 2 MB is a CosmosError that names it, and nothing is sent', async () => {
    const large = { id: 'large', customer: 'ada', text: 'x'.repeat(2 * 1024 * 1024) };
    const writes = [
      () => container.createItem(large),
      () => container.upsertItem(large),
      () => container.replaceItem(large),
    ];
    for (const write of writes) {
      const error = await failureOf(write);
      expect(error).toMatchObject({ name: 'CosmosError', code: 'too-large' });
      expect((error as Error).message).toBe(
        'Item "large" for container "orders" was not sent: it has 2097193 bytes, and an item has at most 2097152 (2 MB).',
      );
    }
    expect(sent).toBe(0);
    const frame = JSON.stringify({ ...large, text: '' }).length;
    const fits = { ...large, text: 'x'.repeat(2 * 1024 * 1024 - frame) };
    answer = async () => ({ status: 201, headers: {}, body: new Uint8Array() });
    expect((await container.createItem(fits)).status.code).toBe(201);
  });
});

// The last: no call succeeds after it.
describe('after close', () => {
  beforeAll(() => client.close());

  it.each(Object.entries(calls))('%s rejects with closed', async (_, [call]) => {
    expect(await failureOf(call)).toMatchObject({ name: 'CosmosError', code: 'closed' });
    expect(sent).toBe(0);
  });

  it('container.latestSessionToken does, too', async () => {
    await expect(container.latestSessionToken()).rejects.toMatchObject({ name: 'CosmosError', code: 'closed' });
  });
});
