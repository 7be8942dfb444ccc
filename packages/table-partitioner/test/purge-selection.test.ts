import { describe, expect, it } from '@jest/globals';
import type { TablePartitionerError } from '../src/index.ts';
import { CUTOFF, EXPIRED, LIVE, purgeScene, writeExpired } from './builders/purge-scene.ts';
import { FakeTable } from './fakes/fake-table.ts';

const failureOf = (promise: Promise<unknown>): Promise<TablePartitionerError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error) => error,
  );
const beforeCutoff = new Date(CUTOFF.getTime() - 1);

describe('purge by a property', () => {
  it('deletes rows by a date of their own, whatever their last change', async () => {
    const { tables, run } = purgeScene();
    const [table = new FakeTable()] = tables;
    table.write('0', 'due', LIVE, { expiresAt: beforeCutoff });
    table.write('0', 'later', EXPIRED, { expiresAt: CUTOFF });
    table.write('0', 'never', EXPIRED);
    table.write('0', 'text', EXPIRED, { expiresAt: beforeCutoff.toISOString() });
    expect(await run({ property: { name: 'expiresAt', type: 'date' } })).toMatchObject({ matched: 1, deleted: 1 });
    expect(table.keys('0')).toEqual(['later', 'never', 'text']);
  });

  it('deletes rows by a text in ISO 8601, compared as an instant', async () => {
    const { tables, run } = purgeScene();
    const [table = new FakeTable()] = tables;
    table.write('0', 'due', LIVE, { expiresAt: '2026-01-21T09:00:00Z' });
    table.write('0', 'same second', LIVE, { expiresAt: '2026-01-21T09:00:00.066Z' });
    table.write('0', 'far west', LIVE, { expiresAt: '2026-01-21T04:30:00-05:00' });
    table.write('0', 'nonsense', EXPIRED, { expiresAt: '' });
    const report = await run({ property: { name: 'expiresAt', type: 'iso-string' } });
    expect(report).toMatchObject({ matched: 1, deleted: 1 });
    expect(table.keys('0')).toEqual(['far west', 'nonsense', 'same second']);
  });

  it('keeps a row whose text was put off between its listing and its delete, also when the batch is listed again', async () => {
    const { tables, run } = purgeScene();
    const [table = new FakeTable()] = tables;
    const due = { expiresAt: '2026-01-21T08:00:00Z' };
    for (const key of ['a', 'b', 'c', 'd', 'e']) table.write('0', key, EXPIRED, due);
    table.onBatch = (_operations, number) => {
      if (number !== 1) return undefined;
      table.write('0', 'e', LIVE, { expiresAt: '2026-01-21T09:00:00.500Z' });
      for (const key of ['a', 'b', 'c']) table.remove('0', key);
      return undefined;
    };
    expect(await run({ property: { name: 'expiresAt', type: 'iso-string' } })).toMatchObject({ deleted: 1 });
    expect(table.keys('0')).toEqual(['e']);
  });

  it('deletes only rows that meet a condition', async () => {
    const { tables, run } = purgeScene();
    const [table = new FakeTable()] = tables;
    table.write('0', 'session', EXPIRED, { kind: 'session' });
    table.write('0', 'user', EXPIRED, { kind: 'user' });
    expect(await run({ filter: "kind eq 'session'" })).toMatchObject({ matched: 1, deleted: 1 });
    expect(table.keys('0')).toEqual(['user']);
    expect(table.listings[0]).toMatch(/ and \(kind eq 'session'\)$/);
  });
});

describe('purge of several generations', () => {
  it('goes through all but the retired ones, the oldest first, with one cutoff', async () => {
    const { tables, run } = purgeScene(['retired', 'readonly', 'active'], 2);
    const order: string[] = [];
    for (const table of tables) {
      writeExpired(table, 3, '0');
      writeExpired(table, 2, '1');
      table.onBatch = () => void order.push(table.tableName);
    }
    const report = await run({ concurrency: 8 });
    expect(report).toMatchObject({ deleted: 10, done: true });
    expect(
      report.perPartition.map(({ generation, table, partitionKey }) => `${generation} ${table} ${partitionKey}`),
    ).toEqual(['2 sessions2 0', '2 sessions2 1', '3 sessions3 0', '3 sessions3 1']);
    expect(order).toEqual(['sessions2', 'sessions2', 'sessions3', 'sessions3']);
    expect(tables[0]?.listings).toEqual([]);
  });

  it('goes through those asked for', async () => {
    const { tables, run } = purgeScene(['retired', 'readonly', 'active']);
    for (const table of tables) writeExpired(table, 1);
    expect(await run({ generations: [1] })).toMatchObject({ deleted: 1 });
    expect(tables.map((table) => table.keys('0').length)).toEqual([0, 1, 1]);
    await expect(run({ generations: [4] })).rejects.toThrow(new TypeError('There is no generation 4.'));
  });

  it('takes the cutoff from the table whose clock is behind', async () => {
    const { tables, partitioner, run } = purgeScene(['readonly', 'active']);
    const [, table = new FakeTable()] = tables;
    table.now = 'Wed, 21 Jan 2026 09:59:58 GMT';
    const { purge } = await import('../src/index.ts');
    expect((await purge(partitioner, { idleForMs: 1000 })).cutoff).toEqual(new Date('2026-01-21T09:59:52Z'));
    expect(await run()).toMatchObject({ done: true });
  });

  it('rejects before anything is deleted when the table of one is missing', async () => {
    const { tables, run } = purgeScene(['readonly', 'active']);
    for (const table of tables) writeExpired(table, 5);
    Object.assign(tables[1] ?? {}, { exists: false });
    expect(await failureOf(run())).toMatchObject({ code: 'table-not-found', table: 'sessions2' });
    expect(tables[0]?.keys('0')).toHaveLength(5);
  });

  it('leaves tombstones alone until every older generation is retired', async () => {
    for (const [states, left] of [
      [['readonly', 'active'], ['t']],
      [['retired', 'active'], []],
      [['active'], []],
    ] as const) {
      const { tables, run } = purgeScene(states);
      const newest = tables.at(-1) ?? new FakeTable();
      newest.write('0', 't', EXPIRED, { _deleted: true });
      newest.write('0', 'row', EXPIRED, { _deleted: false });
      expect(await run()).toMatchObject({ matched: 2 - left.length, deleted: 2 - left.length, done: true });
      expect(newest.keys('0')).toEqual(left);
    }
  });

  it('takes a moved row by its last change before the move, until it is changed again', async () => {
    const { tables, run } = purgeScene(['readonly', 'active']);
    const newest = tables[1] ?? new FakeTable();
    newest.write('0', 'idle', LIVE, { _idleSince: beforeCutoff });
    newest.write('0', 'changed', LIVE, { _idleSince: new Date('9999-12-31T00:00:00Z') });
    newest.write('0', 'recent', LIVE, { _idleSince: CUTOFF });
    expect(await run()).toMatchObject({ matched: 1, deleted: 1 });
    expect(newest.keys('0')).toEqual(['changed', 'recent']);
  });

  it('deletes tombstones of a closed migration also when rows go by a property or a condition they do not have', async () => {
    const property = { name: 'expiresAt', type: 'iso-string' } as const;
    for (const settings of [{ property }, { filter: "kind eq 'session'" }, { property, filter: "kind eq 'session'" }]) {
      for (const [states, left] of [
        [
          ['readonly', 'active'],
          ['fresh', 'old'],
        ],
        [['retired', 'active'], ['fresh']],
      ] as const) {
        const { tables, run } = purgeScene(states);
        const newest = tables[1] ?? new FakeTable();
        newest.write('0', 'old', EXPIRED, { _deleted: true });
        newest.write('0', 'fresh', LIVE, { _deleted: true });
        newest.write('0', 'row', EXPIRED, { expiresAt: '2026-01-21T08:00:00Z', kind: 'session' });
        await run(settings);
        expect(newest.keys('0')).toEqual(left);
      }
    }
  });

  it('tells its progress by generation', async () => {
    const { tables, run } = purgeScene(['readonly', 'active']);
    for (const table of tables) writeExpired(table, 1);
    const seen = new Set<number>();
    await run({ onProgress: ({ generation }) => void seen.add(generation) });
    expect([...seen]).toEqual([1, 2]);
  });
});

describe('purge with a bad cutoff or client', () => {
  it('refuses a cutoff that the clock of the service has not come to, before anything is deleted', async () => {
    const { tables, run, clock } = purgeScene(['active'], 4);
    const [table = new FakeTable()] = tables;
    for (const partition of ['0', '1', '2', '3']) writeExpired(table, 5, partition);
    clock.nowMs += 600_000; // this machine's clock is ten minutes ahead
    const error = await failureOf(run({ olderThan: new Date(clock.now() - 1) }));
    expect(error).toMatchObject({ code: 'cutoff-in-future', table: 'sessions1', report: { deleted: 0 } });
    expect(error.message).toContain('says 2026-01-21T10:00:00.000Z');
    expect(table.batches).toEqual([]);
    await expect(run({ olderThan: new Date('2026-01-21T10:00:05Z'), dryRun: true })).resolves.toMatchObject({
      done: true,
    });
    await expect(run({ olderThan: new Date('2026-01-21T10:00:05.001Z'), dryRun: true })).rejects.toMatchObject({
      code: 'cutoff-in-future',
    });
  });

  it('refuses it of any of several tables, before any of them is listed', async () => {
    const { tables, run } = purgeScene(['readonly', 'active']);
    const [first = new FakeTable(), second = new FakeTable()] = tables;
    writeExpired(first, 5);
    second.now = 'Wed, 21 Jan 2026 08:00:00 GMT';
    expect(await failureOf(run())).toMatchObject({ code: 'cutoff-in-future', table: 'sessions2' });
    expect(first.keys('0')).toHaveLength(5);
  });

  it('refuses a client without a pipeline, before anything is sent', async () => {
    const bare = Object.assign(new FakeTable('sessions1'), { pipeline: undefined }) as unknown as FakeTable;
    const { run } = purgeScene(['active'], 1, [bare]);
    await expect(run()).rejects.toThrow('has no pipeline to send conditional deletes through');
    expect(bare.listings).toEqual([]);
  });
});
