import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { PurgeCheckpoint, PurgeOptions } from '../src/index.ts';
import { purge } from '../src/index.ts';
import { CUTOFF, EXPIRED, LIVE, type PurgeScene, purgeScene, rowKeyOf, writeExpired } from './builders/purge-scene.ts';
import { FakeTable } from './fakes/fake-table.ts';

/** As a file or a table would keep it. */
const kept = (checkpoint: PurgeCheckpoint | undefined): PurgeCheckpoint | undefined =>
  checkpoint === undefined ? undefined : (JSON.parse(JSON.stringify(checkpoint)) as PurgeCheckpoint);

/** Two generations of three partitions, pages of 20 rows, some of them live. */
function largeScene(rows: number): PurgeScene {
  const scene = purgeScene(['readonly', 'active'], 3);
  for (const table of scene.tables) {
    table.pageSize = 20;
    for (const partition of ['0', '1', '2']) {
      for (let row = 0; row < rows; row++) table.write(partition, rowKeyOf(row), row % 5 === 0 ? LIVE : EXPIRED);
    }
  }
  return scene;
}

const keysLeft = ({ tables }: PurgeScene): number =>
  tables.reduce((sum, table) => sum + ['0', '1', '2'].reduce((rows, key) => rows + table.keys(key).length, 0), 0);

describe('purge with a checkpoint', () => {
  it('goes on where an aborted purge stopped, without listing again what is behind', async () => {
    const scene = purgeScene();
    const [table = new FakeTable()] = scene.tables;
    table.pageSize = 100;
    for (let row = 0; row < 1000; row++) table.write('0', rowKeyOf(row), row < 500 ? LIVE : EXPIRED);
    const controller = new AbortController();
    table.onBatch = (_operations, number) => (number === 3 ? void controller.abort() : undefined);
    const first = await scene.run({ signal: controller.signal });
    expect(first).toMatchObject({ done: false, deleted: 300 });
    expect(first.checkpoint).toEqual({
      ...{ version: 1, cutoff: CUTOFF.toISOString(), dryRun: false, filter: null },
      property: { name: 'Timestamp', type: 'date' },
      partitions: [{ generation: 1, partitionKey: '0', continuationToken: '800' }],
    });
    const second = await scene.run({ checkpoint: kept(first.checkpoint) });
    expect(second).toMatchObject({ done: true, matched: 200, deleted: 200, checkpoint: undefined });
    expect(second.requests).toBe(2 + 2);
    expect(table.keys('0')).toHaveLength(500);
  });

  it('goes on after a generation it had begun was retired, dropped and forgotten', async () => {
    const scene = largeScene(60);
    const controller = new AbortController();
    const [oldest = new FakeTable(), newest = new FakeTable()] = scene.tables;
    newest.onBatch = () => void controller.abort();
    const { checkpoint } = await scene.run({ signal: controller.signal });
    expect(checkpoint?.partitions.some(({ generation }) => generation === 1)).toBe(true);

    oldest.exists = false;
    const [first, second] = scene.partitioner.generations;
    for (const generations of [[{ ...first, state: 'retired' }, second], [second]]) {
      const partitioner = { ...scene.partitioner, generations } as typeof scene.partitioner;
      const rest = await purge(partitioner, { olderThan: CUTOFF, checkpoint: kept(checkpoint), clock: scene.clock });
      expect(rest).toMatchObject({ done: true, checkpoint: undefined });
    }
    expect(['0', '1', '2'].map((key) => newest.keys(key).length)).toEqual([12, 12, 12]);
  });

  it('keeps the cutoff it began with, so that nothing younger goes', async () => {
    const scene = purgeScene(['active'], 2);
    const [table = new FakeTable()] = scene.tables;
    writeExpired(table, 1, '0');
    writeExpired(table, 1, '1');
    const controller = new AbortController();
    table.onBatch = () => void controller.abort();
    const { checkpoint } = await scene.run({ signal: controller.signal, concurrency: 1 });
    table.write('1', 'idle since', LIVE);
    table.now = 'Wed, 21 Jan 2026 23:00:00 GMT';
    const report = await purge(scene.partitioner, { idleForMs: 3_600_000, checkpoint, clock: scene.clock });
    expect(report).toMatchObject({ cutoff: CUTOFF, deleted: 1, done: true });
    expect(table.keys('1')).toEqual(['idle since']);
  });

  it('hands out checkpoints one after the other, and nothing at the end', async () => {
    const scene = largeScene(60);
    const given: (PurgeCheckpoint | undefined)[] = [];
    let saving = 0;
    await scene.run({
      async onCheckpoint(checkpoint) {
        expect(++saving).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        given.push(kept(checkpoint));
        saving--;
      },
    });
    expect(given).toHaveLength(2 * 3 * 3 + 1);
    expect(given.at(-1)).toBeUndefined();
    expect(given.at(-2)?.partitions.every(({ continuationToken }) => continuationToken === null)).toBe(true);
  });

  it('says where to go on after a failure', async () => {
    const scene = purgeScene(['active'], 2);
    const [table = new FakeTable()] = scene.tables;
    writeExpired(table, 3, '0');
    writeExpired(table, 3, '1');
    table.onBatch = ([first]) => (first?.partitionKey === '1' ? { outer: 503 } : undefined);
    const error = await scene.run({ retry: { maxRetries: 1 } }).catch((thrown) => thrown);
    expect(error).toMatchObject({
      code: 'purge-incomplete',
      report: { checkpoint: { partitions: [{ generation: 1, partitionKey: '0', continuationToken: null }] } },
    });
    table.onBatch = () => undefined;
    const report = await scene.run({ checkpoint: kept(error.report.checkpoint) });
    expect(report).toMatchObject({ matched: 3, deleted: 3, done: true });
    expect(report.perPartition).toMatchObject([
      { partitionKey: '0', requests: 0, done: true },
      { partitionKey: '1', deleted: 3, done: true },
    ]);
  });

  it('goes through a partition from its start when its token is no longer taken', async () => {
    const scene = purgeScene();
    const [table = new FakeTable()] = scene.tables;
    writeExpired(table, 30);
    table.onList = (_filter, number) => (number === 1 ? { status: 400, code: 'InvalidInput' } : undefined);
    const checkpoint: PurgeCheckpoint = {
      ...{ version: 1, cutoff: CUTOFF.toISOString(), dryRun: false, filter: null },
      property: { name: 'Timestamp', type: 'date' },
      partitions: [{ generation: 1, partitionKey: '0', continuationToken: '20' }],
    };
    expect(await scene.run({ checkpoint })).toMatchObject({ deleted: 30, done: true });
    table.onList = () => ({ status: 400, code: 'InvalidInput' });
    await expect(scene.run({ checkpoint })).rejects.toMatchObject({ code: 'purge-incomplete' });
  });

  it('ends with what the keeper of checkpoints throws', async () => {
    const scene = largeScene(40);
    const full = new Error('The disk is full.');
    await expect(scene.run({ onCheckpoint: () => Promise.reject(full) })).rejects.toBe(full);
  });

  const fine: PurgeCheckpoint = {
    ...{ version: 1, cutoff: CUTOFF.toISOString(), dryRun: false, filter: null },
    property: { name: 'Timestamp', type: 'date' },
    partitions: [{ generation: 1, partitionKey: '0', continuationToken: null }],
  };
  it.each<[string, unknown, Partial<PurgeOptions>, string]>([
    ['of a dry run', { ...fine, dryRun: true }, {}, 'dryRun differ'],
    ['by another property', fine, { property: { name: 'expiresAt', type: 'date' } }, 'property differ'],
    ['with another condition', fine, { filter: 'a eq 1' }, 'filter differ'],
    [
      'of an unknown partition',
      { ...fine, partitions: [{ ...fine.partitions[0], partitionKey: '7' }] },
      {},
      'names partition "7"',
    ],
    [
      'of an unknown generation',
      { ...fine, partitions: [{ ...fine.partitions[0], generation: 2 }] },
      {},
      'of generation 2',
    ],
    ['of a later version', { ...fine, version: 2 }, {}, 'none of this version'],
    ['without a cutoff', { ...fine, cutoff: 'soon' }, {}, 'none of this version'],
    ['with half a position', { ...fine, partitions: [{ generation: 1 }] }, {}, 'none of this version'],
    ['that is a text', JSON.stringify(fine), {}, 'none of this version'],
    ['that is null', null, {}, 'none of this version'],
  ])('refuses a checkpoint %s, before anything is sent', async (_what, checkpoint, options, message) => {
    const { run, tables } = purgeScene();
    const running = run({ ...(options as object), checkpoint: checkpoint as PurgeCheckpoint });
    await expect(running).rejects.toThrow(TypeError);
    await expect(running).rejects.toThrow(message);
    expect(tables[0]?.listings).toEqual([]);
  });

  it('still needs a cutoff, which is for when there is no checkpoint', async () => {
    const { partitioner } = purgeScene();
    await expect(purge(partitioner, { checkpoint: fine } as unknown as PurgeOptions)).rejects.toThrow(
      'purge needs either olderThan',
    );
  });

  it('deletes the same rows in the end, wherever it is killed and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 4 }),
        async (kills, concurrency) => {
          const scene = largeScene(70);
          const liveRows = 2 * 3 * 14;
          let saved: PurgeCheckpoint | undefined;
          const cutoffs = new Set<number>();
          // A process that is killed at its n-th request: nothing of it comes through any more, and nobody hears of it.
          for (const killAt of [...kills, Number.POSITIVE_INFINITY]) {
            let requests = 0;
            const isDead = (): boolean => ++requests > killAt;
            for (const table of scene.tables) {
              table.onList = () => {
                if (isDead()) throw new Error('killed');
                return undefined;
              };
              table.onBatch = () => {
                if (isDead()) throw new Error('killed');
                return undefined;
              };
            }
            const report = await scene
              .run({
                concurrency,
                checkpoint: saved,
                onCheckpoint(checkpoint) {
                  if (requests <= killAt) saved = kept(checkpoint);
                },
              })
              .catch((error: Error) => {
                if (error.message !== 'killed') throw error;
                return undefined;
              });
            if (report !== undefined) {
              cutoffs.add(report.cutoff.getTime());
              expect(report.done).toBe(true);
            }
          }
          expect(keysLeft(scene)).toBe(liveRows);
          expect([...cutoffs]).toEqual([CUTOFF.getTime()]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('deletes the same rows in the end, killed at every single step', async () => {
    for (let killAt = 1; ; killAt++) {
      const scene = largeScene(45);
      let saved: PurgeCheckpoint | undefined;
      let requests = 0;
      const step = (): undefined => {
        if (++requests > killAt) throw new Error('killed');
      };
      for (const table of scene.tables) Object.assign(table, { onList: step, onBatch: step });
      const finished = await scene
        .run({
          onCheckpoint(checkpoint) {
            if (requests <= killAt) saved = kept(checkpoint);
          },
        })
        .catch(() => undefined);
      for (const table of scene.tables) Object.assign(table, { onList: () => undefined, onBatch: () => undefined });
      expect(await scene.run({ checkpoint: saved })).toMatchObject({ done: true });
      expect(keysLeft(scene)).toBe(2 * 3 * 9);
      if (finished !== undefined) break;
    }
  });
});
