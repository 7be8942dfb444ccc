import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BatchOperation } from '../src/batch/batch-operation.ts';
import { readBulkResults } from '../src/batch/bulk-results.ts';
import { BulkRow } from '../src/batch/bulk-row.ts';
import type { CosmosDriver } from '../src/driver.ts';
import { ContainerReference } from '../src/operation/container-reference.ts';
import { CosmosOperation } from '../src/operation/cosmos-operation.ts';
import { ItemReference } from '../src/operation/item-reference.ts';
import { ifMatch } from '../src/operation/precondition.ts';
import { FeedRange } from '../src/partitioning/feed-range.ts';
import { encodeJson } from '../src/request/encode-json.ts';
import type { CosmosResponse } from '../src/response/cosmos-response.ts';
import { type OrdersAccount, openOrders } from './fakes/orders-account.ts';

let account: OrdersAccount['account'];
let close: OrdersAccount['close'];
let driver: CosmosDriver;
let orders: ContainerReference;
let ranges: readonly FeedRange[];

beforeEach(async () => {
  ({ account, driver, orders, close } = await openOrders());
  ranges = await driver.readFeedRanges(orders);
});
afterEach(() => close());

const upsert = (id: string, customer: string, rest: object = {}): BatchOperation => ({
  kind: 'upsert',
  body: encodeJson({ id, customer, ...rest }),
});
const row = (customer: string, operation: BatchOperation): BulkRow => BulkRow.from(orders, customer, operation);
const rangeOf = (key: string): FeedRange => {
  const found = ranges.find((range) => FeedRange.fromPartitionKey(orders, key).isSubsetOf(range));
  if (found === undefined) throw new Error('no range');
  return found;
};
/** Customers of the partition of `ada`. */
const neighbours = (): readonly string[] =>
  Array.from({ length: 200 }, (_, index) => `c${index}`).filter((each) => rangeOf(each) === rangeOf('ada'));
const bulk = (rows: readonly BulkRow[], options = {}): Promise<CosmosResponse> =>
  driver.executeOperation(CosmosOperation.bulk(orders, rangeOf('ada'), rows), options);
const statusesOf = (response: CosmosResponse): readonly number[] =>
  readBulkResults(response).map(({ status }) => status.code);

describe('bulks on the emulator', () => {
  it('are one request, in which each operation has a result of its own', async () => {
    const [first = '', second = ''] = neighbours();
    const response = await bulk([
      row('ada', { kind: 'create', body: encodeJson({ id: '1', customer: 'ada', total: 1 }) }),
      row('ada', { kind: 'create', body: encodeJson({ id: '1', customer: 'ada' }) }),
      row(first, upsert('1', first)),
      row('ada', { kind: 'patch', id: '1', operations: [{ op: 'incr', path: '/total', value: 2 }] }),
      row('ada', { kind: 'replace', id: '1', body: encodeJson({ id: '1' }), precondition: ifMatch('"no"') }),
      row('ada', { kind: 'read', id: '1' }),
      row(second, { kind: 'delete', id: 'none' }),
    ]);
    expect(response.status.code).toBe(207);
    expect(statusesOf(response)).toEqual([201, 409, 201, 200, 412, 200, 404]);
    const results = readBulkResults(response);
    expect(results[5]?.resource).toMatchObject({ id: '1', total: 3 });
    expect(results[0]).toMatchObject({ resource: undefined, etag: expect.stringMatching(/^"/) });
    for (const result of results) expect(result).toMatchObject({ mayRepeat: false, mayHaveBeenApplied: false });
    expect(response.diagnostics).toMatchObject({ operationName: 'execute_bulk', requestCount: 1 });
  });

  it('answer with the items where they are asked to', async () => {
    const response = await bulk([row('ada', upsert('1', 'ada', { total: 7 }))], { contentResponseOnWrite: true });
    expect(readBulkResults(response)[0]?.resource).toMatchObject({ total: 7 });
  });

  it('are sent to the partition by its id, and say that they are not atomic', async () => {
    const sent: Record<string, string>[] = [];
    const { createCosmosRuntime } = await import('../src/create-runtime-node.ts');
    const transport = account.transport();
    const runtime = createCosmosRuntime({
      transport: {
        send: (request) => {
          if (request.method === 'POST') sent.push({ ...request.headers });
          return transport.send(request);
        },
      },
    });
    const other = await runtime.createDriver({ endpoint: account.endpoint, credential: { key: account.key } });
    await other.executeOperation(CosmosOperation.bulk(orders, rangeOf('ada'), [row('ada', upsert('1', 'ada'))]));
    expect(sent).toEqual([
      expect.objectContaining({
        'x-ms-cosmos-is-batch-request': 'True',
        'x-ms-cosmos-batch-atomic': 'False',
        'x-ms-cosmos-batch-continue-on-error': 'True',
        'x-ms-documentdb-partitionkeyrangeid': expect.stringMatching(/^\d+$/),
        'content-type': 'application/json',
      }),
    ]);
    expect(sent[0]).not.toHaveProperty('x-ms-documentdb-partitionkey');
    expect(sent[0]).not.toHaveProperty('x-ms-documentdb-isquery');
    await runtime.close();
  });

  it('fail with 410/1002 when their range was split, and nothing is done; the new ranges are known then', async () => {
    const customers = neighbours();
    const rows = customers.slice(0, 50).map((customer) => row(customer, upsert('1', customer)));
    await bulk(rows);
    const index = ranges.indexOf(rangeOf('ada'));
    await account.control.splitPartition({
      database: 'shop',
      container: 'orders',
      partitionKeyRangeId: String(index),
    });
    const again = customers.slice(50, 100).map((customer) => row(customer, upsert('1', customer)));
    await expect(bulk(again)).rejects.toMatchObject({
      code: 'gone',
      status: { code: 410, subStatus: 1002 },
      mayHaveBeenApplied: false,
    });
    const before = ranges.length;
    ranges = await driver.readFeedRanges(orders);
    expect(ranges).toHaveLength(before + 1);
    const reading = CosmosOperation.readItem(ItemReference.from(orders, customers[50] ?? '', '1'));
    await expect(driver.executeOperation(reading)).rejects.toMatchObject({ code: 'not-found' });
    expect(statusesOf(await bulk([row('ada', upsert('1', 'ada'))]))).toEqual([201]);
  });

  it('wait for a partition that is being split elsewhere in its range', async () => {
    const key = FeedRange.fromPartitionKey(orders, 'ada');
    const narrow = FeedRange.fromKeys(key.min, key.max);
    const index = ranges.indexOf(rangeOf('ada'));
    await account.control.splitPartition({
      database: 'shop',
      container: 'orders',
      partitionKeyRangeId: String(index),
      lockMs: 20,
    });
    const response = await driver.executeOperation(
      CosmosOperation.bulk(orders, narrow, [row('ada', upsert('1', 'ada'))]),
    );
    expect(statusesOf(response)).toEqual([201]);
    expect(response.diagnostics.requests.map(({ status }) => status)).toContain(410);
  });

  it('are repeated after an unclear failure where every operation may be; what fails then says that it may have been the first', async () => {
    // The first attempt takes place, its answer is lost.
    await account.control.injectFault({
      when: { operationType: 'batch' },
      result: { kind: 'status', status: 503 },
      hitLimit: 1,
    });
    const create = row('ada', { kind: 'create', body: encodeJson({ id: '1', customer: 'ada' }) });
    await driver.executeOperation(
      CosmosOperation.createItem(ItemReference.from(orders, 'ada', '1')).withBody(
        encodeJson({ id: '1', customer: 'ada' }),
      ),
    );
    const response = await bulk([create, row('ada', upsert('2', 'ada')), row('ada', { kind: 'read', id: 'none' })]);
    expect(statusesOf(response)).toEqual([409, 201, 404]);
    expect(readBulkResults(response).map(({ mayHaveBeenApplied }) => mayHaveBeenApplied)).toEqual([true, false, false]);
    expect(response.diagnostics.requestCount).toBe(2);
  });

  it.each([
    ['one operation may not be applied twice', 'idempotent', { kind: 'incr' }],
    ['none may be repeated', 'never', { kind: 'upsert' }],
  ] as const)('are not repeated after an unclear failure when %s', async (_, retryAmbiguousWrites, { kind }) => {
    await account.control.injectFault({
      when: { operationType: 'batch' },
      result: { kind: 'status', status: 503 },
      hitLimit: 1,
    });
    const increment: BatchOperation = { kind: 'patch', id: '1', operations: [{ op: 'incr', path: '/n', value: 1 }] };
    const rows = [row('ada', upsert('1', 'ada')), row('ada', kind === 'incr' ? increment : upsert('2', 'ada'))];
    await expect(bulk(rows, { retryAmbiguousWrites })).rejects.toMatchObject({
      status: { code: 503 },
      mayHaveBeenApplied: true,
    });
  });

  it('stop with their signal and their deadline', async () => {
    const rows = [row('ada', upsert('1', 'ada'))];
    await expect(bulk(rows, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    await account.control.injectFault({ when: { operationType: 'batch' }, result: { kind: 'timeout' } });
    await expect(bulk(rows, { endToEndTimeoutMs: 20 })).rejects.toMatchObject({
      code: 'deadline-exceeded',
      mayHaveBeenApplied: true,
    });
  });
});

describe('CosmosOperation.bulk', () => {
  it('refuses what cannot be a bulk, before anything is sent', () => {
    const range = rangeOf('ada');
    const ada = row('ada', upsert('1', 'ada'));
    const elsewhere = Array.from({ length: 200 }, (_, index) => `c${index}`).find((each) => rangeOf(each) !== range);
    const make =
      (rows: unknown, over: unknown = range) =>
      (): unknown =>
        CosmosOperation.bulk(orders, over as FeedRange, rows as readonly BulkRow[]);
    expect(make([])).toThrow('1 to 100 operations, not 0');
    expect(make(Array.from({ length: 101 }, () => ada))).toThrow('not 101');
    expect(make([ada])).not.toThrow();
    expect(make([ada], 'all')).toThrow('needs a FeedRange');
    expect(make('rows')).toThrow(TypeError);
    expect(make([upsert('1', 'ada')])).toThrow('Operation 0 of the bulk is not made by BulkRow.from');
    expect(make([ada, row(elsewhere ?? '', upsert('1', elsewhere ?? ''))])).toThrow(
      'Operation 1 of the bulk is not made by BulkRow.from for its container, in its range',
    );
    const { partitionKey } = orders;
    const other = new ContainerReference(orders.database, 'orders', { rid: 'kX0wAJ8vXx0=', partitionKey });
    expect(() => CosmosOperation.bulk(other, range, [ada])).toThrow('Operation 0 of the bulk');
    const large = row('ada', upsert('1', 'ada', { note: 'x'.repeat(1_100_000) }));
    expect(make([large, large])).toThrow('2 MB');
    expect(() => BulkRow.from(orders, ['a', 'b'], upsert('1', 'ada'))).toThrow(TypeError);
    expect(() => BulkRow.from(orders, 'ada', { kind: 'merge' } as never)).toThrow('must be one of create');
    expect(() => CosmosOperation.bulk(orders, range, [ada]).withPrecondition(ifMatch('"1"'))).toThrow('not for a bulk');
  });

  it('knows where a row goes, and whether it may be applied twice', () => {
    const increment: BatchOperation = { kind: 'patch', id: '1', operations: [{ op: 'incr', path: '/n', value: 1 }] };
    expect(row('ada', upsert('1', 'ada'))).toMatchObject({ isRepeatable: true });
    expect(row('ada', increment)).toMatchObject({
      isRepeatable: false,
      effectivePartitionKey: FeedRange.fromPartitionKey(orders, 'ada').min,
    });
    expect(row('ada', { ...increment, precondition: ifMatch('"1"') }).isRepeatable).toBe(true);
  });

  it('has results only a bulk can have', async () => {
    const other = await driver.executeOperation(CosmosOperation.readAccount());
    expect(() => readBulkResults(other)).toThrow('not that of a bulk');
  });
});
