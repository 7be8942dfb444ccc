import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DatabaseClient } from '../src/database/database-client.ts';
import { type OpenAccount, openAccount, routes } from './fakes/open-account.ts';

describe.each(routes)('databases and containers, %s', (route) => {
  let open: OpenAccount;
  beforeAll(async () => {
    open = await openAccount(route);
  });
  afterAll(() => open.close());

  it('creates, reads and deletes a database', async () => {
    const { database, response } = await open.client.createDatabase('temporary');
    expect(response.resource).toMatchObject({ id: 'temporary', _rid: expect.any(String) });
    expect((await database.read()).resource).toEqual(response.resource);
    await expect(open.client.createDatabase('temporary')).rejects.toMatchObject({ code: 'conflict' });
    expect((await database.delete()).status.code).toBe(204);
    await expect(database.read()).rejects.toMatchObject({ code: 'not-found' });
  });

  it('creates a database unless it exists', async () => {
    expect((await open.client.createDatabaseIfNotExists('maybe')).created).toBe(true);
    expect((await open.client.createDatabaseIfNotExists('maybe')).created).toBe(false);
    expect(() => open.client.database('')).toThrow('must not be empty');
  });

  it('creates, reads and deletes a container', async () => {
    const database = open.client.database('shop');
    const { container, response } = await database.createContainer({ id: 'c', partitionKey: '/pk' });
    expect(response.resource).toMatchObject({ id: 'c', partitionKey: { paths: ['/pk'], version: 2 } });
    expect((await container.read()).resource).toMatchObject({ id: 'c' });
    await container.delete();
    await expect(database.container('c')).rejects.toMatchObject({ code: 'not-found' });
    await expect(container.readItem('x', '1')).rejects.toMatchObject({ code: 'not-found' });
    await expect(container.findItem('x', '1')).rejects.toMatchObject({
      code: 'not-found',
      status: { subStatus: 1003 },
    });
  });

  it('creates a container unless it exists, and refuses one with another partition key', async () => {
    const database = open.client.database('shop');
    const properties = { id: 'maybe', partitionKey: '/pk' };
    expect((await database.createContainerIfNotExists(properties)).created).toBe(true);
    expect((await database.createContainerIfNotExists(properties)).created).toBe(false);
    const other = database.createContainerIfNotExists({ id: 'maybe', partitionKey: '/other' });
    await expect(other).rejects.toThrow('Container "maybe" is partitioned by /pk, not by /other.');
  });

  it('replaces the properties of a container, under a condition', async () => {
    const database = open.client.database('shop');
    const { container } = await database.createContainer({ id: 'replaced', partitionKey: '/pk' });
    const { resource, etag } = await container.read();
    const replaced = await container.replace({ ...resource, defaultTtl: 60 }, { ifMatch: etag });
    expect(replaced.resource).toMatchObject({ id: 'replaced', defaultTtl: 60 });
    await expect(container.replace(resource, { ifMatch: etag })).rejects.toMatchObject({ code: 'precondition-failed' });
    await expect(container.replace({ ...resource, id: 'other' })).rejects.toThrow('with its id');
  });

  it('reads and replaces throughput, of containers and databases', async () => {
    const throughput = { kind: 'manual', requestUnitsPerSecond: 1000 } as const;
    const { database } = await open.client.createDatabase('fast', { throughput });
    expect(await database.readThroughput()).toMatchObject({
      throughput,
      isReplacePending: false,
      status: { code: 200 },
    });
    const autoscale = { kind: 'autoscale', maxRequestUnitsPerSecond: 4000 } as const;
    expect(await database.replaceThroughput(autoscale)).toMatchObject({ throughput: autoscale });

    const { container } = await database.createContainer({ id: 'own', partitionKey: '/pk' }, { throughput });
    expect(await container.readThroughput()).toMatchObject({ throughput });
    const faster = { kind: 'manual', requestUnitsPerSecond: 2000 } as const;
    expect(await container.replaceThroughput(faster, { waitForCompletion: true })).toMatchObject({
      throughput: faster,
    });
    const { container: shared } = await database.createContainer({ id: 'shared', partitionKey: '/pk' });
    expect(await shared.readThroughput()).toBeUndefined();
    await expect(container.replaceThroughput(faster, { waitForCompletion: 'no' as never })).rejects.toThrow(TypeError);
    await expect(container.replaceThroughput(faster, { wait: true } as never)).rejects.toThrow('Unknown option "wait"');
    await expect(shared.replaceThroughput({ kind: 'manual' } as never)).rejects.toThrow(TypeError);
  });

  it('deletes all items of a partition key, and tells the ranges of the container', async () => {
    const { container } = await open.client.database('shop').createContainer({ id: 'keys', partitionKey: '/pk' });
    for (const pk of ['a', 'b']) await container.createItem({ id: '1', pk });
    expect((await container.deleteAllItems('a')).status.code).toBe(200);
    expect(await container.findItem('a', '1')).toBeUndefined();
    expect(await container.findItem('b', '1')).toBeDefined();
    expect((await container.feedRanges()).length).toBeGreaterThan(0);
    expect(container.feedRangesForPartitionKey('a')).toHaveLength(1);
  });

  it('fails early for a container that does not exist, or is partitioned otherwise than expected', async () => {
    const database = open.client.database('shop');
    await expect(database.container('missing')).rejects.toMatchObject({ code: 'not-found' });
    for (const partitionKey of [['/tenant'], ['/customer', '/tenant'], []]) {
      await expect(database.container('orders', { partitionKey })).rejects.toThrow(TypeError);
    }
    await expect(database.createContainer({ id: 'x' } as never)).rejects.toThrow('needs a partitionKey');
    await expect(database.createContainer({ id: 'x', partitionKey: 'pk' })).rejects.toThrow(TypeError);
  });

  it.each<[string, (database: DatabaseClient) => Promise<unknown>]>([
    ['no properties', (database) => database.createContainer(undefined as never)],
    ['a path that names nothing', (database) => database.createContainer({ id: 'refused', partitionKey: '//' })],
    [
      'a definition without paths',
      (database) => database.createContainer({ id: 'refused', partitionKey: {} as never }),
    ],
    [
      'a definition with a wrong path',
      (database) =>
        database.createContainer({ id: 'refused', partitionKey: { paths: ['/a/'], kind: 'Hash', version: 2 } }),
    ],
    ['a text for expected paths', (database) => database.container('refused', { partitionKey: '/pk' as never })],
    ['no object for options', (database) => database.container('refused', null as never)],
  ])('refuses %s, and sends nothing', async (_, call) => {
    const database = open.client.database('shop');
    await expect(call(database)).rejects.toThrow(TypeError);
    await expect(call(database)).rejects.toThrow(/partition key|partitionKey|must be an object/);
    await expect(database.container('refused')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('uses the new container after one was deleted and made again under the same id', async () => {
    const database = open.client.database('shop');
    const { container: before } = await database.createContainer({ id: 'again', partitionKey: '/pk' });
    await before.createItem({ id: '1', pk: 'a' });
    await before.delete();
    const { container: after } = await database.createContainer({ id: 'again', partitionKey: '/other' });
    expect(after.reference.rid).not.toBe(before.reference.rid);
    expect(after.reference.partitionKey.paths).toEqual(['/other']);
    expect(await after.findItem('a', '1')).toBeUndefined();
  });
});
