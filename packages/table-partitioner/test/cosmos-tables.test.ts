import { describe, expect, it } from '@jest/globals';
import {
  EXPIRED,
  FakeClock,
  LIVE,
  type PurgeScene,
  purgeScene,
  rowKeyOf,
  writeExpired,
} from './builders/purge-scene.ts';
import { CosmosFakeTable } from './fakes/cosmos-fake-table.ts';
import { FakeTable } from './fakes/fake-table.ts';

/** A table of Cosmos DB on the clock of the purge. */
function cosmosScene(partitions: number): PurgeScene & { readonly table: CosmosFakeTable } {
  const clock = new FakeClock();
  const table = new CosmosFakeTable('sessions1', clock);
  return { ...purgeScene(['active'], partitions, [table], clock), table };
}

describe('purge of a Cosmos DB table', () => {
  it('deletes every row that is due although none is listed in order, and only those', async () => {
    const { table, run } = cosmosScene(2);
    for (const partition of ['0', '1']) {
      for (let row = 0; row < 3_000; row++) table.write(partition, rowKeyOf(row), row % 3 === 0 ? LIVE : EXPIRED);
    }
    expect(await run()).toMatchObject({ matched: 4_000, deleted: 4_000, alreadyGone: 0, failed: 0, done: true });
    expect(table.keys('0')).toHaveLength(1_000);
  });

  it('waits as long as it is asked to when the throughput is spent', async () => {
    const { table, run, clock } = cosmosScene(1);
    writeExpired(table, 2_000);
    const begunMs = clock.now();
    expect(await run()).toMatchObject({ deleted: 2_000, alreadyGone: 0, done: true });
    expect(table.throttled).toBe(6);
    expect(clock.slept).toEqual([1_000, 1_000, 1_000, 1_000, 1_000, 1_000]);
    expect(clock.now() - begunMs).toBe(6_000);
  });

  it('is not throttled at a pace that fits the throughput', async () => {
    const { table, run } = cosmosScene(4);
    for (const partition of ['0', '1', '2', '3']) writeExpired(table, 500, partition);
    expect(await run({ maxRowsPerSecond: 2_000 / 7, concurrency: 1 })).toMatchObject({ deleted: 2_000, retries: 0 });
    expect(table.throttled).toBe(0);
  });

  it('lists the rest of a batch again by its range of keys, and takes no row in between that is of another batch', async () => {
    const { table, run } = cosmosScene(1);
    writeExpired(table, 250);
    const charge = table.onBatch;
    let removed = 0;
    table.onBatch = (operations, number) => {
      if (number === 1) for (const { rowKey } of operations.slice(0, 40)) table.remove('0', rowKey);
      if (number === 1) removed = 40;
      return charge(operations, number);
    };
    const report = await run();
    expect(report).toMatchObject({ matched: 250, deleted: 210, alreadyGone: removed, done: true });
    expect(table.keys('0')).toEqual([]);
  });

  it('finds rows again whose keys have letters that services order differently', async () => {
    const { table, run } = cosmosScene(1);
    // By code points U+FF5E comes before U+1F511; by the units of UTF-16 it comes after.
    for (const key of ['～', '🔑', '🔒', '鍵', 'a']) table.write('0', key, EXPIRED);
    const charge = table.onBatch;
    table.onBatch = (operations, number) => {
      if (number === 1) for (const key of ['a', '鍵', '🔒']) table.remove('0', key);
      return charge(operations, number);
    };
    expect(await run()).toMatchObject({ deleted: 2, alreadyGone: 3 });
    expect(table.listings.at(-1)).not.toContain('RowKey');
    expect(table.keys('0')).toEqual([]);
  });

  it('fits a hundred of the longest keys into a batch of 2 MB', async () => {
    const { table, run } = cosmosScene(1);
    for (let row = 0; row < 100; row++) table.write('0', `${String(row).padStart(3, '0')}${'é'.repeat(126)}`, EXPIRED);
    expect(await run()).toMatchObject({ deleted: 100, requests: 2 });
    expect(() => table.write('0', 'é'.repeat(128), EXPIRED)).toThrow(RangeError);
  });

  it('goes on by a checkpoint in whatever order rows are listed', async () => {
    const { table, run } = cosmosScene(1);
    table.pageSize = 100;
    writeExpired(table, 1_000);
    const controller = new AbortController();
    const charge = table.onBatch;
    table.onBatch = (operations, number) => {
      if (number === 3) controller.abort();
      return charge(operations, number);
    };
    const { checkpoint } = await run({ signal: controller.signal });
    expect(await run({ checkpoint })).toMatchObject({ matched: 700, deleted: 700, done: true });
    expect(table.keys('0')).toEqual([]);
  });
});

describe('the fakes', () => {
  it('list in order as Azure Table Storage does, and in none as Cosmos DB does', () => {
    const keys = Array.from({ length: 20 }, (_, row) => rowKeyOf(row));
    expect(new FakeTable().order(keys.toReversed())).toEqual(keys);
    expect(new CosmosFakeTable('t', new FakeClock()).order(keys)).not.toEqual(keys);
  });
});
