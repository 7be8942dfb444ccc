import { describe, expect, it } from '@jest/globals';
import { decimal, padded } from '../src/keys/key-format.ts';
import { murmur3 } from '../src/keys/murmur3.ts';
import { migrateGeneration } from '../src/migration/migrate-generation.ts';
import { GUID, guidOf, sceneOf } from './fakes/generations-scene.ts';
import { holdFirst, increment } from './fakes/interleavings.ts';

/** The traps, of twenty, that rows and their moves fall into; the others are beside: traps of keys, traps of purges. */
describe('traps of generations', () => {
  it('3: a missing table is not a missing row', async () => {
    const { process, service } = sceneOf(['readonly', 'active']);
    await service.client('gen1').deleteTable?.();
    service.finishDeletions();
    const partitioner = process('a', { migrate: 'onWrite' });
    const missing = { code: 'table-not-found', table: 'gen1' };
    await expect(partitioner.get(GUID)).rejects.toMatchObject(missing);
    await expect(partitioner.upsert(GUID, {})).rejects.toMatchObject(missing);
    await expect(partitioner.delete(GUID)).rejects.toMatchObject(missing);
    await expect(partitioner.queryAll().next()).rejects.toMatchObject(missing);
    expect(service.rows('gen2')).toEqual({});
  });

  it('6: an empty page with a token is not the end', async () => {
    const { process, put, service } = sceneOf(['readonly', 'active'], { pageSize: 1 });
    for (let row = 0; row < 20; row++) put(1, guidOf(row), { row });
    const found: string[] = [];
    for await (const { rowKey } of process('a').queryAll('row eq 19')) found.push(rowKey);
    expect(found).toEqual([guidOf(19)]);
    expect(service.calls.length).toBeGreaterThan(20);
  });

  it.each(['ResourceNotFound', 'EntityNotFound'])(
    '9: a single operation tells its code in the details: %s',
    async (code) => {
      const { process, service } = sceneOf(['readonly', 'active']);
      service.beforeCall = ({ operation }) => (operation === 'get' ? { status: 404, code } : undefined);
      expect(await process('a').get(GUID)).toBeUndefined();
      expect(await process('a').delete(GUID)).toBe(false);
    },
  );

  it('11: every spelling of a GUID is the same row', async () => {
    const { process, service } = sceneOf(['active']);
    const partitioner = process('a');
    await partitioner.create(GUID.toUpperCase(), { visits: 1 });
    const digits = GUID.replaceAll('-', '');
    for (const spelling of [GUID, `{${GUID}}`, `(${GUID.toUpperCase()})`, digits]) {
      await expect(partitioner.create(spelling, {})).rejects.toMatchObject({ code: 'row-exists' });
      expect(await partitioner.get(spelling)).toMatchObject({ rowKey: GUID, properties: { visits: 1 } });
    }
    expect(Object.keys(service.rows('gen1'))).toEqual([GUID]);
  });

  it('16: Timestamp is never sent, and carried by a move to its last digit', async () => {
    const { process, put, service } = sceneOf(['readonly', 'active']);
    put(1, GUID, { visits: 1 });
    const { timestamp } = service.stored('gen1', '1', GUID) ?? {};
    expect(timestamp).toMatch(/\.\d{7}Z$/);
    const partitioner = process('a', { migrate: 'onRead' });
    await expect(partitioner.update(GUID, { timestamp })).rejects.toThrow(TypeError);
    await partitioner.get(GUID);
    expect(service.stored('gen2', '1', GUID)?.values).toMatchObject({
      _idleSince: { value: timestamp, type: 'DateTime' },
    });
    const sent = service.calls.flatMap(({ detail }) => Object.keys((detail as object | undefined) ?? {}));
    expect(sent.filter((name) => name.toLowerCase() === 'timestamp')).toEqual([]);
  });

  it('17: another N or strategy for a generation that has rows is refused', async () => {
    const { process, generations, put } = sceneOf(['active']);
    put(1, GUID);
    const partitioner = process('a');
    for (const change of [{ partitions: 3 }, { strategy: murmur3 }, { keyFormat: padded(4) }, { table: 'other' }]) {
      const changed = generations.map((generation) => ({ ...generation, ...change }));
      expect(() => partitioner.refresh(changed)).toThrow(TypeError);
    }
    partitioner.refresh(generations.map((generation) => ({ ...generation, keyFormat: decimal() })));
    expect(await partitioner.get(GUID)).toBeDefined();
  });

  it('18: an update goes where the row lives, an upsert makes no second row, a delete leaves no older one', async () => {
    const { process, put, copies } = sceneOf(['readonly', 'readonly', 'active']);
    put(1, GUID, { visits: 1 });
    const partitioner = process('a');
    await partitioner.update(GUID, { visits: 2 });
    await partitioner.upsert(GUID, { seen: true });
    expect(copies(GUID)).toEqual({ 1: { visits: 2, seen: true } });
    put(2, GUID);
    await partitioner.delete(GUID);
    expect(copies(GUID)).toEqual({});
  });

  it('18: a delete survives a mover that was paused before it inserted', async () => {
    const { process, put, service } = sceneOf(['readonly', 'active']);
    put(1, GUID, { visits: 1 });
    const insert = holdFirst(service, ({ operation, who }) => operation === 'create' && who === 'mover');
    const moving = migrateGeneration(process('mover', { migrate: 'onWrite' }), { from: 1 });
    await insert.arrived;
    const other = process('other', { migrate: 'onWrite' });
    await other.delete(GUID);
    insert.release();
    expect(await moving).toMatchObject({ moved: 0, settled: 1, done: true });
    expect(await other.get(GUID)).toBeUndefined();
  });

  it.each(['update', 'create', 'delete'])(
    '19: a move fences first: no increment is lost before its %s',
    async (operation) => {
      const { process, put, service, copies } = sceneOf(['readonly', 'active']);
      put(1, GUID, { count: 0 });
      const step = holdFirst(service, (call) => call.operation === operation && call.who === 'mover');
      const moving = process('mover', { migrate: 'onWrite' }).move(GUID, { from: 1 });
      await step.arrived;
      await increment(process('writer', { migrate: 'never' }), GUID);
      step.release();
      await moving;
      await increment(process('writer', { migrate: 'never' }), GUID);
      expect(copies(GUID)).toMatchObject({ 2: { count: 2 } });
      expect(copies(GUID)[1]).toBeUndefined();
    },
  );

  it('19: a row keeps the clock it had before it was moved', async () => {
    const { process, put, service } = sceneOf(['readonly', 'active']);
    put(1, GUID);
    const writtenAtMs = service.nowMs;
    service.nowMs += 86_400_000;
    const partitioner = process('a', { migrate: 'onWrite' });
    await migrateGeneration(partitioner, { from: 1 });
    expect((await partitioner.get(GUID))?.lastWrittenAt.getTime()).toBe(writtenAtMs);
  });
});
