import { describe, expect, it } from '@jest/globals';
import type { PurgeReport, TablePartitionerError } from '../src/index.ts';
import { CUTOFF, EXPIRED, LIVE, type PurgeScene, purgeScene, rowKeyOf, writeExpired } from './builders/purge-scene.ts';
import { type BatchFault, FakeTable } from './fakes/fake-table.ts';

/** The traps, of twenty, that a purge falls into; the others are beside: traps of generations, traps of keys. */
describe('traps of purges', () => {
  const scene = (rows: number, partitions: number = 1): PurgeScene & { readonly table: FakeTable } => {
    const all = purgeScene(['active'], partitions);
    const table = all.tables[0] ?? new FakeTable();
    writeExpired(table, rows);
    return { ...all, table };
  };
  const failureOf = (promise: Promise<unknown>): Promise<TablePartitionerError> =>
    promise.then(
      () => Promise.reject(new Error('It did not fail.')),
      (error) => error,
    );
  /** Before the first batch arrives. */
  const meanwhile = (table: FakeTable, action: () => void): void => {
    table.onBatch = (_operations, number) => {
      if (number === 1) action();
      return undefined;
    };
  };

  it('1: a row refreshed after it was listed survives, in a batch as by itself', async () => {
    for (const rows of [1, 100]) {
      const { table, run } = scene(rows);
      meanwhile(table, () => table.write('0', rowKeyOf(0), LIVE));
      expect(await run()).toMatchObject({ deleted: rows - 1, touched: 1 });
      expect(table.keys('0')).toEqual([rowKeyOf(0)]);
    }
  });

  it.each([1, 2, 3, 17, 50, 99, 100])(
    '2: with %i rows of 100 missing the others go, in at most 5 requests',
    async (missing) => {
      const { table, run } = scene(100);
      meanwhile(table, () => {
        for (let row = 0; row < missing; row++) table.remove('0', rowKeyOf(99 - row));
      });
      const report = await run();
      expect(report).toMatchObject({ deleted: 100 - missing, alreadyGone: missing, failed: 0 });
      expect(report.requests - 1).toBeLessThanOrEqual(5);
    },
  );

  it('3: a missing table is no success', async () => {
    const { table, run } = scene(1);
    meanwhile(table, () => {
      table.exists = false;
    });
    expect(await failureOf(run())).toMatchObject({ code: 'table-not-found', report: { alreadyGone: 0, done: false } });
  });

  it.each<BatchFault>([
    { inside: 503, code: 'ServerBusy', message: 'The server is busy.' },
    { inside: 503, code: 'ServerBusy', message: '12:The server is busy.' },
    {
      inside: 500,
      code: 'OperationTimedOut',
      message: '0:Operation could not be completed within the specified time.',
    },
    { inside: 429, code: 'TooManyRequests', message: 'The request rate is too large.' },
  ])('4: throttling inside a 202 is repeated: %j', async (fault) => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => (number <= 2 ? fault : undefined);
    expect(await run()).toMatchObject({ deleted: 100, alreadyGone: 0, failed: 0, retries: 2 });
  });

  it('5: a batch that was applied and whose answer was lost counts once, as deleted', async () => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => (number === 1 ? { lost: 'after' } : undefined);
    expect(await run()).toMatchObject({ matched: 100, deleted: 100, alreadyGone: 0, failed: 0 });
  });

  it('6: an empty page with a token is not the end', async () => {
    const { table, run } = scene(0);
    table.pageSize = 3;
    for (let row = 0; row < 9; row++) table.write('0', rowKeyOf(row), row < 6 ? LIVE : EXPIRED);
    expect(await run()).toMatchObject({ deleted: 3 });
  });

  it.each([
    [0, 0],
    [100, 1],
    [200, 2],
  ])('7: %i rows are %i batches, none of them empty', async (rows, batches) => {
    const { table, run } = scene(rows);
    await run();
    expect(table.batches.map(({ length }) => length)).toEqual(Array.from({ length: batches }, () => 100));
  });

  it('8: 101 rows are two batches, and a row that is listed twice goes once', async () => {
    const { table, run } = scene(101);
    const list = table.listEntities.bind(table);
    table.listEntities = (options) => ({
      byPage(settings) {
        const pages = list(options).byPage(settings);
        return {
          async next() {
            const page = await pages.next();
            if (page.done === true) return page;
            const value = Object.assign([...page.value, ...page.value], {
              continuationToken: page.value.continuationToken,
            });
            return { done: false, value };
          },
        };
      },
    });
    expect(await run()).toMatchObject({ matched: 101, deleted: 101 });
    expect(table.batches.map(({ length }) => length)).toEqual([100, 1]);
  });

  it('9: an error of a single request is known by its details, and both names of a missing row are taken', async () => {
    const { table, run } = scene(2);
    table.onList = () => ({ status: 404, code: 'TableNotFound' }); // in details.odataError, with no code on the error
    expect(await failureOf(run())).toMatchObject({ code: 'table-not-found', serviceCode: 'TableNotFound' });
    table.onList = () => undefined;
    for (const code of ['ResourceNotFound', 'EntityNotFound']) {
      const before = table.batches.length;
      table.write('0', rowKeyOf(0), EXPIRED);
      table.write('0', rowKeyOf(1), EXPIRED);
      table.onBatch = (_operations, number) => {
        if (number !== before + 1) return undefined;
        table.remove('0', rowKeyOf(1));
        return { inside: 404, code, message: '1:The specified resource does not exist.' };
      };
      expect(await run()).toMatchObject({ deleted: 1, alreadyGone: 1 });
    }
  });

  it('16: Timestamp is compared as an instant, strictly, to 100 ns, and nothing is written', async () => {
    const { table, run } = scene(0);
    table.write('0', 'last', '2026-01-21T09:00:00.0659999');
    table.write('0', 'same', '2026-01-21T09:00:00.0660000');
    table.write('0', 'next', '2026-01-21T09:00:00.0660001');
    expect(await run()).toMatchObject({ deleted: 1 });
    expect(table.keys('0')).toEqual(['next', 'same']);
    expect(table.listings[0]).toContain(`Timestamp lt datetime'${CUTOFF.toISOString()}'`);
  });

  it('19: a row that was moved while idle is purged on its old clock', async () => {
    const { tables, run } = purgeScene(['readonly', 'active']);
    const newest = tables[1] ?? new FakeTable();
    newest.write('0', 'moved', LIVE, { _idleSince: new Date(CUTOFF.getTime() - 1) });
    expect(await run()).toMatchObject({ deleted: 1 });
  });

  it('20: one cutoff for the whole run and the next, a partial report, and no partition that stops the others', async () => {
    const { table, run, clock } = scene(150, 3);
    writeExpired(table, 10, '1');
    writeExpired(table, 10, '2');
    const controller = new AbortController();
    table.onBatch = ([first]) => {
      if (first?.partitionKey === '0') return { outer: 503 };
      if (first?.partitionKey === '1') controller.abort();
      return undefined;
    };
    const error = await failureOf(run({ signal: controller.signal, concurrency: 1, retry: { maxRetries: 1 } }));
    const report = error.report as PurgeReport;
    expect(report).toMatchObject({ done: false, matched: 160, deleted: 10, failed: 0 });
    expect(report.perPartition.map(({ done, failure }) => [done, failure?.code])).toEqual([
      [false, 'service-busy'],
      [true, undefined],
      [false, undefined],
    ]);

    table.onBatch = () => undefined;
    table.now = 'Fri, 30 Jan 2026 10:00:00 GMT';
    clock.nowMs = Date.parse(table.now);
    const rest = await run({ olderThan: new Date('2026-01-25'), checkpoint: report.checkpoint });
    expect(rest).toMatchObject({ cutoff: CUTOFF, matched: 160, deleted: 160, done: true });
    expect(new Set(table.listings.map((filter) => /datetime'[^']*'/.exec(filter)?.[0])).size).toBe(1);
  });
});
