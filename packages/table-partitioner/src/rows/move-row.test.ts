import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FakeCall } from '../../test/fakes/fake-table-service.ts';
import { GUID, type Scene, sceneOf } from '../../test/fakes/generations-scene.ts';
import { holdFirst, increment } from '../../test/fakes/interleavings.ts';

const two = (): Scene => sceneOf(['readonly', 'active']);
/** The step of a move by its request: the fence, the insert, the delete of the old row. */
const STEPS: Readonly<Record<string, (call: FakeCall) => boolean>> = {
  fence: ({ operation, table }) => operation === 'update' && table === 'gen1',
  insert: ({ operation, table }) => operation === 'create' && table === 'gen2',
  delete: ({ operation, table }) => operation === 'delete' && table === 'gen1',
};
const step = (name: string, who: string) => (call: FakeCall) => call.who === who && STEPS[name]?.(call) === true;

describe('moving rows', () => {
  it.each(['onRead', 'onWrite'] as const)('moves a row to the active generation %s', async (migrate) => {
    const { put, process, copies } = two();
    put(1, GUID, { visits: 1 });
    const partitioner = process('a', { migrate });

    const read = await partitioner.get(GUID);
    expect(read).toMatchObject({ generation: migrate === 'onRead' ? 2 : 1, properties: { visits: 1 } });
    await partitioner.update(GUID, { visits: 2 });
    expect(await partitioner.get(GUID)).toMatchObject({ generation: 2, properties: { visits: 2 } });
    expect(Object.keys(copies(GUID))).toEqual(['2']);
  });

  it('moves nothing on demand until it is asked to, and updates rows where they are', async () => {
    const { put, process, copies } = two();
    put(1, GUID, { visits: 1 });
    const partitioner = process('a', { migrate: 'onDemand' });
    await partitioner.get(GUID);
    await partitioner.update(GUID, { visits: 2 });
    await partitioner.upsert(GUID, { visits: 3 });
    expect(copies(GUID)).toEqual({ 1: { visits: 3 } });
    expect(await partitioner.move(GUID, { from: 1 })).toBe(true);
    expect(await partitioner.move(GUID, { from: 1 })).toBe(false);
    expect(copies(GUID)).toMatchObject({ 2: { visits: 3 } });
    expect(copies(GUID)[1]).toBeUndefined();
    await partitioner.delete(GUID);
    expect(copies(GUID)).toEqual({ 2: { _deleted: true } });
  });

  it('fences, inserts, deletes: in this order, each on condition', async () => {
    const { put, process, service } = two();
    put(1, GUID);
    await process('a', { migrate: 'onRead' }).get(GUID);
    const changes = service.calls.filter(({ operation }) => operation !== 'get');
    expect(changes.map(({ operation, table }) => `${operation} ${table}`)).toEqual([
      'update gen1',
      'create gen2',
      'delete gen1',
    ]);
  });

  it('keeps every value with its type and to its last digit', async () => {
    const { put, process, service } = two();
    const properties = {
      text: 'x',
      flag: true,
      small: 7,
      half: 0.5,
      large: { value: 3_000_000_000, type: 'Double' },
      none: { value: 'NaN', type: 'Double' },
      long: 2n ** 53n + 1n,
      bytes: Uint8Array.of(1, 2, 255),
      id: { value: GUID, type: 'Guid' },
      precise: { value: '2026-11-20T23:19:06.0663733Z', type: 'DateTime' },
    };
    put(1, GUID, properties);
    const before = service.stored('gen1', '1', GUID)?.values;
    const moved = await process('a', { migrate: 'onRead' }).get(GUID);
    const { _idleSince, ...after } = service.stored('gen2', '1', GUID)?.values ?? {};
    expect(after).toEqual(before);
    expect(moved?.properties).toMatchObject({
      large: 3_000_000_000,
      long: 2n ** 53n + 1n,
      bytes: Uint8Array.of(1, 2, 255),
    });
  });

  it('carries when the row was last written, and forgets it once it is written again', async () => {
    const { put, process, service, copies } = two();
    put(1, GUID);
    const { timestamp } = service.stored('gen1', '1', GUID) ?? {};
    service.nowMs += 3_600_000;
    const partitioner = process('a', { migrate: 'onRead' });
    const writtenAt = new Date(String(timestamp));

    expect(await partitioner.get(GUID)).toMatchObject({ generation: 2, lastWrittenAt: writtenAt, properties: {} });
    expect(service.stored('gen2', '1', GUID)?.values).toMatchObject({
      _idleSince: { value: timestamp, type: 'DateTime' },
    });
    expect(copies(GUID)).toEqual({ 2: { _idleSince: writtenAt } });

    await partitioner.update(GUID, { seen: true });
    const again = await partitioner.get(GUID);
    expect(again?.lastWrittenAt.getTime()).toBeGreaterThanOrEqual(writtenAt.getTime() + 3_600_000);
    expect(copies(GUID)).toEqual({ 2: { seen: true, _idleSince: new Date('9999-12-31') } });
  });

  it('carries it through a second move', async () => {
    const { put, process, service } = sceneOf(['readonly', 'readonly', 'active']);
    const [first, second, third] = process('x').generations;
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three');
    put(1, GUID);
    const { timestamp } = service.stored('gen1', '1', GUID) ?? {};
    service.nowMs += 3_600_000;
    const generations = [first, { ...second, state: 'active' as const }];
    await process('a', { generations, migrate: 'onRead' }).get(GUID);
    service.nowMs += 3_600_000;
    await process('a', { migrate: 'onRead' }).get(GUID);
    expect(service.stored('gen3', '5', GUID)?.values).toMatchObject({ _idleSince: { value: timestamp } });
  });

  it.each([
    ['fence', 'before'],
    ['fence', 'after'],
    ['insert', 'before'],
    ['insert', 'after'],
    ['delete', 'before'],
    ['delete', 'after'],
  ] as const)('is finished by the next reader when its process dies at the %s, %s it is done', async (name, lost) => {
    for (const migrate of ['never', 'onDemand', 'onWrite', 'onRead'] as const) {
      const { put, process, service, copies } = two();
      put(1, GUID, { visits: 1 });
      service.beforeCall = (call) => (step(name, 'mover')(call) ? { lost } : undefined);
      await expect(process('mover', { migrate: 'onRead' }).get(GUID)).rejects.toMatchObject({ code: 'service-busy' });

      const reader = process('reader', { migrate });
      expect(await reader.get(GUID)).toMatchObject({ properties: { visits: 1 } });
      await reader.update(GUID, { visits: 2 });
      expect(await reader.get(GUID)).toMatchObject({ properties: { visits: 2 } });
      expect(await reader.delete(GUID)).toBe(true);
      expect(await reader.get(GUID)).toBeUndefined();
      // Whatever is left is a tombstone.
      expect(Object.values(copies(GUID)).every((row) => row._deleted === true)).toBe(true);
    }
  });

  it('refuses a writer whose row was fenced after it was read', async () => {
    const { put, process, service, copies } = two();
    put(1, GUID, { count: 0 });
    const mover = holdFirst(service, step('insert', 'mover'));
    const writer = process('writer', { migrate: 'onWrite' });
    const read = await writer.get(GUID);

    const moving = process('mover', { migrate: 'onRead' }).get(GUID);
    await mover.arrived;
    await expect(writer.update(GUID, { count: 1 }, { etag: read?.etag ?? '' })).rejects.toMatchObject({
      code: 'row-changed',
    });
    await increment(writer, GUID);
    mover.release();
    expect(await moving).toMatchObject({ properties: { count: 1 } });
    expect(copies(GUID)).toMatchObject({ 2: { count: 1 } });
    expect(copies(GUID)[1]).toBeUndefined();
  });

  it('moves what a writer wrote between the mover reading and fencing', async () => {
    const { put, process, service, copies } = two();
    put(1, GUID, { count: 0 });
    const fence = holdFirst(service, step('fence', 'mover'));
    const moving = process('mover', { migrate: 'onRead' }).get(GUID);
    await fence.arrived;
    await increment(process('writer'), GUID);
    fence.release();
    expect(await moving).toMatchObject({ generation: 2, properties: { count: 1 } });
    expect(copies(GUID)[1]).toBeUndefined();
  });

  it('updates on condition of the ETag read before the move', async () => {
    const { put, process, copies } = two();
    const etag = put(1, GUID, { count: 0 });
    await process('a', { migrate: 'onWrite' }).update(GUID, { count: 1 }, { etag });
    expect(copies(GUID)).toEqual({ 2: { count: 1, _idleSince: new Date('9999-12-31') } });
  });

  it('does not update a row that another process moved and changed', async () => {
    const { put, process, service, copies } = two();
    const etag = put(1, GUID, { count: 0 });
    const insert = holdFirst(service, step('insert', 'a'));
    const updating = process('a', { migrate: 'onWrite' }).update(GUID, { count: 9 }, { etag });
    await insert.arrived;
    await increment(process('b', { migrate: 'onWrite' }), GUID);
    insert.release();
    await expect(updating).rejects.toMatchObject({ code: 'row-changed' });
    expect(copies(GUID)).toMatchObject({ 2: { count: 1 } });
  });

  it('keeps a row deleted whose mover was paused between fence and insert', async () => {
    for (const migrate of ['never', 'onDemand', 'onWrite', 'onRead'] as const) {
      const { put, process, service, copies } = two();
      put(1, GUID, { visits: 1 });
      const mover = holdFirst(service, step('insert', 'mover'));
      const moving = process('mover', { migrate: 'onRead' }).get(GUID);
      await mover.arrived;
      const other = process('other', { migrate });
      expect(await other.delete(GUID)).toBe(true);
      expect(await other.delete(GUID)).toBe(false);
      mover.release();
      expect(await moving).toBeUndefined();
      expect(await other.get(GUID)).toBeUndefined();
      expect(copies(GUID)).toEqual({ 2: { _deleted: true } });
    }
  });

  it('keeps a row deleted that was moved by another process while its first mover was paused', async () => {
    for (const migrate of ['never', 'onDemand', 'onWrite', 'onRead'] as const) {
      const { put, process, service } = two();
      put(1, GUID, { visits: 1 });
      const mover = holdFirst(service, step('insert', 'mover'));
      const moving = process('mover', { migrate: 'onRead' }).get(GUID);
      await mover.arrived;
      const other = process('other', { migrate });
      expect(await other.get(GUID)).toMatchObject({ generation: 2 });
      await other.update(GUID, { visits: 2 }, { mode: 'Replace' });
      expect(await other.delete(GUID)).toBe(true);
      await other.create(GUID, { visits: 10 });
      expect(await other.delete(GUID)).toBe(true);
      mover.release();
      expect(await moving).toBeUndefined();
      expect(await other.get(GUID)).toBeUndefined();
    }
  });

  it('creates a row over its tombstone, and keeps it from a late mover', async () => {
    const { put, process, service, copies } = two();
    put(1, GUID, { visits: 1 });
    const mover = holdFirst(service, step('insert', 'mover'));
    const moving = process('mover', { migrate: 'onRead' }).get(GUID);
    await mover.arrived;
    const other = process('other', { migrate: 'onWrite' });
    await other.delete(GUID);
    await other.create(GUID, { visits: 100 });
    mover.release();
    expect(await moving).toMatchObject({ properties: { visits: 100 } });
    expect(copies(GUID)).toMatchObject({ 2: { visits: 100 } });
  });

  it('deletes on condition of the ETag read before a move, or not at all', async () => {
    const { put, process, service, copies } = two();
    const etag = put(1, GUID, { count: 0 });
    const other = process('other', { migrate: 'onWrite' });
    const fence = holdFirst(service, step('fence', 'a'));
    const deleting = process('a', { migrate: 'onWrite' }).delete(GUID, { etag });
    await fence.arrived;
    await increment(process('b'), GUID);
    fence.release();
    await expect(deleting).rejects.toMatchObject({ code: 'row-changed' });

    const read = await other.get(GUID);
    expect(await other.delete(GUID, { etag: read?.etag ?? '' })).toBe(true);
    expect(copies(GUID)).toEqual({ 2: { _deleted: true } });
  });

  it('finds a row that moves while it is being looked for', async () => {
    for (const lookup of ['sequential', 'parallel'] as const) {
      const { put, process, service } = two();
      put(1, GUID, { visits: 1 });
      const older = holdFirst(service, (call) => call.who === 'reader' && call.table === 'gen1');
      const reading = process('reader', { migrate: 'onWrite', lookup }).get(GUID);
      await older.arrived;
      await process('mover', { migrate: 'onRead' }).get(GUID);
      older.release();
      expect(await reading).toMatchObject({ generation: 2, properties: { visits: 1 } });
    }
  });

  it('moves the newest copy only: the one it hides goes when its own turn comes', async () => {
    const { put, process, copies } = sceneOf(['readonly', 'readonly', 'active']);
    put(1, GUID, { from: 1 });
    put(2, GUID, { from: 2 });
    expect(await process('a', { migrate: 'onRead' }).get(GUID)).toMatchObject({
      generation: 3,
      properties: { from: 2 },
    });
    expect(copies(GUID)).toMatchObject({ 1: { from: 1 }, 3: { from: 2 } });
  });

  it('follows a row to a generation that is only announced here', async () => {
    const { put, process, service, copies, generations } = sceneOf(['active', 'announced']);
    const [first, second] = generations;
    if (first === undefined || second === undefined) throw new Error('there are two');
    const ahead = [
      { ...first, state: 'readonly' as const },
      { ...second, state: 'active' as const },
    ];
    put(1, GUID, { count: 0 });
    const insert = holdFirst(service, step('insert', 'ahead'));
    const moving = process('ahead', { generations: ahead, migrate: 'onRead' }).get(GUID);
    await insert.arrived;
    const behind = process('behind', { migrate: 'onRead' });
    await increment(behind, GUID);
    expect(await behind.delete(GUID)).toBe(true);
    insert.release();
    expect(await moving).toBeUndefined();
    expect(copies(GUID)).toEqual({ 2: { _deleted: true } });
    expect(await behind.create(GUID, { count: 5 })).toMatchObject({ generation: 2 });

    const unaware = process('unaware', { generations: [first], migrate: 'onRead' });
    put(1, GUID, { _moving: 2 });
    await expect(unaware.get(GUID)).rejects.toMatchObject({ code: 'unknown-generation' });
    await expect(unaware.delete(GUID)).rejects.toMatchObject({ code: 'unknown-generation' });
  });
});

describe('moving rows in any order of requests', () => {
  const processes = (scene: Scene, scheduler: fc.Scheduler) => {
    scene.service.beforeCall = async ({ who, operation, table }) => {
      await scheduler.schedule(Promise.resolve(), `${who} ${operation} ${table}`);
      return undefined;
    };
    return (who: string) => scene.process(who, { migrate: who.startsWith('mover') ? 'onRead' : 'onWrite' });
  };

  it('loses no acknowledged increment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const scene = two();
        scene.put(1, GUID, { count: 0 });
        const process = processes(scene, scheduler);
        const writers = ['w1', 'w2', 'w3'].map((who) => increment(process(who), GUID));
        const movers = ['mover1', 'mover2'].map((who) => process(who).get(GUID));
        await scheduler.waitFor(Promise.all([...writers, ...movers]));
        expect(scene.copies(GUID)).toMatchObject({ 2: { count: 3 } });
        expect(scene.copies(GUID)[1]).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it('brings no deleted row back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const scene = two();
        scene.put(1, GUID, { count: 0 });
        const process = processes(scene, scheduler);
        const movers = ['mover1', 'mover2'].map((who) => process(who).get(GUID));
        const updates = process('w1')
          .update(GUID, { count: 1 })
          .catch((error: unknown) => expect(error).toMatchObject({ code: 'row-not-found' }));
        const deletes = ['d1', 'd2'].map((who) => process(who).delete(GUID));
        const [answers] = await scheduler.waitFor(Promise.all([Promise.all(deletes), ...movers, updates]));
        expect(answers).toContain(true);
        scene.service.beforeCall = () => undefined;
        expect(await scene.process('reader', { migrate: 'onRead' }).get(GUID)).toBeUndefined();
        expect(scene.copies(GUID)).toEqual({ 2: { _deleted: true } });
      }),
      { numRuns: 150 },
    );
  });

  it('keeps what was created after a delete, and nothing from before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const scene = two();
        scene.put(1, GUID, { life: 1 });
        const process = processes(scene, scheduler);
        const movers = ['mover1', 'mover2'].map((who) => process(who).get(GUID));
        const reborn = (async () => {
          await process('d').delete(GUID);
          await process('c').create(GUID, { life: 2 });
        })();
        await scheduler.waitFor(Promise.all([reborn, ...movers]));
        expect(scene.copies(GUID)).toEqual({ 2: { life: 2, _idleSince: new Date('9999-12-31') } });
      }),
      { numRuns: 150 },
    );
  });

  it('deletes a row on condition, or updates it: never both', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const scene = two();
        const etag = scene.put(1, GUID, { count: 0 });
        const process = processes(scene, scheduler);
        const attempt = (work: Promise<unknown>) =>
          work.then(
            () => true,
            (error: { code?: string }) => {
              expect(['row-changed', 'row-not-found']).toContain(error.code);
              return false;
            },
          );
        const deleted = attempt(process('d').delete(GUID, { etag }));
        const updated = attempt(process('u').update(GUID, { count: 1 }, { etag }));
        const moved = process('mover').get(GUID);
        const [wasDeleted, wasUpdated] = await scheduler.waitFor(Promise.all([deleted, updated, moved]));
        expect(wasDeleted && wasUpdated).toBe(false);
        const [[, row] = []] = Object.entries(scene.copies(GUID));
        expect(row?._deleted === true).toBe(wasDeleted);
        expect(row?.count === 1).toBe(wasUpdated);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves one row when several upsert it at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.boolean(), async (scheduler, isOld) => {
        const scene = two();
        if (isOld) scene.put(1, GUID, { old: true });
        const process = processes(scene, scheduler);
        const upserts = ['a', 'b', 'c'].map((who) => process(who).upsert(GUID, { [who]: 1 }));
        await scheduler.waitFor(Promise.all([...upserts, process('mover').get(GUID)]));
        expect(scene.copies(GUID)).toMatchObject({ 2: { a: 1, b: 1, c: 1, ...(isOld ? { old: true } : {}) } });
        expect(scene.copies(GUID)[1]).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });
});
