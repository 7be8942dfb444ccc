import { outcome, responseOf, type Seen, stable } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

sameWithBoth(
  'databases',
  async ({ client }) => {
    const { databases, database } = bound(client());
    const created = await databases.create({ id: 'shop' });
    const again = await databases.createIfNotExists({ id: 'shop' });
    const second = await databases.createIfNotExists({ id: 'second' });
    return {
      created: { ...responseOf(created), url: created.database.url, id: created.database.id },
      conflict: await outcome(() => databases.create({ id: 'shop' }), responseOf),
      again: responseOf(again),
      second: responseOf(second),
      read: responseOf(await database('shop').read()),
      all: idsOf((await databases.readAll().fetchAll()).resources),
      found: idsOf((await databases.query("SELECT * FROM r WHERE r.id = 'second'").fetchAll()).resources),
      parameters: idsOf(
        (
          await databases
            .query({ query: 'SELECT * FROM r WHERE r.id = @id', parameters: [{ name: '@id', value: 'shop' }] })
            .fetchAll()
        ).resources,
      ),
      deleted: responseOf(await database('second').delete()),
      gone: await outcome(() => database('second').read(), responseOf),
      goneDelete: await outcome(() => database('second').delete(), responseOf),
      withoutBody: await outcome(() => databases.createIfNotExists({} as never), responseOf),
      longId: await outcome(() => databases.create({ id: 'x'.repeat(300) }), responseOf),
    };
  },
  {
    created: { class: 'DatabaseResponse', statusCode: 201, resource: { id: 'shop' }, url: 'dbs/shop' },
    conflict: { threw: { class: 'ErrorResponse', code: 409 } },
    again: { statusCode: 200 },
    second: { statusCode: 201 },
    all: ['second', 'shop'],
    found: ['second'],
    parameters: ['shop'],
    deleted: { statusCode: 204 },
    gone: { threw: { code: 404 } },
    withoutBody: { threw: { class: 'Error' } },
  },
);

sameWithBoth(
  'containers',
  async ({ client, module }) => {
    const { database } = await client().databases.create({ id: 'shop' });
    const { containers, container } = { containers: database.containers, container: database.container.bind(database) };
    const created = await containers.create({ id: 'orders', partitionKey: '/customer' });
    await containers.create({
      id: 'visits',
      partitionKey: {
        paths: ['/a', '/b'],
        kind: module.PartitionKeyKind.MultiHash,
        version: module.PartitionKeyDefinitionVersion.V2,
      },
      defaultTtl: 60,
    });
    const { resource } = await container('orders').read();
    const replaced = await container('orders').replace({ ...resource, defaultTtl: 100 });
    return {
      created: { ...responseOf(created), url: created.container.url },
      conflict: await outcome(() => containers.create({ id: 'orders', partitionKey: '/x' }), responseOf),
      ensured: responseOf(await containers.createIfNotExists({ id: 'orders', partitionKey: '/customer' })),
      made: responseOf(await containers.createIfNotExists({ id: 'others' })),
      noSlash: await outcome(() => containers.create({ id: 'x', partitionKey: 'customer' }), responseOf),
      read: responseOf(await container('visits').read()),
      replaced: responseOf(replaced),
      otherKey: await outcome(
        () => container('orders').replace({ id: 'orders', partitionKey: { paths: ['/other'] } }),
        responseOf,
      ),
      stale: await outcome(
        () =>
          container('orders').replace(
            { ...resource, defaultTtl: 5 },
            { accessCondition: { type: 'IfMatch', condition: '"no"' } },
          ),
        responseOf,
      ),
      all: idsOf((await containers.readAll().fetchAll()).resources),
      found: idsOf((await containers.query({ query: "SELECT * FROM r WHERE r.id = 'orders'" }).fetchAll()).resources),
      definition: stable((await container('orders').getPartitionKeyDefinition()).resource),
      ranges: (await container('orders').readPartitionKeyRanges().fetchAll()).resources.map(
        ({ id, minInclusive, maxExclusive }) => ({
          id,
          minInclusive,
          maxExclusive,
        }),
      ),
      feedRanges: await container('orders').getFeedRanges(),
      deleted: responseOf(await container('visits').delete()),
      gone: await outcome(() => container('visits').read(), responseOf),
      wrongDatabase: await outcome(() => client().database('no').containers.create({ id: 'x' }), responseOf),
    };
  },
  {
    created: { class: 'ContainerResponse', statusCode: 201, url: 'dbs/shop/colls/orders' },
    conflict: { threw: { code: 409 } },
    ensured: { statusCode: 200 },
    made: { statusCode: 201, resource: { partitionKey: { paths: ['/_partitionKey'] } } },
    noSlash: { threw: { class: 'Error' } },
    replaced: { statusCode: 200, resource: { defaultTtl: 100 } },
    otherKey: { threw: { code: 400 } },
    stale: { threw: { code: 412 } },
    feedRanges: [{ minInclusive: '' }, { maxExclusive: 'FF' }],
    deleted: { statusCode: 204 },
    gone: { threw: { code: 404 } },
    wrongDatabase: { threw: { code: 404 } },
  },
);

sameWithBoth(
  'throughputs',
  async ({ client }) => {
    const { database } = await client().databases.create({ id: 'shop', throughput: 500 });
    const { container } = await database.containers.create({ id: 'own', partitionKey: '/a', maxThroughput: 4000 });
    const { container: byOption } = await database.containers.create(
      { id: 'option', partitionKey: '/a' },
      { offerThroughput: 700 },
    );
    const { container: shared } = await database.containers.create({ id: 'shared', partitionKey: '/a' });
    const read = await byOption.readOffer();
    const { offer, resource } = read;
    const content = {
      ...(resource?.content as NonNullable<NonNullable<typeof resource>['content']>),
      offerThroughput: 800,
    };
    const replaced = await offer?.replace({ ...resource, content });
    return {
      ofDatabase: contentOf((await database.readOffer()).resource),
      autoscale: contentOf((await container.readOffer()).resource),
      byOption: { class: read.constructor.name, statusCode: read.statusCode, ...contentOf(resource) },
      shared: {
        has: (await shared.readOffer()).resource !== undefined,
        offer: typeof (await shared.readOffer()).offer,
      },
      replaced: { statusCode: replaced?.statusCode, ...contentOf(replaced?.resource) },
      read: contentOf((await offer?.read())?.resource),
      count: (await client().offers.readAll().fetchAll()).resources.length,
      two: await outcome(
        () => database.containers.create({ id: 'two', throughput: 400, maxThroughput: 4000 }),
        responseOf,
      ),
      tooLittle: await outcome(() => database.containers.create({ id: 'little', throughput: 1 }), responseOf),
    };
  },
  {
    ofDatabase: { throughput: 500 },
    autoscale: { max: 4000 },
    byOption: { class: 'OfferResponse', statusCode: 200, throughput: 700 },
    shared: { has: false, offer: 'undefined' },
    replaced: { statusCode: 200, throughput: 800 },
    read: { throughput: 800 },
    count: 3,
    two: { threw: { class: 'Error' } },
    tooLittle: { threw: { code: 400 } },
  },
);

sameWithBoth(
  'the account',
  async ({ client, endpoint }) => {
    const { resource, statusCode } = await client().getDatabaseAccount();
    const write = await client().getWriteEndpoint();
    return {
      statusCode,
      regions: resource?.readableLocations.map(({ name }) => name),
      writable: resource?.writableLocations.map(({ name }) => name),
      consistency: resource?.consistencyPolicy,
      port: new URL(write).port === new URL(endpoint).port,
    };
  },
  { statusCode: 200, regions: ['East US', 'West US'], writable: ['East US'], consistency: 'Session', port: true },
  { regions: ['East US', 'West US'] },
);

sameWithBoth(
  'deleting all items of a partition key',
  async ({ client }) => {
    const { database } = await client().databases.create({ id: 'shop' });
    const { container } = await database.containers.create({ id: 'orders', partitionKey: '/customer' });
    for (const customer of ['ada', 'bob']) await container.items.create({ id: customer, customer });
    const deleted = await container.deleteAllItemsForPartitionKey('ada');
    return { statusCode: deleted.statusCode, left: idsOf((await container.items.readAll().fetchAll()).resources) };
  },
  { statusCode: 200, left: ['bob'] },
);

function idsOf(resources: readonly { readonly id?: unknown }[]): unknown[] {
  return resources.map(({ id }) => id).sort();
}

function contentOf(
  offer:
    | { readonly content?: { offerThroughput: number; offerAutopilotSettings?: { maxThroughput: number } } }
    | undefined,
): Seen {
  return { throughput: offer?.content?.offerThroughput, max: offer?.content?.offerAutopilotSettings?.maxThroughput };
}

function bound(client: ReturnType<Parameters<Parameters<typeof sameWithBoth>[1]>[0]['client']>) {
  return { databases: client.databases, database: client.database.bind(client) };
}
