import {
  ChangeFeedPolicy,
  ChangeFeedRetentionTimeSpan,
  ChangeFeedStartFrom,
  CosmosClient,
  type Database,
  type ErrorResponse,
} from '@azure/cosmos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmulator, type EmulatorServer } from '../src/index.ts';

describe('@azure/cosmos and the rules of a container', () => {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({ regions: ['East US', 'West US'], clock: { nowMs: () => nowMs } });
  let server: EmulatorServer;
  let client: CosmosClient;
  let database: Database;

  beforeAll(async () => {
    server = await account.listen();
    client = new CosmosClient({ endpoint: server.endpoint, key: account.key });
    ({ database } = await client.databases.create({ id: 'shop' }));
  });

  afterAll(async () => {
    client.dispose();
    await account.close();
  });

  it('keeps unique keys of one and of several paths', async () => {
    const uniqueKeyPolicy = { uniqueKeys: [{ paths: ['/email'] }, { paths: ['/name/first', '/name/last'] }] };
    const { container, resource } = await database.containers.create({
      id: 'customers',
      partitionKey: '/country',
      uniqueKeyPolicy,
    });
    expect(resource?.uniqueKeyPolicy).toEqual(uniqueKeyPolicy);
    const ada = { id: '1', country: 'UK', email: 'ada@x', name: { first: 'Ada', last: 'Byron' } };
    await container.items.create(ada);
    const conflict = { code: 409, substatus: 3301 } satisfies Partial<ErrorResponse>;
    await expect(container.items.create({ ...ada, id: '2', name: {} })).rejects.toMatchObject(conflict);
    await expect(container.items.upsert({ ...ada, id: '2', email: 'b@x' })).rejects.toMatchObject(conflict);
    expect((await container.items.create({ ...ada, id: '2', country: 'FR' })).statusCode).toBe(201);
    const other = { ...ada, id: '3', email: 'c@x', name: { first: 'Ada', last: 'King' } };
    await container.items.create(other);
    await expect(container.item('3', 'UK').replace({ ...other, email: 'ada@x' })).rejects.toMatchObject(conflict);
  });

  it('ends items when their time to live is over', async () => {
    const { container, resource } = await database.containers.create({
      id: 'sessions',
      partitionKey: '/user',
      defaultTtl: 60,
      changeFeedPolicy: new ChangeFeedPolicy(ChangeFeedRetentionTimeSpan.fromMinutes(5)),
    });
    expect(resource?.defaultTtl).toBe(60);
    const changes = container.items.getChangeFeedIterator<{ metadata: object }>({
      // What the client sends for all versions and deletes, which its types do not name.
      changeFeedMode: 'Full-Fidelity Feed' as never,
      changeFeedStartFrom: ChangeFeedStartFrom.Now(),
    });
    for (let partition = 0; partition < 2; partition++) await changes.readNext();
    await container.items.create({ id: '1', user: 'ada' });
    await container.items.create({ id: '2', user: 'ada', ttl: -1 });
    await expect(container.items.create({ id: '3', user: 'ada', ttl: 0 })).rejects.toMatchObject({ code: 400 });
    nowMs += 60_000;
    expect((await container.item('1', 'ada').read()).statusCode).toBe(404);
    const { resources } = await container.items.query('SELECT VALUE c.id FROM c').fetchAll();
    expect(resources).toEqual(['2']);
    expect((await container.items.create({ id: '1', user: 'ada' })).statusCode).toBe(201);
    const pages = [await changes.readNext(), await changes.readNext()];
    const metadata = pages.flatMap(({ result }) => (result ?? []).map((change) => change.metadata));
    expect(metadata).toMatchObject([
      { operationType: 'create' },
      { operationType: 'create' },
      { operationType: 'delete', timeToLiveExpired: true, id: '1', partitionKey: { user: 'ada' } },
      { operationType: 'create' },
    ]);
  });
});
