import { createServer } from 'node:http';
import { openShop } from './open-shop.ts';
import { errorOf, outcome, responseOf, type Seen } from './record.ts';
import { differsWithBoth } from './run-with-both.ts';

// What this entry does otherwise on purpose. docs/moving-from-azure-cosmos.md has the same list, with the reasons.

differsWithBoth(
  'ids that no item can have: never a plain object',
  async (stage) => {
    const { items } = await openShop(stage);
    const seen: Seen = {};
    for (const id of ['a/b', 'a\\b', 'a#b']) {
      seen[id] = await outcome(() => items.create({ id, customer: 'ada' }), responseOf);
    }
    seen.number = await outcome(() => items.create({ id: 1 as never, customer: 'ada' }), responseOf);
    seen.database = await outcome(() => stage.client().databases.create({ id: 'a/b' }), responseOf);
    return seen;
  },
  {
    'a/b': { threw: { class: 'Object', isError: false } },
    number: { threw: { class: 'Object' } },
    database: { threw: { class: 'Object' } },
  },
  {
    'a/b': { threw: { class: 'ErrorResponse', code: 400 } },
    'a\\b': { threw: { class: 'ErrorResponse', code: 400 } },
    'a#b': { threw: { class: 'ErrorResponse', code: 400 } },
    number: { threw: { class: 'ErrorResponse', code: 400 } },
    database: { threw: { class: 'ErrorResponse', code: 400 } },
  },
);

differsWithBoth(
  'an id with a question mark: refused, not cut off and signed wrongly',
  async (stage) => {
    const { item } = await openShop(stage).then((orders) => ({ item: orders.item.bind(orders) }));
    return {
      read: await outcome(
        () => item('a?b', 'ada').read(),
        ({ statusCode }) => statusCode,
      ),
    };
  },
  { read: { threw: { class: 'ErrorResponse', code: 401 } } },
  { read: { threw: { class: 'ErrorResponse', code: 400 } } },
);

differsWithBoth(
  'no credential: told when the client is made',
  async ({ module, endpoint }) => ({
    made: await outcome(
      () => new module.CosmosClient({ endpoint }),
      (client) => client.constructor.name,
    ),
  }),
  { made: 'CosmosClient' },
  { made: { threw: { class: 'TypeError' } } },
);

differsWithBoth(
  'an error of a bulk operation: an error',
  async (stage) => {
    const { items } = await openShop(stage);
    const [result] = await items.executeBulkOperations([{ operationType: 'Read', partitionKey: 'ada', id: 'no' }]);
    return { error: errorOf(result?.error) };
  },
  { error: { class: 'Object', isError: false, code: 404 } },
  { error: { class: 'ErrorResponse', isError: true, code: 404 } },
);

differsWithBoth(
  'properties of a container to be created: left as they are',
  async ({ client }) => {
    const { database } = await client().databases.create({ id: 'shop' });
    const properties = { id: 'orders', partitionKey: '/customer', throughput: 400 };
    await database.containers.create(properties);
    return { properties };
  },
  { properties: { partitionKey: { paths: ['/customer'] } } },
  { properties: { partitionKey: '/customer', throughput: 400 } },
);

differsWithBoth(
  'how a container is partitioned: asked for',
  async (stage) => {
    const { resource, statusCode } = await (await openShop(stage)).getPartitionKeyDefinition();
    return { paths: resource?.paths, statusCode };
  },
  { paths: ['/customer'], statusCode: 0 },
  { paths: ['/customer'], statusCode: 200 },
);

differsWithBoth(
  'the page behind the last one: empty',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.create({ id: '1', customer: 'ada' });
    const iterator = items.query('SELECT VALUE c.id FROM c', { partitionKey: 'ada' });
    await iterator.fetchNext();
    const { resources, hasMoreResults } = await iterator.fetchNext();
    return { resources: resources ?? 'undefined', hasMoreResults };
  },
  { resources: 'undefined', hasMoreResults: false },
  { resources: [], hasMoreResults: false },
);

differsWithBoth(
  'continuations of queries over several partitions: always there',
  async (stage) => {
    const { items } = await openShop(stage);
    for (let total = 0; total < 6; total++) await items.create({ id: `${total}`, customer: `c${total}`, total });
    const query = 'SELECT VALUE c.total FROM c ORDER BY c.total';
    const { continuationToken } = await items.query(query, { maxItemCount: 2 }).fetchNext();
    return { token: typeof continuationToken };
  },
  { token: 'undefined' },
  { token: 'string' },
);

differsWithBoth(
  'a token of a change feed that belongs to the other library: refused',
  async (stage) => {
    const { items } = await openShop(stage);
    const { ChangeFeedStartFrom } = stage.module;
    const token = JSON.stringify({ rid: 'x', partitionKey: 'ada', Continuation: '"1"' });
    const resumed = items.getChangeFeedIterator({ changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token) });
    return { error: await outcome(() => resumed.readNext(), String) };
  },
  { error: { threw: { class: 'ErrorResponse' } } },
  { error: { threw: { class: 'ErrorResponse' } } },
);

differsWithBoth(
  'an answer that is no JSON: an error of its status',
  async ({ module, account }) => {
    const server = createServer((_, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { readonly port: number };
    const client = new module.CosmosClient({
      endpoint: `http://127.0.0.1:${port}/`,
      key: account.key,
      connectionPolicy: { enableEndpointDiscovery: false },
    });
    const seen = await outcome(() => client.databases.create({ id: 'shop' }), responseOf);
    client.dispose();
    await new Promise((resolve) => server.close(resolve));
    return { seen };
  },
  { seen: { threw: { class: 'SyntaxError' } } },
  { seen: { threw: { class: 'ErrorResponse', code: 502 } } },
);

differsWithBoth(
  'a throttled items.bulk: repeated, as everything else is',
  async (stage) => {
    const { items } = await openShop(stage);
    stage.account.control.injectFault({
      when: { operationType: 'batch' },
      result: { kind: 'status', status: 429, headers: { 'x-ms-retry-after-ms': '1' } },
      hitLimit: 2,
    });
    const operation = { operationType: 'Upsert', resourceBody: { id: '1', customer: 'ada' } } as const;
    return {
      seen: await outcome(
        () => items.bulk([operation]),
        ([result]) => result?.statusCode,
      ),
    };
  },
  { seen: { threw: { class: 'Error', cause: { code: 429 } } } },
  { seen: 201 },
);

differsWithBoth(
  'operations of executeBulkOperations that are throttled for long: repeated for long',
  async (stage) => {
    const { items } = await openShop(stage);
    stage.account.control.injectFault({
      when: { operationType: 'batch' },
      result: { kind: 'status', status: 429, headers: { 'x-ms-retry-after-ms': '1' } },
      hitLimit: 20,
    });
    const operation = {
      operationType: 'Upsert',
      partitionKey: 'ada',
      resourceBody: { id: '1', customer: 'ada' },
    } as const;
    const [result] = await items.executeBulkOperations([operation]);
    return { statusCode: result?.response?.statusCode, code: result?.error?.code };
  },
  { code: 429 },
  { statusCode: 201 },
);

differsWithBoth(
  'fetchNext while another is under way: the page behind it',
  async (stage) => {
    const { items } = await openShop(stage);
    for (let number = 0; number < 4; number++) await items.create({ id: `${number}`, customer: 'ada', number });
    const iterator = items.query('SELECT VALUE c.number FROM c', { partitionKey: 'ada', maxItemCount: 2 });
    const pages = await Promise.all([iterator.fetchNext(), iterator.fetchNext()]);
    return { numbers: pages.flatMap(({ resources }) => resources) };
  },
  { numbers: [0, 1, 0, 1] },
  { numbers: [0, 1, 2, 3] },
);
