import { describe, expect, it } from '@jest/globals';
import { createEmulator } from '../src/index.ts';
import { createRawClient } from './support/raw-client.ts';

const path = '/dbs/shop/colls/orders';
const partitionKey = { paths: ['/customerId'], kind: 'Hash', version: 2 };

async function openShop() {
  let nowMs = Date.UTC(2026, 0, 1);
  const account = createEmulator({ clock: { nowMs: () => nowMs } });
  const client = createRawClient(account);
  await client.createShop();
  const { json: container } = await client.send('GET', path);
  const replace = (body: object, headers: Record<string, string> = {}) => client.send('PUT', path, { body, headers });
  const pass = (durationMs: number) => {
    nowMs += durationMs;
  };
  return { client, container, replace, pass };
}

describe('replacing a container', () => {
  it('changes its indexing policy, and keeps its identity and items', async () => {
    const { client, container, replace, pass } = await openShop();
    await client.send('POST', `${path}/docs`, { pk: ['ada'], body: { id: '1', customerId: 'ada' } });
    pass(3000);
    const indexingPolicy = {
      indexingMode: 'consistent',
      includedPaths: [{ path: '/a/?' }],
      excludedPaths: [{ path: '/*' }],
    };
    const { status, json, headers } = await replace({ ...container, indexingPolicy });
    expect(status).toBe(200);
    expect(json).toEqual({
      ...container,
      indexingPolicy: {
        indexingMode: 'consistent',
        automatic: true,
        includedPaths: [{ path: '/a/?' }],
        excludedPaths: [{ path: '/*' }, { path: '/"_etag"/?' }],
      },
      _etag: headers.etag,
      _ts: container._ts + 3,
    });
    expect(json._etag).not.toBe(container._etag);
    expect((await client.send('GET', path)).json).toEqual(json);
    expect((await client.send('GET', '/dbs/shop/colls')).json.DocumentCollections).toEqual([json]);
    expect((await client.send('GET', `${path}/docs/1`, { pk: ['ada'] })).status).toBe(200);
    const next = await client.send('POST', `${path}/docs`, { pk: ['ada'], body: { id: '2', customerId: 'ada' } });
    expect(next.status).toBe(201);
  });

  it('takes the defaults for what is left out, and the partition key version there is', async () => {
    const { container, replace } = await openShop();
    await replace({ ...container, geospatialConfig: { type: 'Geometry' }, indexingPolicy: { indexingMode: 'none' } });
    const { json } = await replace({ id: 'orders', partitionKey: { paths: ['/customerId'] } });
    expect(json).toEqual({ ...container, _etag: json._etag });
  });

  it.each([
    [60, 200],
    [0, 400],
  ])('makes the change feed keep all versions for %d minutes', async (retentionDuration, status) => {
    const { client, container, replace, pass } = await openShop();
    const headers = { 'x-ms-documentdb-is-upsert': 'true' };
    const write = async (count: number) => {
      for (let left = count; left > 0; left--) {
        await client.send('POST', `${path}/docs`, { pk: ['ada'], body: { id: '1', customerId: 'ada' }, headers });
      }
    };
    const allVersions = (since: string) =>
      client.send('GET', `${path}/docs`, {
        pk: ['ada'],
        headers: { 'a-im': 'Full-Fidelity Feed', 'if-none-match': since },
      });
    const start = (await allVersions('*')).headers.etag ?? '';
    await replace({ ...container, changeFeedPolicy: { retentionDuration: 60 - retentionDuration } });
    await write(2000);
    const { json } = await replace({ ...container, changeFeedPolicy: { retentionDuration } });
    expect(json.changeFeedPolicy?.retentionDuration ?? 0).toBe(retentionDuration);
    pass(1000);
    await write(2200);
    expect((await allVersions(start)).status).toBe(status);
  });

  it.each([
    ['another id', { id: 'others' }, 400],
    ['no id', { id: undefined }, 400],
    ['another partition key', { partitionKey: { ...partitionKey, paths: ['/tenantId'] } }, 400],
    ['another version of the partition key', { partitionKey: { ...partitionKey, version: 1 } }, 400],
    ['a longer partition key', { partitionKey: { paths: ['/customerId', '/a'], kind: 'MultiHash', version: 2 } }, 400],
    ['another kind of the partition key', { partitionKey: { ...partitionKey, kind: 'MultiHash' } }, 400],
    ['no partition key', { partitionKey: undefined }, 400],
    ['a wrong indexing policy', { indexingPolicy: { indexingMode: 'often' } }, 400],
    ['a wrong changeFeedPolicy', { changeFeedPolicy: { retentionDuration: -1 } }, 400],
    ['what the emulator does not have', { fullTextPolicy: { fullTextPaths: [] } }, 501],
  ])('is refused with %s', async (_name, change, status) => {
    const { client, container, replace } = await openShop();
    expect((await replace({ ...container, ...change })).status).toBe(status);
    expect((await client.send('GET', path)).json).toEqual(container);
  });

  it('is refused in the words of the service for another partition key', async () => {
    const { container, replace } = await openShop();
    const { json } = await replace({ ...container, partitionKey: { ...partitionKey, paths: ['/tenantId'] } });
    expect(json.message).toContain('Document collection partition key cannot be changed.');
  });

  it('compares with if-match', async () => {
    const { container, replace } = await openShop();
    expect((await replace(container, { 'if-match': '"other"' })).status).toBe(412);
    expect((await replace(container, { 'if-match': container._etag })).status).toBe(200);
    expect((await replace(container, { 'if-match': container._etag })).status).toBe(412);
  });

  it('answers 404 for a container or database that does not exist', async () => {
    const { client, container } = await openShop();
    expect((await client.send('PUT', '/dbs/shop/colls/none', { body: { ...container, id: 'none' } })).status).toBe(404);
    const inNone = await client.send('PUT', '/dbs/none/colls/orders', { body: container });
    expect([inNone.status, inNone.headers['x-ms-substatus']]).toEqual([404, '1003']);
  });
});

describe('a container that was created again', () => {
  async function createAgain() {
    const { client, container: old } = await openShop();
    await client.send('POST', `${path}/docs`, { pk: ['ada'], body: { id: '1', customerId: 'ada' } });
    await client.send('DELETE', path);
    const { json: container } = await client.send('POST', '/dbs/shop/colls', { body: { id: 'orders', partitionKey } });
    return { client, old, container };
  }
  const answerOf = ({ status, headers }: { status: number; headers: Readonly<Record<string, string>> }) =>
    headers['x-ms-substatus'] === undefined ? [status] : [status, Number(headers['x-ms-substatus'])];

  it('holds nothing of the old one', async () => {
    const { client } = await createAgain();
    expect((await client.send('GET', `${path}/docs/1`, { pk: ['ada'] })).status).toBe(404);
    expect((await client.send('GET', `${path}/docs`)).json._count).toBe(0);
  });

  it('is not found by the old resource id', async () => {
    const { client, old } = await createAgain();
    const owned = await client.send('GET', `/${old._self}docs/1`, { pk: ['ada'] });
    expect(answerOf(await client.send('GET', `/${old._self}`))).toEqual([404]);
    expect(answerOf(owned)).toEqual([404, 1003]);
  });

  it('refuses with 400/1024 whatever is meant for the old one', async () => {
    const { client, old, container } = await createAgain();
    const intend = (rid: string) => ({ 'x-ms-cosmos-intended-collection-rid': rid });
    const requests = [
      ['GET', path, {}],
      ['GET', `${path}/pkranges`, {}],
      ['POST', `${path}/docs`, { pk: ['ada'], body: { id: '2', customerId: 'ada' } }],
      ['GET', `${path}/docs`, {}],
    ] as const;
    for (const [method, to, options] of requests) {
      const wrong = await client.send(method, to, { ...options, headers: intend(old._rid) });
      expect([to, answerOf(wrong)]).toEqual([to, [400, 1024]]);
      const right = await client.send(method, to, { ...options, headers: intend(container._rid) });
      expect(right.status).toBeLessThan(300);
    }
  });

  it('refuses with 410/1000 a range of the old one, with 410/1002 one that never was', async () => {
    const { client, old, container } = await createAgain();
    const list = async (rangeId: string, more: Record<string, string> = {}) =>
      answerOf(
        await client.send('GET', `${path}/docs`, {
          headers: { 'x-ms-documentdb-partitionkeyrangeid': rangeId, ...more },
        }),
      );
    expect(await list(`${old._rid},0`)).toEqual([410, 1000]);
    expect(await list(`${old._rid},0`, { 'a-im': 'Incremental Feed' })).toEqual([410, 1000]);
    expect(await list(`${container._rid},0`)).toEqual([200]);
    expect(await list('0')).toEqual([200]);
    expect(await list(`${container._rid},9`)).toEqual([410, 1002]);
    expect(await list('9')).toEqual([410, 1002]);
  });
});

describe('reading a container', () => {
  it('tells quota and usage when it is asked to', async () => {
    const { client } = await openShop();
    await client.send('POST', `${path}/docs`, { pk: ['ada'], body: { id: '1', customerId: 'ada' } });
    const { headers } = await client.send('GET', path, { headers: { 'x-ms-documentdb-populatequotainfo': 'True' } });
    expect(headers['x-ms-resource-quota']).toContain('collectionSize=');
    expect(headers['x-ms-resource-usage']).toContain('documentsCount=1;');
    expect(headers['x-ms-documentdb-collection-index-transformation-progress']).toBe('100');
    const plain = await client.send('GET', path);
    expect(plain.headers).not.toHaveProperty('x-ms-resource-quota');
  });

  it('keeps properties that the emulator does not know, until a replace leaves them out', async () => {
    const { client, container, replace } = await openShop();
    const dataMaskingPolicy = { isPolicyEnabled: true, includedPaths: [{ path: '/card' }] };
    expect((await replace({ ...container, dataMaskingPolicy, _odd: 1 })).json).toMatchObject({ dataMaskingPolicy });
    const { json: read } = await client.send('GET', path);
    expect(read).not.toHaveProperty('_odd');
    expect((await replace({ ...read, defaultTtl: 60 })).json).toMatchObject({ dataMaskingPolicy, defaultTtl: 60 });
    expect((await replace(container)).json).not.toHaveProperty('dataMaskingPolicy');
  });
});
