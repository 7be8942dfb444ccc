import { describe, expect, it } from '@jest/globals';
import type { EntityReference } from '@perdura/durable-client';
import { clientOf } from './fakes/client-of.ts';
import type { ScriptedReply } from './fakes/scripted-fetch.ts';

const counter: EntityReference<{ add: { input: number }; reset: { input: undefined } }, { n: number }> = {
  name: 'counter',
};
const found: ScriptedReply = { status: 200, body: '{"n":1}' };
const accepted: ScriptedReply = { status: 202 };

describe('readEntity', () => {
  it('answers the state of an entity, however it is named', async () => {
    const { client, requests } = clientOf([found, found, found]);
    const entityId = { name: 'counter', key: 'a b/c' };
    const snapshot = { entityId, state: { n: 1 } };
    expect(await client.readEntity(counter, 'a b/c')).toEqual(snapshot);
    expect(await client.readEntity(entityId)).toEqual(snapshot);
    expect(await client.readEntity('@counter@a b/c')).toEqual(snapshot);
    for (const { method, url } of requests) {
      expect(`${method} ${url}`).toBe('GET http://h/api/entities/counter/a%20b%2Fc?taskHub=Hub');
    }
  });

  it('answers undefined for one that is not there, and a state of null for one that has none', async () => {
    const { client } = clientOf([{ status: 404 }, { status: 200, body: 'null' }, { status: 200 }]);
    expect(await client.readEntity(counter, 'k')).toBeUndefined();
    expect((await client.readEntity(counter, 'k'))?.state).toBeNull();
    expect((await client.readEntity(counter, 'k'))?.state).toBeNull();
  });

  it('writes the empty key as a dollar sign', async () => {
    const { client, requests } = clientOf([found]);
    expect((await client.readEntity(counter, ''))?.entityId).toEqual({ name: 'counter', key: '' });
    expect(requests[0]?.url).toBe('http://h/api/entities/counter/$?taskHub=Hub'.replace('$', '%24'));
  });

  it('fails with the entity in its message', async () => {
    const { client } = clientOf([
      { status: 500, body: '{"Message":"x"}' },
      { status: 200, body: '<html>' },
    ]);
    await expect(client.readEntity(counter, 'k')).rejects.toThrow("Could not read entity '@counter@k': HTTP 500, x.");
    await expect(client.readEntity(counter, 'k')).rejects.toMatchObject({ code: 'invalid-response' });
  });
});

describe('signalEntity', () => {
  it('sends an operation with its input, or without', async () => {
    const { client, requests } = clientOf([accepted, accepted, accepted]);
    await client.signalEntity(counter, 'k', 'add', 5);
    await client.signalEntity(counter, 'k', 'reset');
    await client.signalEntity({ name: 'counter', key: '' }, 'add & more', '5');
    expect(requests.map(({ url, body }) => [url, body])).toEqual([
      ['http://h/api/entities/counter/k?taskHub=Hub&op=add', '5'],
      ['http://h/api/entities/counter/k?taskHub=Hub&op=reset', ''],
      ['http://h/api/entities/counter?taskHub=Hub&op=add%20%26%20more', '"5"'],
    ]);
    expect(requests.map(({ headers }) => headers.get('content-type'))).toEqual(Array(3).fill('application/json'));
  });

  it('fails with entity and operation in its message, and is sent once', async () => {
    const { client, requests } = clientOf([{ status: 404 }, new TypeError('fetch failed')]);
    await expect(client.signalEntity(counter, 'k', 'add', 1)).rejects.toMatchObject({
      code: 'not-found',
      message: "Could not signal entity '@counter@k' to 'add': HTTP 404.",
    });
    await expect(client.signalEntity(counter, 'k', 'add', 1)).rejects.toMatchObject({ code: 'network' });
    expect(requests).toHaveLength(2);
  });

  it.each([
    ['no operation', [counter, 'k']],
    ['a blank operation', [counter, 'k', ' ']],
    ['an input JSON cannot hold', [counter, 'k', 'add', 1n]],
    ['an unknown option', [counter, 'k', 'add', 1, { when: 'now' }]],
    ['options in the place of an input of an id', ['@counter@k', 'add', 1, 2]],
  ])('refuses %s', async (_what, given) => {
    const { client, requests } = clientOf();
    const signal = client.signalEntity.bind(client) as (...rest: readonly unknown[]) => Promise<void>;
    await expect(signal(...given)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });
});

describe('an entity', () => {
  it.each([
    ['nothing', [undefined]],
    ['a definition without a key', [counter]],
    ['a definition with a key that is no text', [counter, 7]],
    ['a blank key', [counter, '  ']],
    ['a key no URL carries', [counter, '..']],
    ['the key that stands for the empty one', [counter, '$']],
    ['a blank name', [{ name: '', key: 'k' }]],
    ['a name with an @', [{ name: 'a@b', key: 'k' }]],
    ['a text without a key', ['@counter']],
    ['a text without the first @', ['counter@k']],
  ])('is not %s', async (_what, given) => {
    const { client, requests } = clientOf();
    const read = client.readEntity.bind(client) as (...rest: readonly unknown[]) => Promise<unknown>;
    await expect(read(...given)).rejects.toThrow(TypeError);
    expect(requests).toEqual([]);
  });

  it('may have an @ in its key', async () => {
    const { client } = clientOf([found]);
    expect((await client.readEntity('@counter@a@b'))?.entityId).toEqual({ name: 'counter', key: 'a@b' });
  });
});

describe('listEntities', () => {
  const entityId = (key: string) => ({ name: 'counter', key });

  it('sends the whole filter, follows the tokens and parses the times', async () => {
    const listed = [{ entityId: entityId('1'), lastOperationTime: '2026-02-03T10:00:00', state: { n: 1 } }];
    const bare = [{ entityId: entityId('2'), lastOperationTime: null, state: null }];
    const { client, requests } = clientOf([
      { status: 200, headers: { 'x-ms-continuation-token': 't1' }, body: JSON.stringify(listed) },
      { status: 200, body: JSON.stringify(bare) },
    ]);
    const entities: unknown[] = [];
    const query = client.listEntities({
      entity: counter,
      lastOperationTimeFrom: new Date('2026-01-01T00:00:00Z'),
      lastOperationTimeTo: new Date('2026-03-01T00:00:00Z'),
      fetchState: true,
      pageSize: 1,
      continuationToken: 't0',
    });
    for await (const entity of query) entities.push(entity);
    expect(entities).toEqual([
      { entityId: entityId('1'), lastOperationTime: new Date('2026-02-03T10:00:00Z'), state: { n: 1 } },
      { entityId: entityId('2') },
    ]);
    expect(requests.map(({ headers }) => headers.get('x-ms-continuation-token'))).toEqual(['t0', 't1']);
    const [first] = requests.map(({ url }) => new URL(url));
    expect(first?.pathname).toBe('/api/entities/counter');
    expect(Object.fromEntries(first?.searchParams ?? [])).toEqual({
      taskHub: 'Hub',
      lastOperationTimeFrom: '2026-01-01T00:00:00.000Z',
      lastOperationTimeTo: '2026-03-01T00:00:00.000Z',
      fetchState: 'true',
      top: '1',
    });
  });

  it('lists those of every name without a filter, page by page on demand', async () => {
    const page = { status: 200, headers: { 'x-ms-continuation-token': 't1' }, body: '[]' };
    const { client, requests } = clientOf([page, page]);
    for await (const { entities, continuationToken } of client.listEntities().pages()) {
      expect([entities, continuationToken]).toEqual([[], 't1']);
      break;
    }
    for await (const _page of client.listEntities({ entity: 'counter' }).pages()) break;
    expect(requests.map(({ url }) => url)).toEqual([
      'http://h/api/entities?taskHub=Hub',
      'http://h/api/entities/counter?taskHub=Hub',
    ]);
  });

  it('does not pass on what is no entity', async () => {
    const { client } = clientOf([{ status: 200, body: '[{"entityId":"@counter@1"}]' }, { status: 500 }]);
    const first = () => client.listEntities()[Symbol.asyncIterator]().next();
    await expect(first()).rejects.toMatchObject({ code: 'invalid-response' });
    await expect(first()).rejects.toMatchObject({ code: 'http' });
  });

  it.each([
    { lastOperationTimeFrom: 'yesterday' },
    { lastOperationTimeTo: new Date(Number.NaN) },
    { fetchState: 1 },
    { pageSize: 0.5 },
    { continuationToken: 7 },
    { name: 'counter' },
  ])('refuses %j at once', (filter) => {
    expect(() => clientOf().client.listEntities(filter as never)).toThrow(TypeError);
  });

  it.each([{}, '', 'a@b'])('refuses %j for an entity', (entity) => {
    expect(() => clientOf().client.listEntities({ entity } as never)).toThrow(TypeError);
  });
});
