import { describe, expect, it } from '@jest/globals';
import { GUID, guidOf, type Scene, sceneOf } from '../../test/fakes/generations-scene.ts';
import { increment } from '../../test/fakes/interleavings.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { TablePartitionerError } from '../table-partitioner-error.ts';
import { migrateGeneration } from './migrate-generation.ts';
import type { MigrationOptions } from './migration-options.ts';
import type { MigrationProgress, MigrationReport } from './migration-report.ts';

function filled(count: number, options: { cosmos?: boolean; pageSize?: number } = {}): Scene {
  const scene = sceneOf(['readonly', 'active'], options);
  for (let row = 0; row < count; row++) scene.put(1, guidOf(row), { row });
  return scene;
}
const rowsIn = (scene: Scene, table: string): number => Object.keys(scene.service.rows(table)).length;
const migrate = (scene: Scene, options: Partial<MigrationOptions> = {}): Promise<MigrationReport> =>
  migrateGeneration(scene.process('mover', { migrate: 'onDemand' }), { from: 1, clock: instant, ...options });
const instant = { now: () => 0, sleep: () => Promise.resolve() };

describe('migrateGeneration', () => {
  it('ends when the generation is retired meanwhile, and calls none of its rows foreign', async () => {
    const scene = filled(40, { pageSize: 5 });
    const mover = scene.process('mover', { migrate: 'onDemand' });
    const retired = scene.generations.map((one) => (one.id === 1 ? { ...one, state: 'retired' as const } : one));
    const onProgress = (): void => mover.refresh(retired);
    const migrating = migrateGeneration(mover, { from: 1, concurrency: 1, clock: instant, onProgress });
    await expect(migrating).rejects.toMatchObject({
      code: 'generations-changed',
      migration: { moved: 5, foreign: 0, failed: 1, done: false, checkpoint: { donePartitions: [] } },
    });
    expect(rowsIn(scene, 'gen1')).toBe(35);
  });

  it.each([{}, { cosmos: true }])('moves every row, whatever the order of the listing (%j)', async (options) => {
    const scene = filled(95, { ...options, pageSize: 10 });
    expect(await migrate(scene, { to: 2 })).toEqual({
      moved: 95,
      settled: 0,
      foreign: 0,
      failed: 0,
      done: true,
      unmoved: [],
      checkpoint: { from: 1, to: 2, donePartitions: expect.arrayContaining(['0', '1']) },
    });
    expect([rowsIn(scene, 'gen1'), rowsIn(scene, 'gen2')]).toEqual([0, 95]);
    const reader = scene.process('reader');
    expect(await reader.get(guidOf(42))).toMatchObject({ generation: 2, properties: { row: 42 } });
  });

  it.each([1, 2, 7])('moves at most %i rows at the same time', async (concurrency) => {
    const scene = filled(60);
    let [now, most] = [0, 0];
    scene.service.beforeCall = async ({ operation }) => {
      if (operation === 'list') return undefined;
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return undefined;
    };
    await migrate(scene, { concurrency });
    expect(most).toBeGreaterThan(concurrency === 1 ? 0 : 1);
    expect(most).toBeLessThanOrEqual(concurrency);
  });

  it('loses no acknowledged increment of 12 concurrent writers', async () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const scene = filled(6);
      for (let row = 0; row < 6; row++) scene.put(1, guidOf(row), { count: 0 });
      let state = seed;
      const random = (): number => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return state / 2 ** 32;
      };
      scene.service.beforeCall = async () => {
        for (let turns = Math.floor(random() * 8); turns > 0; turns--) await Promise.resolve();
        return undefined;
      };
      let acknowledged = 0;
      const write = async (writer: number): Promise<void> => {
        // Some processes move what they write or read, some only finish what others began.
        const partitioner = scene.process(`w${writer}`, {
          migrate: (['onDemand', 'onWrite', 'onRead'] as const)[writer % 3] ?? 'onDemand',
          lookup: writer % 2 === 0 ? 'sequential' : 'parallel',
        });
        for (let turn = 0; turn < 20; turn++) {
          await increment(partitioner, guidOf(Math.floor(random() * 6)));
          acknowledged++;
        }
      };
      const writers = Array.from({ length: 12 }, (_, writer) => write(writer));
      await Promise.all([...writers, migrate(scene)]);
      await migrate(scene);

      const stored = Object.values(scene.service.rows('gen2')).reduce((sum, { count }) => sum + Number(count), 0);
      expect(acknowledged).toBe(240);
      expect(stored).toBe(240);
      expect(rowsIn(scene, 'gen1')).toBe(0);
    }
  });

  it('moves the copy of a generation between first, which is newer', async () => {
    const scene = sceneOf(['readonly', 'readonly', 'active']);
    scene.put(1, GUID, { from: 1 });
    scene.put(2, GUID, { from: 2 });
    expect(await migrate(scene)).toMatchObject({ moved: 0, settled: 1 });
    expect(scene.copies(GUID)).toMatchObject({ 3: { from: 2 } });
    expect(Object.keys(scene.copies(GUID))).toEqual(['3']);
  });

  it('leaves a newer row as it is, and removes the copy that it hid', async () => {
    const scene = filled(0);
    scene.put(1, GUID, { from: 1 });
    scene.put(2, GUID, { from: 2 });
    expect(await migrate(scene)).toMatchObject({ moved: 0, settled: 1 });
    expect(scene.copies(GUID)).toEqual({ 2: { from: 2 } });
  });

  it('moves a tombstone as a tombstone', async () => {
    const scene = filled(0);
    scene.put(1, GUID, { _deleted: true });
    expect(await migrate(scene)).toMatchObject({ moved: 1 });
    expect(scene.copies(GUID)).toMatchObject({ 2: { _deleted: true } });
    expect(await scene.process('reader').get(GUID)).toBeUndefined();
  });

  it('leaves alone what no partitioner wrote', async () => {
    const scene = filled(1);
    scene.service.put('gen1', '0', 'settings');
    scene.service.put('gen1', '1', GUID.toUpperCase());
    scene.service.put('gen1', '0', GUID);
    expect(await migrate(scene)).toMatchObject({ moved: 1, foreign: 3, done: true });
    expect(Object.keys(scene.service.rows('gen1')).toSorted()).toEqual(
      [GUID, GUID.toUpperCase(), 'settings'].toSorted(),
    );
  });

  it('finishes the rows on their way when it is aborted, and goes on from its checkpoint', async () => {
    const scene = filled(60, { pageSize: 5 });
    const abort = new AbortController();
    const reported: MigrationProgress[] = [];
    const first = await migrate(scene, {
      concurrency: 1,
      signal: abort.signal,
      onProgress: (progress) => {
        reported.push(progress);
        if (progress.checkpoint.donePartitions.length === 1) abort.abort();
      },
    });
    expect(first).toMatchObject({ done: false, failed: 0, checkpoint: { from: 1, to: 2, donePartitions: ['0'] } });
    expect(rowsIn(scene, 'gen1') + rowsIn(scene, 'gen2')).toBe(60);
    expect(first.moved).toBe(rowsIn(scene, 'gen2'));
    expect(reported.at(-1)).toMatchObject({ moved: first.moved });
    expect(JSON.parse(JSON.stringify(first.checkpoint))).toEqual(first.checkpoint);

    scene.service.calls.length = 0;
    const second = await migrate(scene, { checkpoint: first.checkpoint });
    expect(second).toMatchObject({ done: true, moved: 60 - first.moved });
    const listed = scene.service.calls.filter(({ operation }) => operation === 'list').map(({ detail }) => detail);
    expect(new Set(listed)).toEqual(new Set(["PartitionKey eq '1'"]));
  });

  it('begins no further row of a page when it is aborted', async () => {
    const scene = filled(40);
    const abort = new AbortController();
    scene.service.beforeCall = ({ operation }) => {
      if (operation === 'create') abort.abort();
      return undefined;
    };
    expect(await migrate(scene, { concurrency: 2, signal: abort.signal })).toMatchObject({ moved: 2, done: false });
    expect(Object.values(scene.service.rows('gen1')).filter((row) => row._moving !== undefined)).toEqual([]);
  });

  it('begins nothing when it is aborted before', async () => {
    const scene = filled(3);
    expect(await migrate(scene, { signal: AbortSignal.abort() })).toMatchObject({ done: false, moved: 0 });
    expect(scene.service.calls).toEqual([]);
  });

  it('goes on after a row that fails, and tells of it in the end', async () => {
    const scene = filled(20);
    scene.service.beforeCall = ({ operation, rowKey }) =>
      operation === 'create' && rowKey === guidOf(7) ? { status: 413, code: 'RequestBodyTooLarge' } : undefined;
    const error = await migrate(scene).then(
      () => undefined,
      (thrown: TablePartitionerError) => thrown,
    );
    expect(error).toMatchObject({
      code: 'migration-incomplete',
      migration: { moved: 19, failed: 1, done: false, unmoved: [{ rowKey: guidOf(7), code: 'service-refused' }] },
    });
    // Fenced as it is, it is still read and finished once it can be.
    scene.service.beforeCall = () => undefined;
    expect(await migrate(scene, { checkpoint: error?.migration?.checkpoint })).toMatchObject({ moved: 1, done: true });
  });

  it('ends at once when the table is missing', async () => {
    const scene = filled(20);
    await scene.service.client('gen1').deleteTable?.();
    scene.service.finishDeletions();
    await expect(migrate(scene, { concurrency: 1 })).rejects.toMatchObject({
      code: 'table-not-found',
      migration: { failed: 1, done: false },
    });
  });

  it('says what ended it, also after a row that failed by itself', async () => {
    const scene = filled(20);
    scene.service.beforeCall = ({ operation, rowKey }) => {
      if (operation !== 'create') return undefined;
      return rowKey === guidOf(0)
        ? { status: 413, code: 'RequestBodyTooLarge' }
        : { status: 403, code: 'AuthorizationFailure' };
    };
    await expect(migrate(scene, { concurrency: 1 })).rejects.toMatchObject({
      code: 'access-denied',
      migration: { failed: 2, unmoved: [{ code: 'service-refused' }, { code: 'access-denied' }] },
    });
  });

  it('asks again for a page that was throttled', async () => {
    const scene = filled(20);
    let throttled = 0;
    scene.service.beforeCall = ({ operation }) =>
      operation === 'list' && throttled++ < 3 ? { status: 429, code: 'TooManyRequests' } : undefined;
    expect(await migrate(scene)).toMatchObject({ moved: 20, done: true });
    scene.service.beforeCall = ({ operation }) =>
      operation === 'list' ? { status: 429, code: 'TooManyRequests' } : undefined;
    await expect(migrate(scene, { retry: { maxRetries: 2 } })).rejects.toMatchObject({ code: 'migration-incomplete' });
  });

  it('lets what onProgress throws end it', async () => {
    const onProgress = (): never => {
      throw new Error('no more');
    };
    await expect(migrate(filled(3), { onProgress })).rejects.toThrow('no more');
  });

  it.each<readonly [string, Partial<MigrationOptions>, string]>([
    ['an unknown option', { into: 2 } as object, 'migrateGeneration has no option "into"'],
    ['a generation that is active', { from: 2 }, 'out of a readonly generation; 2 is active'],
    ['a generation that is not there', { from: 7 }, 'There is no generation 7'],
    ['a target that is not active', { to: 1 }, 'into the active generation, 2, not 1'],
    ['no concurrency', { concurrency: 0 }, 'from 1 to 1000, not 0'],
    ['a signal that is none', { signal: {} as AbortSignal }, 'is an AbortSignal'],
    ['a progress that is no function', { onProgress: 1 as never }, 'is a function'],
    ['another checkpoint', { checkpoint: { from: 1, to: 3, donePartitions: [] } }, 'from generation 1 to 2'],
    ['a checkpoint of other partitions', { checkpoint: { from: 1, to: 2, donePartitions: ['9'] } }, 'partition "9"'],
    ['a wrong retry', { retry: { maxRetries: -1 } }, 'retry.maxRetries'],
  ])('refuses %s before it sends anything', async (_what, options, message) => {
    const scene = filled(3);
    await expect(migrate(scene, options)).rejects.toThrow(message);
    await expect(migrate(scene, options)).rejects.toThrow(TypeError);
    expect(scene.service.calls).toEqual([]);
  });

  it('refuses to move rows where everyone was promised that they stay', async () => {
    const scene = filled(3);
    await expect(migrateGeneration(scene.process('a'), { from: 1 })).rejects.toThrow("migrate: 'never' promises");
    await expect(scene.process('a').move(GUID, { from: 1 })).rejects.toThrow("migrate: 'never' promises");
    await expect(migrateGeneration({} as Partitioner, { from: 1 })).rejects.toThrow('needs a partitioner');
    expect(scene.service.calls).toEqual([]);
  });
});
