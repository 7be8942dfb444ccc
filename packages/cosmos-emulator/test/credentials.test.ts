import { Agent } from 'node:https';
import { CosmosClient, type PermissionDefinition, type Resource } from '@azure/cosmos';
import { describe, expect, it } from '@jest/globals';
import type { EmulatorOptions, IssueResourceTokenOptions } from '../src/index.ts';
import { openAccount } from './support/open-account.ts';
import { createRawClient } from './support/raw-client.ts';

async function openShop(options: EmulatorOptions = {}, partitionKey?: object) {
  const account = openAccount(options);
  const client = createRawClient(account);
  await client.createShop(partitionKey);
  await client.send('POST', '/dbs/shop/colls', { body: { id: 'other', partitionKey: { paths: ['/pk'] } } });
  await client.send('POST', '/dbs/shop/colls/orders/docs', { body: { id: '1', customerId: 'ada' }, pk: ['ada'] });
  await client.send('POST', '/dbs/shop/colls/orders/docs', { body: { id: '2', customerId: 'bob' }, pk: ['bob'] });
  const withToken = (token: string) => {
    const authorization = encodeURIComponent(token);
    return async (method: string, path: string, request: Parameters<typeof client.send>[2] = {}) => {
      const { status, json, headers } = await client.send(method, path, {
        ...request,
        headers: { ...request.headers, authorization },
      });
      return { status, message: String(json?.message), subStatus: headers['x-ms-substatus'] };
    };
  };
  const issue = (rest: Partial<IssueResourceTokenOptions>) =>
    account.control.issueResourceToken({ database: 'shop', container: 'orders', mode: 'read', ...rest });
  return { account, client, withToken, issue };
}

const query = { body: { query: 'SELECT * FROM c' }, headers: { 'content-type': 'application/query+json' } };
const cross = { ...query, headers: { ...query.headers, 'x-ms-documentdb-query-enablecrosspartition': 'true' } };
const orders = '/dbs/shop/colls/orders';

describe('resource tokens', () => {
  it('read what lies in their container, and what clients need to know of it', async () => {
    const { withToken, issue } = await openShop();
    const token = await issue({});
    expect(token).toMatch(/^type=resource&ver=1&sig=[\w-]{43}$/);
    const send = withToken(token);
    const answers = [
      await send('GET', '/'),
      await send('GET', orders),
      await send('GET', `${orders}/pkranges`),
      await send('GET', `${orders}/docs/1`, { pk: ['ada'] }),
      await send('GET', `${orders}/docs`),
      await send('POST', `${orders}/docs`, cross),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  });

  it.each<[string, string, string, object]>([
    ['another container', 'GET', '/dbs/shop/colls/other', {}],
    ['items of another container', 'GET', '/dbs/shop/colls/other/docs', {}],
    ['a container that does not exist', 'GET', '/dbs/shop/colls/none', {}],
    ['the database', 'GET', '/dbs/shop', {}],
    ['all containers', 'GET', '/dbs/shop/colls', {}],
    ['all databases', 'GET', '/dbs', {}],
    ['a create', 'POST', `${orders}/docs`, { body: { id: '3', customerId: 'ada' }, pk: ['ada'] }],
    [
      'a batch that calls itself a query',
      'POST',
      `${orders}/docs`,
      { ...cross, headers: { ...cross.headers, 'x-ms-cosmos-is-batch-request': 'true' } },
    ],
    [
      'a delete by partition key that calls itself a query',
      'POST',
      `${orders}/operations/partitionkeydelete`,
      { pk: ['ada'], headers: { 'x-ms-documentdb-isquery': 'true' } },
    ],
    ['a delete', 'DELETE', `${orders}/docs/1`, { pk: ['ada'] }],
    ['a delete of the container', 'DELETE', orders, {}],
  ])('that read are refused with 403 for %s', async (_name, method, path, request) => {
    const { withToken, issue, client } = await openShop();
    const answer = await withToken(await issue({}))(method, path, request);
    expect(answer).toMatchObject({ status: 403, message: expect.stringContaining('Insufficient permissions') });
    expect((await client.send('GET', `${orders}/docs/1`, { pk: ['ada'] })).status).toBe(200);
  });

  it('for all write items, and leave the container alone', async () => {
    const { withToken, issue } = await openShop();
    const send = withToken(await issue({ mode: 'all' }));
    const answers = [
      await send('POST', `${orders}/docs`, { body: { id: '3', customerId: 'ada' }, pk: ['ada'] }),
      await send('PUT', `${orders}/docs/3`, { body: { id: '3', customerId: 'ada', total: 1 }, pk: ['ada'] }),
      await send('DELETE', `${orders}/docs/3`, { pk: ['ada'] }),
      await send('DELETE', orders),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 204, 403]);
  });

  it('for a partition key serve only requests that name it', async () => {
    const { withToken, issue } = await openShop();
    const send = withToken(await issue({ mode: 'all', partitionKey: 'ada' }));
    const answers = [
      await send('GET', `${orders}/docs/1`, { pk: ['ada'] }),
      await send('POST', `${orders}/docs`, { ...query, pk: ['ada'] }),
      await send('GET', `${orders}/docs/2`, { pk: ['bob'] }),
      await send('POST', `${orders}/docs`, { body: { id: '3', customerId: 'bob' }, pk: ['bob'] }),
      await send('POST', `${orders}/docs`, cross),
      await send('GET', `${orders}/docs`),
      await send('GET', `${orders}/docs/1`, { pk: [] }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 403, 403, 403, 403, 403]);
  });

  it('for a partition key leave others alone, in bulk and when a delete calls itself the plan of a query', async () => {
    const { withToken, issue, client } = await openShop({ partitionsPerContainer: 1 });
    const send = withToken(await issue({ mode: 'all', partitionKey: 'ada' }));
    const row = (id: string, customerId: string) => ({
      operationType: 'Upsert',
      partitionKey: JSON.stringify([customerId]),
      resourceBody: { id, customerId, isNew: true },
    });
    const bulk = {
      pk: ['ada'],
      headers: { 'x-ms-cosmos-is-batch-request': 'true' },
      body: [row('2', 'bob'), row('1', 'ada')],
    };
    expect((await send('POST', `${orders}/docs`, bulk)).status).toBe(207);
    const plan = { pk: ['bob'], headers: { 'x-ms-cosmos-is-query-plan-request': 'true' } };
    expect((await send('POST', `${orders}/operations/partitionkeydelete`, plan)).status).toBe(403);
    const read = async (id: string, customerId: string) =>
      (await client.send('GET', `${orders}/docs/${id}`, { pk: [customerId] })).json;
    expect(await read('2', 'bob')).not.toHaveProperty('isNew');
    expect(await read('1', 'ada')).toMatchObject({ isNew: true });
  });

  it('for the prefix of a hierarchical partition key serve bulk below it alone', async () => {
    const definition = { paths: ['/customerId', '/year'], kind: 'MultiHash', version: 2 };
    const { issue, client } = await openShop({ partitionsPerContainer: 1 }, definition);
    const authorization = encodeURIComponent(await issue({ mode: 'all', partitionKey: ['ada'] }));
    const row = (customerId: string) => ({
      operationType: 'Create',
      partitionKey: JSON.stringify([customerId, 1]),
      resourceBody: { id: '9', customerId, year: 1 },
    });
    const { json } = await client.send('POST', `${orders}/docs`, {
      pk: ['ada'],
      headers: { authorization, 'x-ms-cosmos-is-batch-request': 'true' },
      body: [row('ada'), row('adam'), row('bob')],
    });
    expect(json.map(({ statusCode }: { statusCode: number }) => statusCode)).toEqual([201, 400, 400]);
  });

  it('for items without a partition key serve these alone', async () => {
    const { withToken, issue, client } = await openShop();
    await client.send('POST', `${orders}/docs`, { body: { id: '3' }, pk: [{}] });
    const send = withToken(await issue({ partitionKey: [undefined] }));
    const statuses = [[{}], [null], []].map(async (pk) => (await send('GET', `${orders}/docs/3`, { pk })).status);
    expect(await Promise.all(statuses)).toEqual([200, 403, 403]);
  });

  it('for the prefix of a hierarchical partition key serve everything below it', async () => {
    const definition = { paths: ['/customerId', '/year'], kind: 'MultiHash', version: 2 };
    const { withToken, issue, client } = await openShop({}, definition);
    for (const customerId of ['ada', 'bob']) {
      await client.send('POST', `${orders}/docs`, { body: { id: '1', customerId, year: 1 }, pk: [customerId, 1] });
    }
    const send = withToken(await issue({ partitionKey: ['ada'] }));
    expect((await send('GET', `${orders}/docs/1`, { pk: ['ada', 1] })).status).toBe(200);
    expect((await send('GET', `${orders}/docs/1`, { pk: ['bob', 1] })).status).toBe(403);
  });

  it('are refused with 403 and both times once they have expired', async () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const { withToken, issue } = await openShop({ clock: { nowMs: () => nowMs } });
    const send = withToken(await issue({ expiresInMs: 60_000 }));
    nowMs += 59_999;
    expect((await send('GET', orders)).status).toBe(200);
    nowMs += 1;
    const { status, message } = await send('GET', orders);
    expect(status).toBe(403);
    expect(message).toContain('not valid at the current time');
    expect(message).toContain('token expiry time: Thu, 01 Jan 2026 00:01:00 GMT');
  });

  it('do not serve a container that was created again under the same name', async () => {
    const { withToken, issue, client } = await openShop();
    const send = withToken(await issue({}));
    await client.send('DELETE', orders);
    expect((await send('GET', orders)).status).toBe(403);
    await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey: { paths: ['/customerId'] } } });
    expect((await send('GET', orders)).status).toBe(403);
  });

  it('cannot be made up, and are different every time, even with the same seed', async () => {
    const { withToken, issue } = await openShop({ seed: 1 });
    const again = await openShop({ seed: 1 });
    const tokens = [await issue({}), await issue({}), await again.issue({})];
    expect(new Set(tokens).size).toBe(3);
    for (const forged of [tokens[2] ?? '', 'type=resource&ver=1&sig=constructor', 'type=resource&ver=1.0&sig=x']) {
      expect((await withToken(forged)('GET', orders)).status).toBe(401);
    }
  });

  it.each<[string, object]>([
    ['an unknown option', { modes: 'read' }],
    ['an unknown mode', { mode: 'write' }],
    ['a container that does not exist', { container: 'none' }],
    ['no time', { expiresInMs: 0 }],
    ['a time that is no number', { expiresInMs: '1' }],
    ['a partition key with too many values', { partitionKey: ['a', 'b'] }],
    ['a partition key that is none', { partitionKey: { id: 1 } }],
    ['an empty partition key', { partitionKey: [] }],
  ])('are not issued with %s', async (_name, options) => {
    const { issue } = await openShop();
    await expect(issue(options)).rejects.toThrow(TypeError);
  });

  it('work in @azure/cosmos as resourceTokens, tokenProvider and permissionFeed', async () => {
    const { account, issue } = await openShop();
    const { endpoint } = await account.listen();
    const token = await issue({ mode: 'all' });
    const permission = { id: 'p', permissionMode: 'All', resource: 'dbs/shop/colls/orders', _token: token };
    const ways = [
      { resourceTokens: { 'dbs/shop/colls/orders': token } },
      { tokenProvider: async () => token },
      { permissionFeed: [permission as unknown as PermissionDefinition & Resource] },
    ];
    for (const [index, way] of ways.entries()) {
      const client = new CosmosClient({ endpoint, ...way });
      const container = client.database('shop').container('orders');
      const id = `sdk-${index}`;
      await container.items.create({ id, customerId: 'ada' });
      expect((await container.item(id, 'ada').read()).resource).toMatchObject({ id });
      const { resources } = await container.items.query('SELECT VALUE c.id FROM c ORDER BY c.id').fetchAll();
      expect(resources).toContain(id);
      await expect(client.database('shop').container('other').items.readAll().fetchAll()).rejects.toBeDefined();
      client.dispose();
    }
  });
});

describe('tokens of Microsoft Entra ID', () => {
  const token = 'type=aad&ver=1.0&sig=header.payload.signature';

  it('are handed to validate without their wrapping, and accepted when it says so', async () => {
    const seen: string[] = [];
    const validate = (given: string) => seen.push(given) > 0;
    const { withToken } = await openShop({ aad: { validate } });
    expect((await withToken(token)('GET', `${orders}/docs/1`, { pk: ['ada'] })).status).toBe(200);
    expect(seen).toEqual(['header.payload.signature']);
  });

  it.each<[string, () => boolean | Promise<boolean>]>([
    ['says no', () => false],
    ['says no later', async () => false],
    [
      'throws',
      () => {
        throw new Error('expired');
      },
    ],
    ['fails later', () => Promise.reject(new Error('expired'))],
    ['says something else than true', () => 'yes' as unknown as boolean],
  ])('are refused with 401 when validate %s', async (_name, validate) => {
    const { withToken } = await openShop({ aad: { validate } });
    const { status, message } = await withToken(token)('GET', orders);
    expect(status).toBe(401);
    expect(message).not.toContain('signature');
  });

  it('are refused with 401/5002 when nobody validates them', async () => {
    const { withToken } = await openShop();
    expect(await withToken(token)('GET', orders)).toMatchObject({ status: 401, subStatus: '5002' });
  });

  it('manage neither databases nor containers: 403/5300', async () => {
    const { withToken } = await openShop({ aad: { validate: () => true } });
    const send = withToken(token);
    const refused = [
      await send('POST', '/dbs', { body: { id: 'more' } }),
      await send('DELETE', orders),
      await send('POST', '/dbs/shop/colls', { body: { id: 'more', partitionKey: { paths: ['/pk'] } } }),
      await send('GET', '/offers'),
    ];
    expect(refused.map(({ status, subStatus }) => [status, subStatus])).toEqual(Array(4).fill([403, '5300']));
    expect((await send('GET', '/dbs')).status).toBe(200);
    expect((await send('POST', '/dbs', query)).status).toBe(200);
  });

  it('leave signatures by the account key to the key', async () => {
    const { client } = await openShop({ aad: { validate: () => false } });
    expect((await client.send('GET', '/dbs')).status).toBe(200);
  });

  it('are refused connections when the account closes before they are validated', async () => {
    let decide: (isValid: boolean) => void = () => undefined;
    const validate = () =>
      new Promise<boolean>((resolve) => {
        decide = resolve;
      });
    const { withToken, account } = await openShop({ aad: { validate } });
    const answer = withToken(token)('GET', orders);
    await account.close();
    decide(true);
    await expect(answer).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('work in @azure/cosmos as aadCredentials, which asks for a token for the account or the scope it was given', async () => {
    const scopes: unknown[] = [];
    const aadCredentials = {
      getToken: async (scope: string | string[]) => {
        scopes.push(scope);
        return { token: 'a.b.c', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    const { account } = await openShop({ aad: { validate: async (given) => given === 'a.b.c' } });
    const server = await account.listen({ tls: true });
    const agent = new Agent({ ca: server.certificatePem });
    for (const aadScope of [undefined, 'https://cosmos.azure.com/.default']) {
      const client = new CosmosClient({
        endpoint: server.endpoint,
        aadCredentials,
        agent,
        ...(aadScope && { aadScope }),
      });
      const container = client.database('shop').container('orders');
      expect((await container.item('1', 'ada').read()).resource).toMatchObject({ id: '1' });
      expect((await container.items.query('SELECT VALUE c.id FROM c ORDER BY c.id').fetchAll()).resources).toEqual([
        '1',
        '2',
      ]);
      await expect(client.databases.create({ id: 'more' })).rejects.toMatchObject({ code: 403, substatus: 5300 });
      client.dispose();
    }
    agent.destroy();
    expect(scopes.flat()).toContain('https://cosmos.azure.com/.default');
    expect(scopes.flat()).toContain(`${server.endpoint.replace(/\/$/, '')}/.default`);
  });
});
