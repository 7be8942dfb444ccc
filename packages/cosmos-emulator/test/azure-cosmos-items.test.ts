import { BulkOperationType, type Container, CosmosClient, type OperationInput } from '@azure/cosmos';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorServer } from '../src/index.ts';

interface Order {
  readonly id: string;
  readonly customerId: string;
  readonly total: number;
}

describe('items by @azure/cosmos over HTTP', () => {
  const account = createEmulator();
  let server: EmulatorServer;
  let client: CosmosClient;
  let container: Container;
  let containers = 0;

  beforeAll(async () => {
    server = await account.listen();
    client = new CosmosClient({ endpoint: server.endpoint, key: account.key });
    await client.databases.create({ id: 'shop' });
  });

  beforeEach(async () => {
    containers += 1;
    const partitionKey = { paths: ['/customerId'], version: 2 };
    ({ container } = await client.database('shop').containers.create({ id: `orders${containers}`, partitionKey }));
  });

  afterAll(async () => {
    client.dispose();
    await account.close();
  });

  const order = (id: string, customerId = 'ada', total = 5): Order => ({ id, customerId, total });
  const idsOf = async (customerId?: string): Promise<readonly string[]> => {
    const options = customerId === undefined ? {} : { partitionKey: customerId };
    const { resources } = await container.items.readAll<Order>(options).fetchAll();
    return resources.map(({ id }) => id).sort();
  };

  describe('patch', () => {
    it('changes parts of an item', async () => {
      await container.items.create({ ...order('1'), lines: ['tea'] });
      const patched = await container.item('1', 'ada').patch([
        { op: 'incr', path: '/total', value: 3 },
        { op: 'add', path: '/lines/-', value: 'milk' },
        { op: 'set', path: '/a~1b', value: true },
      ]);
      expect([patched.statusCode, patched.requestCharge]).toEqual([200, 10.95]);
      const { resource, etag } = await container.item('1', 'ada').read();
      expect(resource).toMatchObject({ total: 8, lines: ['tea', 'milk'], 'a/b': true });
      expect(patched.etag).toBe(etag);
    });

    it('holds to a condition, case kept, and to an access condition', async () => {
      const { item, etag } = await container.items.create({ ...order('1'), Status: 'Open' });
      const operations = [{ op: 'set' as const, path: '/Status', value: 'Paid' }];
      await expect(item.patch({ condition: "FROM c WHERE c.Status = 'open'", operations })).rejects.toMatchObject({
        code: 412,
        substatus: 1110,
      });
      const { resource } = await item.patch({ condition: "FROM c WHERE c.Status = 'Open'", operations });
      expect(resource.Status).toBe('Paid');
      const stale = { accessCondition: { type: 'IfMatch', condition: etag } };
      await expect(item.patch(operations, stale)).rejects.toMatchObject({ code: 412 });
    });

    it('is told what is wrong with it', async () => {
      const { item } = await container.items.create(order('1'));
      await expect(item.patch([{ op: 'replace', path: '/none', value: 1 }])).rejects.toMatchObject({
        code: 400,
        message: expect.stringContaining('For Operation(1): Node(/none) to be replaced is absent'),
      });
    });
  });

  describe('access conditions', () => {
    it('hold for replace, upsert, delete and read', async () => {
      const { item, etag } = await container.items.create(order('1'));
      const current = { accessCondition: { type: 'IfMatch', condition: etag } };
      const replaced = await item.replace(order('1', 'ada', 6), current);
      expect(replaced.statusCode).toBe(200);
      await expect(item.replace(order('1'), current)).rejects.toMatchObject({ code: 412 });
      await expect(container.items.upsert(order('1'), current)).rejects.toMatchObject({ code: 412 });
      await expect(item.delete(current)).rejects.toMatchObject({ code: 412 });
      const known = { accessCondition: { type: 'IfNoneMatch', condition: replaced.etag } };
      expect((await item.read(known)).statusCode).toBe(304);
      const next = { accessCondition: { type: 'IfMatch', condition: replaced.etag } };
      expect((await container.items.upsert(order('1'), next)).statusCode).toBe(200);
      expect((await item.delete({ accessCondition: { type: 'IfMatch', condition: '*' } })).statusCode).toBe(204);
    });
  });

  describe('batch', () => {
    const operations: OperationInput[] = [
      { operationType: BulkOperationType.Create, resourceBody: { ...order('1') } },
      { operationType: BulkOperationType.Upsert, resourceBody: { ...order('2') } },
      { operationType: BulkOperationType.Read, id: '1' },
      { operationType: BulkOperationType.Replace, id: '2', resourceBody: { ...order('2', 'ada', 7) } },
      {
        operationType: BulkOperationType.Patch,
        id: '1',
        resourceBody: { operations: [{ op: 'incr', path: '/total', value: 1 }], condition: 'from c where c.total = 5' },
      },
      { operationType: BulkOperationType.Delete, id: '2' },
    ];

    it('does all or nothing', async () => {
      const done = await container.items.batch(operations, 'ada');
      expect(done.code).toBe(200);
      expect(done.result?.map(({ statusCode }) => statusCode)).toEqual([201, 201, 200, 200, 200, 204]);
      expect(done.result?.[4]?.resourceBody).toMatchObject({ id: '1', total: 6 });
      expect(await idsOf('ada')).toEqual(['1']);

      const failed = await container.items.batch(operations, 'ada');
      expect(failed.code).toBe(207);
      expect(failed.result?.map(({ statusCode }) => statusCode)).toEqual([409, 424, 424, 424, 424, 424]);
      expect(await idsOf('ada')).toEqual(['1']);
    });

    it('reads its own writes by the session token it returned', async () => {
      const { headers } = await container.items.batch(operations.slice(0, 2), 'ada');
      const sessionToken = String(headers['x-ms-session-token']);
      expect(sessionToken).toMatch(/^\d:-1#1$/);
      expect((await container.item('2', 'ada').read({ sessionToken })).statusCode).toBe(200);
    });

    it('leaves out items when asked to', async () => {
      const { result } = await container.items.batch(operations.slice(0, 1), 'ada', {
        contentResponseOnWriteEnabled: false,
      });
      expect(result?.[0]).toEqual({ statusCode: 201, eTag: expect.any(String), requestCharge: 6.7 });
    });

    it('fails as a whole for another partition key', async () => {
      const { code, result } = await container.items.batch(operations.slice(0, 2), 'bob');
      expect([code, result?.map(({ statusCode }) => statusCode)]).toEqual([207, [400, 424]]);
    });
  });

  describe('bulk', () => {
    const customers = ['ada', 'bob', 'cat', 'dan', 'eve', 'fay'];
    const creates = (): OperationInput[] =>
      customers.map((customerId) => ({
        operationType: BulkOperationType.Create,
        resourceBody: { ...order(customerId, customerId) },
      }));

    it('carries out operations on all partitions, each by itself', async () => {
      const created = await container.items.bulk(creates());
      expect(created.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201, 201]);
      const mixed = await container.items.bulk([
        { operationType: BulkOperationType.Read, id: 'ada', partitionKey: 'ada' },
        { operationType: BulkOperationType.Create, resourceBody: { ...order('bob', 'bob') } },
        { operationType: BulkOperationType.Replace, id: 'cat', resourceBody: { ...order('cat', 'cat', 9) } },
        { operationType: BulkOperationType.Delete, id: 'dan', partitionKey: 'dan' },
        {
          operationType: BulkOperationType.Patch,
          id: 'eve',
          partitionKey: 'eve',
          resourceBody: { operations: [{ op: 'incr', path: '/total', value: 2 }] },
        },
        { operationType: BulkOperationType.Upsert, resourceBody: { ...order('fay', 'fay') } },
        { operationType: BulkOperationType.Read, id: 'none', partitionKey: 'none' },
      ]);
      expect(mixed.map(({ statusCode }) => statusCode)).toEqual([200, 409, 200, 204, 200, 200, 404]);
      expect(mixed[4]?.resourceBody?.total).toBe(7);
      expect(await idsOf()).toEqual(['ada', 'bob', 'cat', 'eve', 'fay']);
    });

    it('finds its way when a partition has split', async () => {
      await container.items.bulk(creates());
      const { resources: ranges } = await container.readPartitionKeyRanges().fetchAll();
      for (const { id } of ranges) {
        await account.control.splitPartition({ database: 'shop', container: container.id, partitionKeyRangeId: id });
      }
      const responses = await container.items.bulk(
        customers.map((id) => ({ operationType: BulkOperationType.Read, id, partitionKey: id })),
      );
      expect(responses.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200, 200]);
    });

    it('is carried out by executeBulkOperations too, also over a split', async () => {
      const keyed = creates().map((operation, index) => ({ ...operation, partitionKey: customers[index] }));
      const created = await container.items.executeBulkOperations(keyed as OperationInput[]);
      expect(created.map(({ response }) => response?.statusCode)).toEqual([201, 201, 201, 201, 201, 201]);
      const { resources: ranges } = await container.readPartitionKeyRanges().fetchAll();
      await account.control.splitPartition({
        database: 'shop',
        container: container.id,
        partitionKeyRangeId: ranges[0]?.id ?? '',
      });
      const results = await container.items.executeBulkOperations([
        ...customers.map((id) => ({ operationType: BulkOperationType.Read, id, partitionKey: id }) as const),
        { operationType: BulkOperationType.Create, partitionKey: 'ada', resourceBody: { ...order('ada', 'ada') } },
      ]);
      expect(results.slice(0, -1).map(({ response }) => response?.resourceBody?.id)).toEqual(customers);
      expect(results.at(-1)?.error?.code).toBe(409);
    });

    it('keeps null, numbers, booleans and missing partition keys apart', async () => {
      const keys = [null, 5, true, undefined];
      const created = await container.items.bulk(
        keys.map((customerId) => ({
          operationType: BulkOperationType.Create,
          resourceBody: { id: '1', ...(customerId !== undefined && { customerId }) },
        })),
      );
      expect(created.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
    });
  });

  describe('deleteAllItemsForPartitionKey', () => {
    it('leaves nothing under a partition key and everything beside it', async () => {
      await container.items.bulk(
        ['1', '2', '3'].map((id) => ({ operationType: BulkOperationType.Create, resourceBody: { ...order(id) } })),
      );
      await container.items.create(order('4', 'bob'));
      expect((await container.deleteAllItemsForPartitionKey('ada')).statusCode).toBe(200);
      expect(await idsOf()).toEqual(['4']);
      expect((await container.item('1', 'ada').read()).statusCode).toBe(404);
    });
  });
});
