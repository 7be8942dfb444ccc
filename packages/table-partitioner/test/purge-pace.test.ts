import { describe, expect, it } from '@jest/globals';
import { purgeScene, writeExpired } from './builders/purge-scene.ts';
import { FakeTable } from './fakes/fake-table.ts';

describe('purge at a pace', () => {
  it('sends so many rows a second in all', async () => {
    const scene = purgeScene(['active'], 4);
    const [table = new FakeTable()] = scene.tables;
    for (const partition of ['0', '1', '2', '3']) writeExpired(table, 500, partition);
    const begunMs = scene.clock.now();
    expect(await scene.run({ maxRowsPerSecond: 1_000, concurrency: 1 })).toMatchObject({ deleted: 2_000, retries: 0 });
    // The first batch goes at once.
    expect(scene.clock.now() - begunMs).toBe(1_900);
    expect(scene.clock.slept).toHaveLength(19);
  });

  it('sends so many rows a second to each partition', async () => {
    const scene = purgeScene(['active'], 2);
    const [table = new FakeTable()] = scene.tables;
    writeExpired(table, 500, '0');
    writeExpired(table, 300, '1');
    await scene.run({ maxRowsPerSecondPerPartition: 1_000, concurrency: 1 });
    expect(scene.clock.slept).toEqual([100, 100, 100, 100, 100, 100]);
  });

  it('counts repeats, which cost the service as much', async () => {
    const scene = purgeScene();
    const [table = new FakeTable()] = scene.tables;
    writeExpired(table, 100);
    table.onBatch = (_operations, number) => (number === 1 ? { inside: 503, code: 'ServerBusy' } : undefined);
    await scene.run({ maxRowsPerSecond: 1_000 });
    expect(scene.clock.slept).toEqual([75, 25]);
  });

  it('does not wait in a dry run', async () => {
    const scene = purgeScene();
    writeExpired(scene.tables[0] ?? new FakeTable(), 300);
    expect(await scene.run({ dryRun: true, maxRowsPerSecond: 1 })).toMatchObject({ matched: 300 });
    expect(scene.clock.slept).toEqual([]);
  });
});
