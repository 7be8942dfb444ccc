// A program as people write them for @azure/cosmos. The test compiles and runs it a second time with nothing but the import changed.

import {
  type BulkOperationResult,
  BulkOperationType,
  ChangeFeedStartFrom,
  ConsistencyLevel,
  type Container,
  type ContainerDefinition,
  CosmosClient,
  type CosmosClientOptions,
  type Database,
  ErrorResponse,
  type FeedOptions,
  type FeedResponse,
  IndexingMode,
  type ItemDefinition,
  type ItemResponse,
  type OperationInput,
  type PartitionKey,
  PartitionKeyBuilder,
  type PatchOperation,
  PatchOperationType,
  type QueryIterator,
  type RequestOptions,
  type Resource,
  type SqlQuerySpec,
  StatusCodes,
  TimeoutError,
} from '@azure/cosmos';

interface Order {
  id: string;
  customer: string;
  total: number;
  tags?: string[];
}

class OrderStore {
  readonly #container: Container;

  constructor(container: Container) {
    this.#container = container;
  }

  async save(order: Order, options?: RequestOptions): Promise<Order & Resource> {
    const { resource } = await this.#container.items.upsert<Order>(order, options);
    if (resource === undefined) throw new Error('No order came back.');
    return resource;
  }

  async find(id: string, customer: PartitionKey): Promise<Order | undefined> {
    const response: ItemResponse<Order> = await this.#container.item(id, customer).read<Order>();
    return response.statusCode === StatusCodes.NotFound ? undefined : response.resource;
  }

  async raise(id: string, customer: string, by: number): Promise<number> {
    const operations: PatchOperation[] = [{ op: PatchOperationType.incr, path: '/total', value: by }];
    const { resource } = await this.#container.item(id, customer).patch(operations);
    return resource.total;
  }

  async above(least: number, options: FeedOptions = {}): Promise<Order[]> {
    const query: SqlQuerySpec = {
      query: 'SELECT * FROM c WHERE c.total >= @least ORDER BY c.total',
      parameters: [{ name: '@least', value: least }],
    };
    const iterator: QueryIterator<Order> = this.#container.items.query<Order>(query, options);
    const found: Order[] = [];
    while (iterator.hasMoreResults()) {
      const page: FeedResponse<Order> = await iterator.fetchNext();
      found.push(...(page.resources ?? []));
    }
    return found;
  }

  async *all(): AsyncGenerator<ItemDefinition, void, undefined> {
    for await (const { resources } of this.#container.items.readAll().getAsyncIterator()) yield* resources;
  }

  async import(orders: readonly Order[]): Promise<BulkOperationResult[]> {
    const operations: OperationInput[] = orders.map((order) => ({
      operationType: BulkOperationType.Create,
      partitionKey: order.customer,
      resourceBody: { id: order.id, customer: order.customer, total: order.total },
    }));
    return this.#container.items.executeBulkOperations(operations);
  }

  async changes(): Promise<string[]> {
    const ids: string[] = [];
    const changeFeedStartFrom = ChangeFeedStartFrom.Beginning(new PartitionKeyBuilder().addValue('ada').build());
    const iterator = this.#container.items.getChangeFeedIterator<Order>({ changeFeedStartFrom, maxItemCount: 10 });
    for await (const page of iterator.getAsyncIterator()) {
      if (page.statusCode === StatusCodes.NotModified) return ids;
      ids.push(...page.result.map(({ id }) => id));
    }
    return ids;
  }
}

async function open(options: CosmosClientOptions, log: Log): Promise<{ client: CosmosClient; store: OrderStore }> {
  const client = new CosmosClient(options);
  const { database }: { database: Database } = await client.databases.createIfNotExists({ id: 'shop' });
  const definition: ContainerDefinition = {
    id: 'orders',
    partitionKey: { paths: ['/customer'] },
    indexingPolicy: { indexingMode: IndexingMode.consistent, includedPaths: [{ path: '/*' }] },
  };
  const { container, resource } = await database.containers.createIfNotExists(definition);
  log(resource?.id, resource?.partitionKey?.paths, container.database.id);
  return { client, store: new OrderStore(container) };
}

type Log = (...values: unknown[]) => void;

/** Does what programs do, and logs what it sees. */
export async function main(account: { endpoint: string; key: string }, log: Log): Promise<void> {
  const options: CosmosClientOptions = {
    ...account,
    consistencyLevel: ConsistencyLevel.Session,
    connectionPolicy: { preferredLocations: ['East US'], retryOptions: { maxRetryAttemptCount: 3 } },
  };
  const { client, store } = await open(options, log);
  const saved = await store.save({ id: '1', customer: 'ada', total: 10 });
  log(saved.total, typeof saved._etag, await store.raise('1', 'ada', 5));
  log((await store.find('1', 'ada'))?.total, await store.find('2', 'ada'));
  const imported = await store.import([2, 3, 1].map((number) => ({ id: `${number}`, customer: 'ada', total: number })));
  log(imported.map(({ response, error }) => response?.statusCode ?? error?.code));
  log((await store.above(3, { partitionKey: 'ada', maxItemCount: 1 })).map(({ id }) => id));
  let count = 0;
  for await (const item of store.all()) count += item.id === undefined ? 0 : 1;
  log(count, (await store.changes()).length);
  try {
    await store.save(
      { id: '1', customer: 'ada', total: 0 },
      { accessCondition: { type: 'IfMatch', condition: saved._etag } },
    );
  } catch (error) {
    if (error instanceof TimeoutError) throw error;
    if (error instanceof ErrorResponse) log(error.code, error.body?.code, error.substatus);
  }
  client.dispose();
}
