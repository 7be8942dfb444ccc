import { describe, expect, it } from '@jest/globals';
import { GUID, sceneOf } from '../../test/fakes/generations-scene.ts';
import type { TableLike } from '../service/table-like.ts';
import type { UpdateOptions } from './partitioner.ts';

describe('a partitioner of one generation', () => {
  it('creates, reads, updates and deletes a row by its GUID', async () => {
    const { process, copies } = sceneOf(['active']);
    const partitioner = process('a');

    expect(await partitioner.get(GUID)).toBeUndefined();
    const created = await partitioner.create(`{${GUID}}`, { user: 'ada', visits: 1 });
    expect(created).toEqual({ generation: 1, etag: expect.stringMatching(/^W\//) });
    expect(await partitioner.get(GUID)).toEqual({
      generation: 1,
      table: 'gen1',
      partitionKey: '1',
      rowKey: GUID,
      etag: created.etag,
      lastWrittenAt: expect.any(Date),
      properties: { user: 'ada', visits: 1 },
    });

    await partitioner.update(GUID, { visits: 2 });
    expect(copies(GUID)).toEqual({ 1: { user: 'ada', visits: 2 } });
    await partitioner.update(GUID, { visits: 3 }, { mode: 'Replace' });
    expect(copies(GUID)).toEqual({ 1: { visits: 3 } });

    expect(await partitioner.delete(GUID)).toBe(true);
    expect(await partitioner.delete(GUID)).toBe(false);
    expect(copies(GUID)).toEqual({});
  });

  it('sends one request for a row that is created or read', async () => {
    const { process, service } = sceneOf(['active']);
    await process('a', { migrate: 'onRead' }).create(GUID, {});
    await process('a', { migrate: 'onRead' }).get(GUID);
    expect(service.calls.map(({ operation }) => operation)).toEqual(['create', 'get']);
  });

  it('sends one request for a change on condition of its ETag', async () => {
    const { process, service } = sceneOf(['active']);
    const { etag = '' } = await process('a').create(GUID, {});
    service.calls.length = 0;
    const { etag: newer = '' } = await process('a').update(GUID, { visits: 1 }, { etag });
    expect(await process('a').delete(GUID, { etag: newer })).toBe(true);
    expect(service.calls.map(({ operation }) => operation)).toEqual(['update', 'delete']);
    expect(await process('a').delete(GUID, { etag: newer })).toBe(false);
    await expect(process('a').update(GUID, {}, { etag })).rejects.toMatchObject({ code: 'row-not-found' });
  });

  it('refuses to create a row that exists', async () => {
    const { process } = sceneOf(['active']);
    await process('a').create(GUID, {});
    await expect(process('b').create(GUID, {})).rejects.toMatchObject({ code: 'row-exists', status: 409 });
  });

  it('refuses to update a row that does not exist', async () => {
    const { process } = sceneOf(['active']);
    await expect(process('a').update(GUID, {})).rejects.toMatchObject({ code: 'row-not-found' });
  });

  it('changes and deletes a row only with the ETag asked for', async () => {
    const { process, copies } = sceneOf(['active']);
    const partitioner = process('a');
    const { etag = '' } = await partitioner.create(GUID, { visits: 1 });
    const { etag: newer = '' } = await partitioner.update(GUID, { visits: 2 }, { etag });

    await expect(partitioner.update(GUID, { visits: 9 }, { etag })).rejects.toMatchObject({ code: 'row-changed' });
    await expect(partitioner.delete(GUID, { etag })).rejects.toMatchObject({ code: 'row-changed' });
    expect(copies(GUID)).toEqual({ 1: { visits: 2 } });
    expect(await partitioner.delete(GUID, { etag: newer })).toBe(true);
  });

  it('takes the ETag * for any', async () => {
    const { process, copies } = sceneOf(['active']);
    await process('a').create(GUID, { visits: 1 });
    await process('a').update(GUID, { visits: 2 }, { etag: '*' });
    expect(copies(GUID)).toEqual({ 1: { visits: 2 } });
    expect(await process('a').delete(GUID, { etag: '*' })).toBe(true);
  });

  it('refuses an update that another process outran between reading and writing', async () => {
    const { process, service, copies } = sceneOf(['active']);
    const { etag = '' } = await process('a').create(GUID, { visits: 1 });
    let first = true;
    service.beforeCall = async ({ operation, who }) => {
      if (operation !== 'update' || who !== 'a' || !first) return undefined;
      first = false;
      await process('b').update(GUID, { visits: 2 });
      return undefined;
    };
    await expect(process('a').update(GUID, { visits: 9 }, { etag })).rejects.toMatchObject({ code: 'row-changed' });
    first = true;
    await process('a').update(GUID, { seen: true });
    expect(copies(GUID)).toEqual({ 1: { visits: 2, seen: true } });
  });

  it('creates or updates with upsert, also when another process creates the row meanwhile', async () => {
    const { process, service, copies } = sceneOf(['active']);
    let first = true;
    service.beforeCall = async ({ operation, who }) => {
      if (operation !== 'create' || who !== 'a' || !first) return undefined;
      first = false;
      await process('b').create(GUID, { by: 'b', visits: 1 });
      return undefined;
    };
    await process('a').upsert(GUID, { visits: 2 });
    expect(copies(GUID)).toEqual({ 1: { by: 'b', visits: 2 } });
    await process('a').upsert(GUID, { visits: 3 }, { mode: 'Replace' });
    expect(copies(GUID)).toEqual({ 1: { visits: 3 } });
  });

  it('takes a missing table for what it is, not for a missing row', async () => {
    const { process, service } = sceneOf(['active']);
    await service.client('gen1').deleteTable?.();
    await expect(process('a').get(GUID)).rejects.toMatchObject({ code: 'table-being-deleted', table: 'gen1' });
    service.finishDeletions();
    await expect(process('a').get(GUID)).rejects.toMatchObject({ code: 'table-not-found', table: 'gen1' });
    await expect(process('a').delete(GUID)).rejects.toMatchObject({ code: 'table-not-found' });
    await expect(process('a').upsert(GUID, {})).rejects.toMatchObject({ code: 'table-not-found' });
  });

  it('repeats what the service throttled, and gives up in the end', async () => {
    const { process, service } = sceneOf(['active']);
    let throttled = 0;
    service.beforeCall = () => (throttled++ < 2 ? { status: 429, code: 'TooManyRequests' } : undefined);
    await process('a').create(GUID, {});
    expect(service.calls).toHaveLength(3);

    service.beforeCall = () => ({ status: 429, code: 'TooManyRequests' });
    await expect(process('a', { retry: { maxRetries: 1 } }).get(GUID)).rejects.toMatchObject({ code: 'service-busy' });
    expect(service.calls).toHaveLength(5);
  });

  it('repeats a lost read, and not a change that may have been made', async () => {
    const { process, service } = sceneOf(['active']);
    await process('a').create(GUID, { visits: 1 });
    let lost = 0;
    service.beforeCall = ({ operation }) => (operation === 'get' && lost++ === 0 ? { lost: 'after' } : undefined);
    expect(await process('a').get(GUID)).toMatchObject({ properties: { visits: 1 } });

    service.beforeCall = ({ operation }) => (operation === 'update' ? { lost: 'after' } : undefined);
    await expect(process('a').update(GUID, { visits: 2 })).rejects.toMatchObject({ code: 'service-busy' });
  });

  it('waits as long as the service asks', async () => {
    const { process, service } = sceneOf(['active']);
    const waits: number[] = [];
    let throttled = 0;
    service.beforeCall = () =>
      throttled++ === 0
        ? { status: 429, code: 'TooManyRequests', headers: { 'x-ms-retry-after-ms': '1234' } }
        : undefined;
    const clock = { now: () => 0, sleep: async (delayMs: number) => void waits.push(delayMs) };
    await process('a', { clock, random: () => 0 }).get(GUID);
    expect(waits).toEqual([1234]);
  });

  it('ends an operation whose signal aborts', async () => {
    const { process, service } = sceneOf(['active']);
    const reason = new Error('enough');
    await expect(process('a').get(GUID, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(service.calls).toEqual([]);
  });

  it.each([
    ['its own', '_moving', 'is used by moves of rows'],
    ['a key', 'rowKey', 'keys come from the GUID'],
    ['a timestamp', 'timestamp', 'the rest from the service'],
    ["the service's timestamp", 'Timestamp', 'the rest from the service'],
    ["the protocol's", 'odata.etag', 'the rest from the service'],
  ])('refuses to write a property that is %s', async (_what, name, message) => {
    const { process, service } = sceneOf(['active']);
    const partitioner = process('a');
    await expect(partitioner.create(GUID, { [name]: 1 })).rejects.toThrow(message);
    await expect(partitioner.update(GUID, { [name]: 1 })).rejects.toThrow(TypeError);
    await expect(partitioner.upsert(GUID, { [name]: 1 })).rejects.toThrow(TypeError);
    expect(service.calls).toEqual([]);
  });

  it('refuses unknown options and modes before it sends anything', async () => {
    const { process, service } = sceneOf(['active']);
    const partitioner = process('a');
    const wrong = { etags: 1 } as unknown as UpdateOptions;
    await expect(partitioner.get(GUID, wrong)).rejects.toThrow('get has no option "etags"');
    await expect(partitioner.create(GUID, {}, wrong)).rejects.toThrow('create has no option');
    await expect(partitioner.update(GUID, {}, wrong)).rejects.toThrow('update has no option');
    await expect(partitioner.upsert(GUID, {}, wrong)).rejects.toThrow('upsert has no option');
    await expect(partitioner.delete(GUID, wrong)).rejects.toThrow('delete has no option');
    const mode = { mode: 'merge' } as unknown as UpdateOptions;
    await expect(partitioner.update(GUID, {}, mode)).rejects.toThrow("'Merge' or 'Replace'");
    await expect(partitioner.upsert(GUID, {}, mode)).rejects.toThrow("'Merge' or 'Replace'");
    for (const etag of ['', null, 1]) {
      await expect(partitioner.update(GUID, {}, { etag } as UpdateOptions)).rejects.toThrow('The option etag is');
      await expect(partitioner.delete(GUID, { etag } as UpdateOptions)).rejects.toThrow(TypeError);
    }
    await expect(partitioner.create(GUID, [] as object)).rejects.toThrow('are an object');
    await expect(partitioner.get('nobody')).rejects.toMatchObject({ code: 'invalid-guid' });
    expect(service.calls).toEqual([]);
  });

  it('refuses an unknown way to look up or to migrate', () => {
    const { process } = sceneOf(['active']);
    expect(() => process('a', { lookup: 'both' as 'parallel' })).toThrow("'sequential' or 'parallel', not \"both\"");
    expect(() => process('a', { migrate: 'always' as 'never' })).toThrow(
      "'never' or 'onDemand' or 'onWrite' or 'onRead'",
    );
    expect(() => process('a', { retry: { retries: 1 } as object })).toThrow(
      'The option retry of createPartitioner has no',
    );
  });

  it('names the method that a client lacks', async () => {
    const { process, service } = sceneOf(['active']);
    const lacking = { ...service.client('gen1'), updateEntity: undefined } as unknown as TableLike;
    await expect(process('a', { table: () => lacking }).get(GUID)).rejects.toThrow('has no updateEntity');
  });
});

describe('a partitioner of several generations that never moves rows', () => {
  it('locates a row in all that are read, the newest first', () => {
    const partitioner = sceneOf(['retired', 'readonly', 'active', 'announced']).process('a');
    expect(partitioner.locate(GUID).map(({ generation, partitionKey }) => [generation, partitionKey])).toEqual([
      [4, '5'],
      [3, '5'],
      [2, '1'],
    ]);
  });

  it.each(['sequential', 'parallel'] as const)('finds a row wherever it is by %s lookup', async (lookup) => {
    const { process, put, service } = sceneOf(['readonly', 'readonly', 'active']);
    const partitioner = process('a', { lookup });
    put(1, GUID, { from: 1 });
    expect(await partitioner.get(GUID)).toMatchObject({ generation: 1, properties: { from: 1 } });
    expect(service.calls).toHaveLength(3);
    put(2, GUID, { from: 2 });
    expect(await partitioner.get(GUID)).toMatchObject({ generation: 2, properties: { from: 2 } });
    expect(service.calls).toHaveLength(lookup === 'parallel' ? 6 : 5);
  });

  it('asks for all generations at once in parallel lookup', async () => {
    const { process, service } = sceneOf(['readonly', 'readonly', 'active']);
    let arrived = 0;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    service.beforeCall = () => {
      if (++arrived === 3) resolve(undefined);
      return promise;
    };
    expect(await process('a', { lookup: 'parallel' }).get(GUID)).toBeUndefined();
  });

  it('creates in the active one, updates where the row lives', async () => {
    const { process, put, copies } = sceneOf(['readonly', 'active']);
    put(1, GUID, { visits: 1 });
    expect(await process('a').update(GUID, { visits: 2 })).toMatchObject({ generation: 1 });
    expect(await process('a').upsert(GUID, { seen: true })).toMatchObject({ generation: 1 });
    expect(copies(GUID)).toEqual({ 1: { visits: 2, seen: true } });
  });

  it('creates without looking into older generations unless asked to', async () => {
    const { process, put, service, copies } = sceneOf(['readonly', 'active']);
    put(1, GUID, { from: 1 });
    await expect(process('a').create(GUID, {}, { checkOlder: true })).rejects.toMatchObject({ code: 'row-exists' });
    service.calls.length = 0;
    expect(await process('a').create(GUID, { from: 2 })).toMatchObject({ generation: 2 });
    expect(service.calls).toHaveLength(1);
    expect(copies(GUID)).toEqual({ 1: { from: 1 }, 2: { from: 2 } });
  });

  it('deletes all copies, the oldest first, and leaves nothing', async () => {
    const { process, put, copies, service } = sceneOf(['readonly', 'readonly', 'active']);
    for (const generation of [1, 2, 3]) put(generation, GUID);
    expect(await process('a').delete(GUID)).toBe(true);
    expect(copies(GUID)).toEqual({});
    const deletes = service.calls.filter(({ operation }) => operation === 'delete');
    expect(deletes.map(({ table }) => table)).toEqual(['gen1', 'gen2', 'gen3']);
  });

  it('reads the announced generation, and writes where its rows already are', async () => {
    const { process, put, copies } = sceneOf(['active', 'announced']);
    put(2, GUID, { visits: 1 });
    expect(await process('a').update(GUID, { visits: 2 })).toMatchObject({ generation: 2 });
    await expect(process('a').create(GUID, {})).rejects.toMatchObject({ code: 'row-exists' });
    expect(copies(GUID)).toEqual({ 2: { visits: 2 } });
    expect(await process('a').delete(GUID)).toBe(true);
    expect(await process('a').create(GUID, {})).toMatchObject({ generation: 1 });
  });

  it('does not ask retired generations', async () => {
    const { process, put, service } = sceneOf(['retired', 'active']);
    put(1, GUID);
    expect(await process('a').get(GUID)).toBeUndefined();
    expect(service.calls.map(({ table }) => table)).toEqual(['gen2']);
  });
});

describe('refresh', () => {
  it('goes on with a generation that became active', async () => {
    const { process, generations } = sceneOf(['active', 'announced']);
    const partitioner = process('a');
    const [first, second] = generations;
    if (first === undefined || second === undefined) throw new Error('there are two');
    partitioner.refresh([
      { ...first, state: 'readonly' },
      { ...second, state: 'active' },
    ]);
    expect(await partitioner.create(GUID, {})).toMatchObject({ generation: 2 });
    expect(partitioner.partitions()).toEqual(['0', '1', '2', '3']);
    expect(partitioner.generations.map(({ state }) => state)).toEqual(['readonly', 'active']);
    expect(() => partitioner.refresh(generations)).toThrow('the older 1 cannot be active again');
  });

  it.each([
    ['its number of partitions', { partitions: 3 }, 'published with partitions 2; it cannot become 3'],
    ['its strategy', { strategy: { name: 'first', partitionOf: () => 0 } }, 'strategy byteSum; it cannot become first'],
    ['its key format', { keyFormat: { name: 'x', keyOf: String } }, 'keyFormat decimal; it cannot become x'],
    ['its table', { table: 'other' }, 'table gen1; it cannot become other'],
  ])('refuses a generation that changed %s', (_what, changes, message) => {
    const { process, generations } = sceneOf(['active']);
    const partitioner = process('a');
    expect(() => partitioner.refresh(generations.map((generation) => ({ ...generation, ...changes })))).toThrow(
      message,
    );
    expect(partitioner.generations).toEqual(generations);
  });

  it('refuses to lose a generation that is not retired', () => {
    const { process, generations } = sceneOf(['readonly', 'active']);
    const partitioner = process('a');
    expect(() => partitioner.refresh(generations.slice(1))).toThrow('Generation 1 is readonly and now missing');
  });
});
