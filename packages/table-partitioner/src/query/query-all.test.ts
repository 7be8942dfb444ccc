import { describe, expect, it } from '@jest/globals';
import type { FakeServiceOptions } from '../../test/fakes/fake-table-service.ts';
import { GUID, generationsIn, guidOf, type Scene, sceneOf } from '../../test/fakes/generations-scene.ts';
import type { GenerationState } from '../partitioner/generation.ts';
import type { FoundRow, Partitioner } from '../partitioner/partitioner.ts';
import { isSortedService } from './is-sorted-service.ts';
import type { QueryOptions } from './query-options.ts';

const collect = async (rows: AsyncIterable<FoundRow>): Promise<FoundRow[]> => {
  const found: FoundRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
};
const keysOf = async (rows: AsyncIterable<FoundRow>): Promise<string[]> =>
  (await collect(rows)).map(({ rowKey }) => rowKey);

/** So many rows in one generation of 16 partitions. */
function filled(count: number, options: FakeServiceOptions = {}): Scene & { partitioner: Partitioner; keys: string[] } {
  const scene = sceneOf(['readonly', 'readonly', 'readonly', 'active'], options);
  const [, , , last] = generationsIn('readonly', 'readonly', 'readonly', 'active');
  if (last === undefined) throw new Error('there are four');
  const keys = Array.from({ length: count }, (_, row) => guidOf(row * 7));
  for (const [row, key] of keys.entries()) scene.put(4, key, { row, parity: row % 2 === 0 ? 'even' : 'odd' });
  return { ...scene, partitioner: scene.process('a', { generations: [last] }), keys };
}

describe('queryAll', () => {
  it.each<[QueryOptions, FakeServiceOptions]>([
    [{ order: 'none' }, {}],
    [{ order: 'none' }, { cosmos: true }],
    [{ order: 'rowKey' }, {}],
    [{ order: 'rowKey' }, { cosmos: true }],
  ])('gives every row once, with %j of a service with %j', async (query, service) => {
    const { partitioner, keys } = filled(200, { ...service, pageSize: 3 });
    const found = await keysOf(partitioner.queryAll(undefined, query));
    expect(query.order === 'rowKey' ? found : found.toSorted()).toEqual(keys);
    expect(await keysOf(partitioner.queryAll("parity eq 'odd' or row eq 0", query))).toHaveLength(101);
  });

  it('gives what get gives', async () => {
    const { partitioner } = filled(1);
    const [row] = await collect(partitioner.queryAll());
    expect(row).toEqual(await partitioner.get(guidOf(0)));
  });

  it('gives only what is selected', async () => {
    const { partitioner } = filled(1);
    const [row] = await collect(partitioner.queryAll(undefined, { select: ['parity', 'none'] }));
    expect(row?.properties).toEqual({ parity: 'even' });
    expect(row?.lastWrittenAt.getTime()).toBeGreaterThan(0);
  });

  it.each(['none', 'rowKey'] as const)(
    'asks at most so many partitions at the same time in order %s',
    async (order) => {
      for (const concurrency of [1, 3, 8]) {
        const { partitioner, service } = filled(100, { pageSize: 4 });
        service.beforeCall = () => new Promise((resolve) => setImmediate(() => resolve(undefined)));
        await collect(partitioner.queryAll(undefined, { order, concurrency }));
        expect(service.listings.most).toBe(concurrency);
      }
    },
  );

  it('asks nothing before the first row is taken, and nothing more while none is', async () => {
    const { partitioner, service } = filled(400, { pageSize: 5 });
    const rows = partitioner.queryAll(undefined, { concurrency: 4 });
    await new Promise((resolve) => setImmediate(resolve));
    expect(service.calls).toHaveLength(0);
    await rows.next();
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    // A page of each of the four: the first is being taken, the others wait.
    expect(service.calls).toHaveLength(4);
    await rows.return(undefined);
  });

  it('takes an empty page with a successor for what it is', async () => {
    const { partitioner, keys } = filled(100, { pageSize: 2 });
    for (const order of ['none', 'rowKey'] as const) {
      expect(await keysOf(partitioner.queryAll('row eq 99', { order }))).toEqual([keys[99]]);
    }
  });

  it('ends the requests under way when nobody takes more rows', async () => {
    const { partitioner } = filled(100, { pageSize: 2 });
    let aborted = 0;
    const original = partitioner.table(4);
    const list = original.listEntities.bind(original);
    original.listEntities = (options = {}) => {
      options.abortSignal?.addEventListener('abort', () => aborted++);
      return list(options);
    };
    for await (const row of partitioner.queryAll(undefined, { concurrency: 2 })) {
      expect(row.generation).toBe(4);
      break;
    }
    expect(aborted).toBeGreaterThan(0);
  });

  it('throws the reason of a signal that aborts', async () => {
    const { partitioner } = filled(100, { pageSize: 2 });
    for (const order of ['none', 'rowKey'] as const) {
      const abort = new AbortController();
      const reason = new Error('enough');
      const taking = (async () => {
        for await (const _ of partitioner.queryAll(undefined, { order, signal: abort.signal })) abort.abort(reason);
      })();
      await expect(taking).rejects.toBe(reason);
    }
    const aborted = AbortSignal.abort(new Error('before'));
    await expect(partitioner.queryAll(undefined, { signal: aborted }).next()).rejects.toThrow('before');
  });

  it('asks again for a page that was throttled, and gives up in the end', async () => {
    const { partitioner, service, keys } = filled(40);
    let calls = 0;
    service.beforeCall = () => (calls++ % 3 === 0 ? { status: 429, code: 'TooManyRequests' } : undefined);
    expect((await keysOf(partitioner.queryAll())).toSorted()).toEqual(keys);
    service.beforeCall = () => ({ status: 403, code: 'AuthorizationFailure' });
    await expect(collect(partitioner.queryAll())).rejects.toMatchObject({ code: 'access-denied' });
    await expect(collect(partitioner.queryAll(undefined, { order: 'rowKey' }))).rejects.toMatchObject({
      code: 'access-denied',
    });
  });

  it('refuses to merge what a service lists out of order', async () => {
    const scene = sceneOf(['active'], { cosmos: true });
    for (let row = 0; row < 20; row++) scene.put(1, guidOf(row));
    const partitioner = scene.process('a', {
      table: (name) => ({ ...scene.service.client(name), url: 'https://account.table.core.example.invalid' }),
    });
    await expect(collect(partitioner.queryAll(undefined, { order: 'rowKey' }))).rejects.toMatchObject({
      code: 'unreadable-answer',
      message: expect.stringContaining('was not listed in the order of its keys'),
    });
  });

  it.each<readonly [string, string | undefined, object, string]>([
    ['an unknown option', undefined, { limit: 1 }, 'queryAll has no option "limit"'],
    ['an empty filter', ' ', {}, 'is an OData condition'],
    ['an unknown order', undefined, { order: 'key' }, "'none' or 'rowKey'"],
    ['no concurrency', undefined, { concurrency: 0 }, 'from 1 to 1000'],
    ['a select that is no list', undefined, { select: 'row' }, 'is a list of names'],
    ['a signal that is none', undefined, { signal: 1 }, 'is an AbortSignal'],
  ])('refuses %s', (_what, filter, options, message) => {
    const { partitioner } = filled(1);
    expect(() => partitioner.queryAll(filter, options)).toThrow(message);
    expect(() => partitioner.queryAll(filter, options)).toThrow(TypeError);
  });
});

describe('queryAll over several generations', () => {
  const states: readonly GenerationState[] = ['retired', 'readonly', 'active'];

  it.each(['none', 'rowKey'] as const)('reads all that are read, in order %s', async (order) => {
    const { process, put } = sceneOf(states);
    put(1, guidOf(1));
    put(2, guidOf(3));
    put(3, guidOf(2));
    put(2, guidOf(4), { _deleted: true });
    const found = await collect(process('a').queryAll(undefined, { order }));
    expect(found.map(({ rowKey, generation }) => [rowKey, generation]).toSorted()).toEqual([
      [guidOf(2), 3],
      [guidOf(3), 2],
    ]);
  });

  it.each(['none', 'rowKey'] as const)(
    'gives a row once that moves while it is queried, in order %s',
    async (order) => {
      for (let pause = 1; pause < 12; pause++) {
        const { process, put, service } = sceneOf(['readonly', 'active']);
        put(1, GUID, { visits: 1 });
        let listed = 0;
        service.beforeCall = async ({ operation, who }) => {
          if (operation === 'list' && ++listed === pause && who === 'reader') {
            await process('mover', { migrate: 'onRead' }).get(GUID);
          }
          return undefined;
        };
        const rows = process('reader', { migrate: 'onWrite' }).queryAll(undefined, { order, concurrency: 2 });
        expect(await collect(rows)).toMatchObject([{ rowKey: GUID, properties: { visits: 1 } }]);
      }
    },
  );

  it('lets the newest copy hide older ones in order of keys, and a tombstone hide all', async () => {
    const { process, put } = sceneOf(['readonly', 'active']);
    put(1, guidOf(1), { from: 1 });
    put(2, guidOf(1), { from: 2 });
    put(1, guidOf(2), { from: 1 });
    put(2, guidOf(2), { _deleted: true });
    const found = await collect(process('a').queryAll(undefined, { order: 'rowKey' }));
    expect(found.map(({ properties }) => properties)).toEqual([{ from: 2 }]);
  });
});

describe('isSortedService', () => {
  it.each([
    ['https://account.table.core.windows.net', true],
    ['http://127.0.0.1:10002/devstoreaccount1', true],
    ['https://account.table.cosmos.azure.com:443/', false],
    ['https://account.table.cosmosdb.azure.com', false],
    ['https://localhost:8902', false],
  ])('says of %s: %s', (url, sorted) => {
    expect(isSortedService(url)).toBe(sorted);
  });
});
