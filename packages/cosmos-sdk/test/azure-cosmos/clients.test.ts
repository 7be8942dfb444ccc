import { setAuthorizationTokenHeaderUsingMasterKey, type TokenProvider } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '@perdura/cosmos-emulator';
import { CosmosClient, ErrorResponse } from '../../src/azure-cosmos/index.ts';
import { openShop } from './open-shop.ts';
import { outcome, responseOf } from './record.ts';
import { sameWithBoth } from './run-with-both.ts';

sameWithBoth(
  'making a client',
  async ({ module, endpoint, account }) => {
    const make = (options: unknown): Promise<unknown> =>
      outcome(
        () => new module.CosmosClient(options as string),
        (client) => {
          client.dispose();
          return client.constructor.name;
        },
      );
    return {
      connectionString: await make(`AccountEndpoint=${endpoint};AccountKey=${account.key};`),
      options: await make({ endpoint, key: account.key, consistencyLevel: 'Session', userAgentSuffix: 'shop (1.0)' }),
      connectionStringOption: await make({ connectionString: `AccountEndpoint=${endpoint};AccountKey=${account.key}` }),
      noConnectionString: await make('nonsense'),
      noKey: await make(`AccountEndpoint=${endpoint};`),
      noEndpoint: await make({ key: account.key }),
      noUrl: await make({ endpoint: 'nonsense', key: account.key }),
    };
  },
  {
    connectionString: 'CosmosClient',
    options: 'CosmosClient',
    noConnectionString: { threw: { class: 'Error' } },
    noUrl: { threw: { class: 'TypeError', code: 'ERR_INVALID_URL' } },
  },
);

sameWithBoth(
  'options of a client',
  async (stage) => {
    await openShop(stage);
    const clients = [
      { consistencyLevel: 'Eventual' as const },
      { consistencyLevel: 'Session' as const },
      { consistencyLevel: 'BoundedStaleness' as const },
      { connectionPolicy: { preferredLocations: ['East US'], useMultipleWriteLocations: false } },
      { connectionPolicy: { enableEndpointDiscovery: false, enablePartitionLevelFailover: false } },
      { userAgentSuffix: 'a very long name of a program / with odd characters' },
      { defaultHeaders: { 'x-ms-custom': 'yes' }, throughputBucket: 2 },
    ];
    const seen: unknown[] = [];
    for (const [index, options] of clients.entries()) {
      const { items, item } = orders(stage.client(options as never));
      seen.push(
        await outcome(
          () => items.upsert({ id: `${index}`, customer: 'ada' }),
          ({ statusCode }) => statusCode,
        ),
      );
      seen.push(
        await outcome(
          () => item(`${index}`, 'ada').read(),
          ({ statusCode }) => statusCode,
        ),
      );
    }
    return { seen };
  },
  { seen: expect.arrayContaining([201, 200]) as never },
);

sameWithBoth(
  'a client that was disposed of',
  async (stage) => {
    await openShop(stage);
    const client = stage.client();
    const { items } = orders(client);
    await items.create({ id: '1', customer: 'ada' });
    const underWay = items.create({ id: '2', customer: 'ada' });
    client.dispose();
    client.dispose();
    return {
      underWay: responseOf(await underWay),
      after: responseOf(await items.upsert({ id: '1', customer: 'ada' })),
    };
  },
  { underWay: { statusCode: 201 }, after: { statusCode: 200 } },
);

sameWithBoth(
  'a token provider',
  async (stage) => {
    await openShop(stage);
    const told = new Set<string>();
    const tokenProvider: TokenProvider = async ({ verb, path, resourceId, resourceType, headers }) => {
      if (resourceType === 'docs') told.add(`${verb} ${path} ${resourceId}`);
      await setAuthorizationTokenHeaderUsingMasterKey(verb, resourceId, resourceType, headers, stage.account.key);
      return decodeURIComponent(String(headers.authorization));
    };
    const { items, item } = orders(new stage.module.CosmosClient({ endpoint: stage.endpoint, tokenProvider }));
    const statuses = [
      (await items.create({ id: '1', customer: 'ada' })).statusCode,
      (await item('1', 'ada').read()).statusCode,
    ];
    const { resources } = await items.query('SELECT VALUE c.id FROM c', { partitionKey: 'ada' }).fetchAll();
    const wrong = orders(
      new stage.module.CosmosClient({
        endpoint: stage.endpoint,
        tokenProvider: async () => 'type=master&ver=1.0&sig=no',
      }),
    );
    return {
      statuses,
      resources,
      told: [...told].sort(),
      wrong: await outcome(() => wrong.items.create({ customer: 'ada' }), responseOf),
    };
  },
  {
    statuses: [201, 200],
    resources: ['1'],
    told: [
      'GET /dbs/shop/colls/orders/docs/1 dbs/shop/colls/orders/docs/1',
      'POST /dbs/shop/colls/orders/docs dbs/shop/colls/orders',
    ],
    wrong: { threw: { code: 401 } },
  },
);

sameWithBoth(
  'resource tokens',
  async (stage) => {
    await openShop(stage);
    const link = { database: 'shop', container: 'orders' };
    const clientFor = async (mode: 'all' | 'read'): Promise<Client> => {
      const resourceTokens = {
        'dbs/shop/colls/orders': await stage.account.control.issueResourceToken({ ...link, mode }),
      };
      return new stage.module.CosmosClient({ endpoint: stage.endpoint, resourceTokens });
    };
    const [writer, reader] = [orders(await clientFor('all')), orders(await clientFor('read'))];
    return {
      write: (await writer.items.create({ id: '1', customer: 'ada' })).statusCode,
      read: (await reader.item('1', 'ada').read()).statusCode,
      query: (await reader.items.query('SELECT VALUE c.id FROM c', { partitionKey: 'ada' }).fetchAll()).resources,
      refused: await outcome(() => reader.items.create({ id: '2', customer: 'ada' }), responseOf),
    };
  },
  { write: 201, read: 200, query: ['1'], refused: { threw: { code: 403 } } },
);

sameWithBoth(
  'session tokens',
  async (stage) => {
    const { items, item } = orders(stage.client(), await openShop(stage));
    const { headers } = await items.create({ id: '1', customer: 'ada' });
    const sessionToken = String(headers['x-ms-session-token']);
    return {
      token: typeof headers['x-ms-session-token'],
      read: (await item('1', 'ada').read({ sessionToken })).statusCode,
      query: (await items.query('SELECT VALUE c.id FROM c', { sessionToken, partitionKey: 'ada' }).fetchAll())
        .resources,
    };
  },
  { token: 'string', read: 200, query: ['1'] },
);

describe('a client of this entry', () => {
  it('asks nobody until the first operation, and reads the account once for all that wait', async () => {
    const asked: string[] = [];
    const account = createEmulator({ onRequest: ({ path }) => void asked.push(path) });
    const { endpoint } = await account.listen();
    const client = new CosmosClient({ endpoint, key: account.key });
    const container = client.database('shop').container('orders');
    container.item('1', 'ada');
    container.items.query('SELECT * FROM c');
    expect(asked).toEqual([]);
    await Promise.all([client.databases.create({ id: 'shop' }), client.databases.create({ id: 'stock' })]);
    expect(asked.filter((path) => path === '/')).toHaveLength(1);
    client.dispose();
    await account.close();
  });

  it('tries again after a first operation that failed', async () => {
    const account = createEmulator();
    const { endpoint } = await account.listen();
    account.control.injectFault({
      when: { operationType: 'readAccount' },
      result: { kind: 'status', status: 401 },
      hitLimit: 1,
    });
    const client = new CosmosClient({ endpoint, key: account.key });
    await expect(client.databases.create({ id: 'shop' })).rejects.toMatchObject({ code: 401 });
    await expect(client.databases.create({ id: 'shop' })).resolves.toMatchObject({ statusCode: 201 });
    client.dispose();
    await account.close();
  });

  it('refuses what it does not offer, by name', async () => {
    const endpoint = 'http://127.0.0.1:1/';
    const client = new CosmosClient({ endpoint, key: 'a2V5' });
    const database = client.database('shop');
    const container = database.container('orders');
    const { scripts } = container;
    const refused: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['container.scripts.storedProcedures.create', () => scripts.storedProcedures.create({ id: 'x', body: '' })],
      ['container.scripts.storedProcedure.execute', () => scripts.storedProcedure('x').execute('ada', [])],
      ['container.scripts.triggers.readAll', () => scripts.triggers.readAll()],
      ['container.scripts.trigger.read', () => scripts.trigger('x').read()],
      ['container.scripts.userDefinedFunctions.query', () => scripts.userDefinedFunctions.query('')],
      ['container.scripts.userDefinedFunction.delete', () => scripts.userDefinedFunction('x').delete()],
      ['container.conflicts.readAll', () => container.conflicts.readAll()],
      ['container.conflict.delete', () => container.conflict('x').delete()],
      ['container.initializeEncryption', () => container.initializeEncryption()],
      ['container.semanticRerank', () => container.semanticRerank('', [])],
      ['database.users.create', () => database.users.create({ id: 'x' })],
      ['database.user.permissions.create', () => database.user('x').permissions.create({})],
      ['database.user.permission.read', () => database.user('x').permission('x').read()],
      ['database.user.delete', () => database.user('x').delete()],
      ['database.createClientEncryptionKey', () => database.createClientEncryptionKey('x')],
      ['database.readClientEncryptionKey', () => database.readClientEncryptionKey('x')],
      ['database.rewrapClientEncryptionKey', () => database.rewrapClientEncryptionKey('x')],
      ['items.getEncryptionQueryIterator', () => container.items.getEncryptionQueryIterator()],
      ['RequestOptions.preTriggerInclude', () => container.items.create({}, { preTriggerInclude: 'x' })],
    ];
    for (const [name, call] of refused) {
      const error = await call().then(String, (reason: unknown) => reason);
      expect(error).toBeInstanceOf(ErrorResponse);
      expect(error).toMatchObject({
        code: 501,
        body: { code: 'not-implemented' },
        message: expect.stringContaining(name),
      });
    }
    for (const name of ['permissionFeed', 'clientEncryptionOptions']) {
      expect(() => new CosmosClient({ endpoint, key: 'a2V5', [name]: [] })).toThrow(`CosmosClientOptions.${name}`);
    }
  });
});

type Container = Awaited<ReturnType<typeof openShop>>;
type Client = Parameters<typeof orders>[0];

function orders(
  client: { database(id: string): { container(id: string): Container } },
  container: Container = client.database('shop').container('orders'),
): Pick<Container, 'items' | 'item'> {
  return { items: container.items, item: container.item.bind(container) };
}
