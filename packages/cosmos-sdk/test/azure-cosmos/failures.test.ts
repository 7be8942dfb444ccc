import { createServer } from 'node:net';
import { openShop } from './open-shop.ts';
import { outcome, responseOf, type Seen } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

const order = { id: '1', customer: 'ada' };
const noWait = { 'x-ms-retry-after-ms': '1' };

sameWithBoth(
  'a wrong key',
  async ({ client }) => {
    const wrong = client({ key: Buffer.from('wrong').toString('base64') });
    return {
      item: await outcome(
        () =>
          wrong
            .database('shop')
            .container('orders')
            .items.create({ ...order }),
        responseOf,
      ),
      account: await outcome(() => wrong.getDatabaseAccount(), responseOf),
    };
  },
  { item: { threw: { class: 'ErrorResponse', code: 401 } } },
);

sameWithBoth(
  'throttling that does not end',
  async (stage) => {
    await openShop(stage);
    stage.account.control.injectFault({
      when: { container: 'orders' },
      result: { kind: 'status', status: 429, subStatus: 3200, headers: noWait },
    });
    const impatient = stage.client({ connectionPolicy: { retryOptions: { maxRetryAttemptCount: 0 } } });
    const { items, item } = itemsOf(impatient);
    return {
      create: await outcome(() => items.create({ ...order }), responseOf),
      read: await outcome(() => item('1', 'ada').read(), responseOf),
    };
  },
  { create: { threw: { class: 'ErrorResponse', code: 429 } } },
);

sameWithBoth(
  'throttling that ends',
  async (stage) => {
    const { items } = await openShop(stage);
    await items.create({ ...order });
    stage.account.control.injectFault({
      when: { operationType: 'upsertItem' },
      result: { kind: 'status', status: 429, subStatus: 3200, headers: noWait },
      hitLimit: 3,
    });
    return { upsert: responseOf(await items.upsert({ ...order })) };
  },
  { upsert: { statusCode: 200 } },
);

for (const status of [403, 500, 503]) {
  sameWithBoth(
    `answers of status ${status}`,
    async (stage) => {
      const { items } = await openShop(stage);
      await items.create({ ...order });
      const { item } = itemsOf(stage.client());
      await item('1', 'ada').read();
      stage.account.control.injectFault({ when: { operationType: 'readItem' }, result: { kind: 'status', status } });
      stage.account.control.injectFault({ when: { operationType: 'replaceItem' }, result: { kind: 'status', status } });
      stage.account.control.injectFault({ when: { operationType: 'batch' }, result: { kind: 'status', status } });
      return {
        read: await outcome(() => item('1', 'ada').read(), responseOf),
        replace: await outcome(() => item('1', 'ada').replace({ ...order }), responseOf),
        batch: await outcome(() => items.batch([{ operationType: 'Read', id: '1' }], 'ada'), String),
      };
    },
    {
      read: { threw: { class: 'ErrorResponse', code: status } },
      batch: { threw: { class: 'Error', cause: { class: 'ErrorResponse', code: status } } },
    },
  );
}

sameWithBoth(
  'a region that goes down',
  async (stage) => {
    await openShop(stage);
    const policy = { connectionPolicy: { preferredLocations: ['West US', 'East US'] } };
    const { items, item } = itemsOf(stage.client(policy));
    await items.create({ ...order });
    await item('1', 'ada').read();
    await stage.account.control.failRegion('West US', { kind: 'status', status: 503 });
    return { read: responseOf(await item('1', 'ada').read()), write: responseOf(await items.upsert({ ...order })) };
  },
  { read: { statusCode: 200 }, write: { statusCode: 200 } },
  { regions: ['East US', 'West US'] },
);

sameWithBoth(
  'a container that somebody else made anew',
  async (stage) => {
    const { items, item } = itemsOf(stage.client(), await openShop(stage));
    await items.create({ ...order });
    const other = stage.client().database('shop');
    await other.container('orders').delete();
    const gone = await outcome(() => items.create({ ...order }), responseOf);
    await other.containers.create({ id: 'orders', partitionKey: '/customer' });
    return {
      gone,
      create: await outcome(() => items.create({ ...order }), responseOf),
      read: await outcome(() => item('1', 'ada').read(), responseOf),
      query: (await items.query('SELECT VALUE c.id FROM c').fetchAll()).resources,
    };
  },
  { gone: { threw: { code: 404 } }, create: { statusCode: 201 }, read: { statusCode: 200 }, query: ['1'] },
);

sameWithBoth(
  'calls that are aborted',
  async (stage) => {
    const { items, item } = await openShop(stage).then((container) => itemsOf(container.items, container));
    await items.create({ ...order });
    const aborted: Seen = {};
    const options = { abortSignal: AbortSignal.abort() };
    aborted.read = await outcome(() => item('1', 'ada').read(options), responseOf);
    aborted.create = await outcome(() => items.create({ id: '2', customer: 'ada' }, options), responseOf);
    aborted.query = await outcome(() => items.query('SELECT * FROM c', options).fetchAll(), String);
    stage.account.control.injectFault({ when: { operationType: 'readItem' }, result: { kind: 'timeout' } });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 20);
    aborted.during = await outcome(() => item('1', 'ada').read({ abortSignal: controller.signal }), responseOf);
    return aborted;
  },
  {
    read: { threw: { class: 'AbortError', name: 'AbortError' } },
    create: { threw: { class: 'AbortError' } },
    query: { threw: { class: 'AbortError' } },
    during: { threw: { class: 'AbortError' } },
  },
);

sameWithBoth(
  'answers that do not come in time',
  async (stage) => {
    await openShop(stage);
    const { items } = itemsOf(stage.client({ connectionPolicy: { requestTimeout: 150 } }));
    await items.create({ ...order });
    stage.account.control.injectFault({ when: { operationType: 'createItem' }, result: { kind: 'timeout' } });
    return { create: await outcome(() => items.create({ id: '2', customer: 'ada' }), responseOf) };
  },
  { create: { threw: { class: 'TimeoutError', name: 'TimeoutError', code: 'TimeoutError' } } },
);

sameWithBoth(
  'an endpoint where nobody listens',
  async ({ client }) => {
    const endpoint = await closedEndpoint();
    const { item } = itemsOf(client({ endpoint, connectionPolicy: { enableEndpointDiscovery: false } }));
    return { read: await outcome(() => item('1', 'ada').read(), responseOf) };
  },
  { read: { threw: { class: 'RestError', name: 'RestError', code: 'ECONNREFUSED' } } },
);

interface Items {
  database(id: string): { container(id: string): Container };
}
type Container = Awaited<ReturnType<typeof openShop>>;

function itemsOf(client: Items | Container['items'], container?: Container): Pick<Container, 'items' | 'item'> {
  const orders = container ?? (client as Items).database('shop').container('orders');
  return { items: orders.items, item: orders.item.bind(orders) };
}

async function closedEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}
