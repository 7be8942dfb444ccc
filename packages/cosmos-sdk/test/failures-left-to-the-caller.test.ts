import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { TransportRequest } from '@perdura/cosmos-driver';
import { CosmosClient } from '../src/client/cosmos-client.ts';
import type { DatabaseClient } from '../src/database/database-client.ts';
import { type OpenAccount, openAccount } from './fakes/open-account.ts';

describe('failures that mean something else than what was asked', () => {
  let open: OpenAccount;
  let client: CosmosClient;
  let database: DatabaseClient;
  let forbids: (request: TransportRequest) => boolean;
  beforeEach(async () => {
    open = await openAccount('in process');
    forbids = () => false;
    const inner = open.account.transport();
    client = await CosmosClient.create({
      endpoint: open.account.endpoint,
      key: open.account.key,
      transport: {
        send: async (request) =>
          forbids(request) ? { status: 403, headers: {}, body: new Uint8Array() } : inner.send(request),
      },
    });
    database = client.database('shop');
  });
  afterEach(async () => {
    await client.close();
    await open.close();
  });

  const ofMethod =
    (method: string) =>
    (request: TransportRequest): boolean =>
      request.method === method;

  it('are no sign that a container is missing, or that somebody else was faster', async () => {
    const properties = { id: 'new', partitionKey: '/pk' };
    forbids = ofMethod('GET');
    await expect(database.createContainerIfNotExists(properties)).rejects.toMatchObject({ code: 'forbidden' });
    forbids = ofMethod('POST');
    await expect(database.createContainerIfNotExists(properties)).rejects.toMatchObject({ code: 'forbidden' });
    forbids = ofMethod('GET');
    await expect(client.createDatabaseIfNotExists('new')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are no sign that there is no throughput', async () => {
    forbids = ofMethod('POST');
    await expect(database.readThroughput()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('are no sign that an item is missing', async () => {
    const orders = await database.container('orders');
    forbids = ofMethod('GET');
    await expect(orders.findItem('ada', '1')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('but for a conflict: then somebody else has made the container or database meanwhile', async () => {
    const properties = { id: 'raced', partitionKey: '/pk' };
    const [first, second] = await Promise.all([
      database.createContainerIfNotExists(properties),
      open.client.database('shop').createContainerIfNotExists(properties),
    ]);
    expect([first.created, second.created].sort()).toEqual([false, true]);
    expect(first.container.reference.rid).toBe(second.container.reference.rid);
    const databases = await Promise.all([
      client.createDatabaseIfNotExists('raced'),
      open.client.createDatabaseIfNotExists('raced'),
    ]);
    expect(databases.map(({ created }) => created).sort()).toEqual([false, true]);
  });
});
