import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type BatchFault, FakeTable } from '../../test/fakes/fake-table.ts';
import { byteSum } from '../keys/byte-sum.ts';
import { decimal } from '../keys/key-format.ts';
import { createPartitioner } from '../partitioner/create-partitioner.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { TablePartitionerError } from '../table-partitioner-error.ts';
import { purge } from './purge.ts';
import type { PurgeSettings } from './purge-options.ts';
import type { PurgeReport } from './purge-report.ts';

const CUTOFF = new Date('2026-01-21T09:00:00.066Z');
const EXPIRED = '2026-01-21T08:59:59.1234567';
const LIVE = '2026-01-21T09:30:00.1234567';

/** A table with expired rows `r000`, `r001`, … in partition `0`, and a clock that does not wait. */
function scene(
  expiredRows: number,
  partitions: number = 1,
): { table: FakeTable; partitioner: Partitioner; slept: number[]; run: Run } {
  const table = new FakeTable();
  for (let row = 0; row < expiredRows; row++) table.write('0', rowKey(row), EXPIRED);
  const partitioner = createPartitioner({
    generations: [
      {
        id: 1,
        table: 'sessions',
        partitions,
        strategy: byteSum,
        keyFormat: decimal(),
        state: 'active' as const,
      },
    ],
    table: () => table,
  });
  const slept: number[] = [];
  const clock = {
    now: () => Date.parse('2026-01-21T10:00:00Z'),
    sleep: async (delayMs: number) => void slept.push(delayMs),
  };
  const run: Run = (settings) => purge(partitioner, { olderThan: CUTOFF, clock, random: () => 0.5, ...settings });
  return { table, partitioner, slept, run };
}
type Run = (settings?: PurgeSettings) => Promise<PurgeReport>;

const rowKey = (row: number): string => `r${String(row).padStart(3, '0')}`;
const failureOf = (promise: Promise<unknown>): Promise<TablePartitionerError> =>
  promise.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error) => error,
  );

describe('purge', () => {
  it.each([
    [0, []],
    [1, [1]],
    [99, [99]],
    [100, [100]],
    [101, [100, 1]],
    [200, [100, 100]],
  ])('deletes %i rows in batches of %j, never an empty one', async (rows, sizes) => {
    const { table, run } = scene(rows);
    const report = await run();
    expect(table.batches.map((batch) => batch.length)).toEqual(sizes);
    expect(report).toMatchObject({ matched: rows, deleted: rows, requests: 1 + sizes.length, retries: 0, done: true });
    expect(table.keys('0')).toEqual([]);
  });

  it('keeps rows changed at or after the cutoff, to 100 ns', async () => {
    const { table, run } = scene(0);
    table.write('0', 'just before', '2026-01-21T09:00:00.0659999');
    table.write('0', 'at', '2026-01-21T09:00:00.0660000');
    table.write('0', 'within the same millisecond', '2026-01-21T09:00:00.0660001');
    expect(await run()).toMatchObject({ matched: 1, deleted: 1 });
    expect(table.keys('0')).toEqual(['at', 'within the same millisecond']);
  });

  it('deletes each row only as it was listed: one refreshed since then stays', async () => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => {
      if (number === 1) for (const row of [7, 70]) table.write('0', rowKey(row), LIVE);
      return undefined;
    };
    expect(await run()).toMatchObject({ matched: 100, deleted: 98, touched: 2, alreadyGone: 0 });
    expect(table.keys('0')).toEqual(['r007', 'r070']);
    expect(table.batches.flat().every(({ ifMatch }) => ifMatch.startsWith('W/'))).toBe(true);
  });

  it('keeps a row that was refreshed twice within the cutoff millisecond', async () => {
    const { table, run } = scene(1);
    table.onBatch = () => {
      table.write('0', rowKey(0), EXPIRED);
      return undefined;
    };
    expect(await run()).toMatchObject({ deleted: 0, touched: 1 });
  });

  it.each([
    [1, 2],
    [2, 3],
    [3, 5],
    [10, 5],
    [30, 5],
    [100, 4],
  ])('gets over %i missing rows of 100 in %i requests after the listing', async (missing, requests) => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => {
      if (number === 1) for (let row = 0; row < missing; row++) table.remove('0', rowKey((row * 37) % 100));
      return undefined;
    };
    const report = await run();
    expect(report).toMatchObject({ matched: 100, deleted: 100 - missing, alreadyGone: missing, done: true });
    expect(report.requests - 1).toBe(requests);
    expect(table.keys('0')).toEqual([]);
  });

  it('lists the rest again by the same cutoff, and takes no row that was not in the batch', async () => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => {
      if (number === 1) for (let row = 0; row < 50; row++) table.remove('0', rowKey(row));
      if (number === 1) table.write('0', 'r050 and more', EXPIRED);
      return undefined;
    };
    expect(await run()).toMatchObject({ deleted: 50, alreadyGone: 50 });
    expect(table.keys('0')).toEqual(['r050 and more']);
    expect(table.listings).toHaveLength(2);
    for (const filter of table.listings) expect(filter).toContain(`Timestamp lt datetime'${CUTOFF.toISOString()}'`);
  });

  it('goes on after an empty page: only a missing token is the end', async () => {
    const { table, run } = scene(0);
    table.pageSize = 2;
    for (let row = 0; row < 6; row++) table.write('0', rowKey(row), row < 4 ? LIVE : EXPIRED);
    expect(await run()).toMatchObject({ matched: 2, deleted: 2, requests: 4 });
  });

  it('sees every row while deleting the pages behind it', async () => {
    const { table, run } = scene(250);
    table.pageSize = 10;
    expect(await run()).toMatchObject({ matched: 250, deleted: 250 });
  });

  it('rejects when the table is missing, and never calls its rows gone', async () => {
    const { table, run } = scene(10);
    table.exists = false;
    expect(await failureOf(run())).toMatchObject({
      code: 'table-not-found',
      table: 'sessions',
      report: { alreadyGone: 0 },
    });
  });

  it('rejects when the table goes during the purge', async () => {
    const { table, run } = scene(10, 3);
    table.onBatch = () => {
      table.exists = false;
      return undefined;
    };
    const error = await failureOf(run({ concurrency: 1 }));
    expect(error).toMatchObject({ code: 'table-not-found', serviceCode: 'TableNotFound' });
    expect(error.report).toMatchObject({ alreadyGone: 0, deleted: 0, done: false });
    expect(table.listings).toHaveLength(1); // no further partition was begun
  });

  it.each<[string, BatchFault]>([
    ['503 inside a 202', { inside: 503, code: 'ServerBusy', message: '4:The server is busy.' }],
    ['503 inside a 202 without an index', { inside: 503, code: 'ServerBusy', message: 'The server is busy.' }],
    ['500 inside a 202', { inside: 500, code: 'OperationTimedOut', message: '0:Operation could not be completed.' }],
    ['429 inside a 202', { inside: 429, code: 'TooManyRequests', message: 'Request rate is large.' }],
    ['a whole answer of 503', { outer: 503 }],
    ['a whole answer of 429 without retry-after', { outer: 429 }],
    ['a connection reset before the work', { lost: 'before' }],
    ['an answer that makes no sense', { body: '<html>proxy</html>' }],
  ])('waits and sends the batch again after %s', async (_what, fault) => {
    const { table, slept, run } = scene(100);
    table.onBatch = (_operations, number) => (number <= 3 ? fault : undefined);
    expect(await run()).toMatchObject({ deleted: 100, alreadyGone: 0, retries: 3, requests: 5, done: true });
    expect(slept).toEqual([75, 150, 300]);
  });

  it('waits as long as the service asks', async () => {
    const { table, slept, run } = scene(1);
    table.onBatch = (_operations, number) =>
      number === 1 ? { outer: 429, headers: { 'retry-after-ms': '2500' } } : undefined;
    expect(await run()).toMatchObject({ deleted: 1, retries: 1 });
    expect(slept).toEqual([2500]);
  });

  it('counts a batch as deleted, once, when it was applied and its answer was lost', async () => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => (number === 1 ? { lost: 'after' } : undefined);
    // Listing, batch, repeat that meets the missing row, listing that finds nothing.
    expect(await run()).toMatchObject({ deleted: 100, alreadyGone: 0, failed: 0, requests: 4, retries: 1 });
  });

  it('tells a lost batch that was not applied from one that was', async () => {
    const { table, run } = scene(100);
    table.onBatch = (_operations, number) => {
      if (number !== 1) return undefined;
      table.remove('0', rowKey(5));
      return { lost: 'before' };
    };
    expect(await run()).toMatchObject({ deleted: 99, alreadyGone: 1 });
    expect(table.keys('0')).toEqual([]);
  });

  it('rejects with the report when the service stays busy, after the other partitions were finished', async () => {
    const { table, run } = scene(10, 3);
    table.write('2', 'other', EXPIRED);
    table.onBatch = ([first]) => (first?.partitionKey === '0' ? { inside: 503, code: 'ServerBusy' } : undefined);
    const error = await failureOf(run({ retry: { maxRetries: 2 } }));
    expect(error).toMatchObject({ name: 'TablePartitionerError', code: 'purge-incomplete' });
    expect(error.message).toContain('1 of 3 partitions failed');
    expect(error.report).toMatchObject({
      matched: 11,
      deleted: 1,
      retries: 2,
      done: false,
      perPartition: [
        { partitionKey: '0', done: false, failure: { code: 'service-busy', status: 503, serviceCode: 'ServerBusy' } },
        { partitionKey: '1', done: true, failure: undefined },
        { partitionKey: '2', done: true, deleted: 1 },
      ],
    });
  });

  it('halves a batch the service finds too large', async () => {
    const { table, run } = scene(100);
    table.onBatch = (operations) => (operations.length > 30 ? { outer: 413 } : undefined);
    expect(await run()).toMatchObject({ deleted: 100, failed: 0 });
    expect(table.batches.map((batch) => batch.length)).toEqual([100, 50, 25, 25, 50, 25, 25]);
  });

  it('deletes one by one when the service rejects a batch, and reports the rows it refuses', async () => {
    const { table, run } = scene(20);
    table.onBatch = (operations) =>
      operations.some((operation) => operation.rowKey === rowKey(3))
        ? { inside: 400, code: 'InvalidInput', message: '0:One of the request inputs is not valid.' }
        : undefined;
    const error = await failureOf(run());
    expect(error).toMatchObject({ code: 'purge-incomplete' });
    expect(error.report).toMatchObject({
      matched: 20,
      deleted: 19,
      failed: 1,
      done: true,
      perPartition: [{ refusedRows: [{ rowKey: 'r003', status: 400, serviceCode: 'InvalidInput' }] }],
    });
    expect(table.keys('0')).toEqual(['r003']);
  });

  it('rejects at once when the table is being deleted, found so by a listing or a batch', async () => {
    const { table, run } = scene(10, 5);
    const going = { code: 'TableBeingDeleted', message: 'The specified table is being deleted.' };
    table.onBatch = () => ({ ...going, inside: 409 });
    expect(await failureOf(run({ concurrency: 1 }))).toMatchObject({
      code: 'table-being-deleted',
      report: { requests: 2, deleted: 0, failed: 0, done: false },
    });
    table.listings.length = 0;
    table.onList = () => ({ ...going, status: 409 });
    expect(await failureOf(run({ concurrency: 1 }))).toMatchObject({ code: 'table-being-deleted', status: 409 });
    expect(table.listings).toHaveLength(1);
  });

  it('rejects at once when the credential is not accepted', async () => {
    const { table, run } = scene(1, 5);
    table.onList = () => ({ status: 403, code: 'AuthenticationFailed' });
    expect(await failureOf(run({ concurrency: 1 }))).toMatchObject({ code: 'access-denied', status: 403 });
    expect(table.listings).toHaveLength(1);
  });

  it('lists again when listing fails for the time being', async () => {
    const { table, run } = scene(10);
    table.onList = (_filter, number) => (number === 1 ? { status: 429, code: 'TooManyRequests' } : undefined);
    expect(await run()).toMatchObject({ deleted: 10, retries: 1, requests: 3 });
    table.onList = () => ({ lost: true });
    expect(await failureOf(run({ retry: { maxRetries: 1 } }))).toMatchObject({
      report: { perPartition: [{ failure: { code: 'service-busy' } }] },
    });
  });

  it('works on so many partitions at a time, with one batch of each in flight', async () => {
    const { table, run } = scene(0, 12);
    for (let partition = 0; partition < 12; partition++) {
      for (let row = 0; row < 250; row++) table.write(String(partition), rowKey(row), EXPIRED);
    }
    expect(await run({ concurrency: 4 })).toMatchObject({ deleted: 3000 });
    expect(Math.max(...[...table.inFlight.values()].map(({ most }) => most))).toBe(1);
    expect(table.mostPartitionsAtOnce).toBeLessThanOrEqual(4);
    expect(table.mostPartitionsAtOnce).toBeGreaterThan(1);
  });

  it('only counts in a dry run', async () => {
    const { table, run } = scene(150);
    expect(await run({ dryRun: true })).toMatchObject({
      matched: 150,
      deleted: 0,
      requests: 1,
      dryRun: true,
      done: true,
    });
    expect(table.batches).toEqual([]);
    expect(table.keys('0')).toHaveLength(150);
  });

  it('tells its progress as it goes', async () => {
    const { run } = scene(250, 2);
    const deleted: number[] = [];
    const report = await run({
      onProgress: ({ partitionKey, partition, total }) => {
        expect(total.deleted).toBe(partition.deleted || total.deleted);
        if (partitionKey === '0') deleted.push(partition.deleted);
      },
    });
    expect(new Set(deleted)).toEqual(new Set([0, 100, 200, 250]));
    expect(report.perPartition[0]).toMatchObject({ partitionKey: '0', deleted: 250 });
  });

  it('passes on what the progress callback throws', async () => {
    const { run } = scene(1);
    const bug = new Error('the display broke');
    const onProgress = (): void => {
      throw bug;
    };
    expect(await failureOf(run({ onProgress }))).toBe(bug);
  });

  it('finishes the batch under way after an abort, and reports what was done', async () => {
    const { table, run } = scene(350, 3);
    const controller = new AbortController();
    table.onBatch = (_operations, number) => {
      if (number === 2) controller.abort();
      return undefined;
    };
    const report = await run({ signal: controller.signal, concurrency: 1 });
    expect(report).toMatchObject({ matched: 350, deleted: 200, done: false });
    expect(report.perPartition.map(({ done }) => done)).toEqual([false, false, false]);
    expect(table.keys('0')).toHaveLength(150);

    table.onBatch = () => undefined;
    expect(await run()).toMatchObject({ deleted: 150, done: true });
  });

  it('does not wait out a pause after an abort', async () => {
    const { table, partitioner } = scene(1);
    const controller = new AbortController();
    table.onBatch = () => {
      queueMicrotask(() => controller.abort());
      return { outer: 429, headers: { 'retry-after': '3600' } };
    };
    // The machine's own clock: without the abort this takes an hour.
    const report = await purge(partitioner, { olderThan: CUTOFF, signal: controller.signal });
    expect(report).toMatchObject({ done: false, deleted: 0, matched: 1 });
  });

  it('begins nothing when it is aborted before', async () => {
    const { table, run } = scene(1);
    expect(await run({ signal: AbortSignal.abort() })).toMatchObject({ done: false, matched: 0, requests: 0 });
    expect(table.listings).toEqual([]);
  });

  it('takes the cutoff for idle rows from the clock of the service, once, five seconds earlier', async () => {
    const { table, partitioner } = scene(0, 2);
    const report = await purge(partitioner, { idleForMs: 3_600_000 });
    expect(report.cutoff).toEqual(new Date('2026-01-21T08:59:55Z'));
    expect(table.listings.slice(1).every((filter) => filter.includes("datetime'2026-01-21T08:59:55.000Z'"))).toBe(true);
    table.exists = false;
    expect(await failureOf(purge(partitioner, { idleForMs: 1 }))).toMatchObject({ code: 'table-not-found' });
  });

  it('refuses misuse before anything is sent', async () => {
    const { table, partitioner } = scene(1);
    await expect(purge({} as Partitioner, { idleForMs: 1 })).rejects.toThrow('purge needs a partitioner');
    await expect(purge(partitioner, {} as never)).rejects.toThrow(TypeError);
    await expect(purge(partitioner, undefined as never)).rejects.toThrow(TypeError);
    expect(table.listings).toEqual([]);
  });

  it('loses nothing and deletes nothing it should not, whatever goes wrong', async () => {
    const fault = fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      fc.constantFrom<BatchFault>(
        { lost: 'before' },
        { lost: 'after' },
        { inside: 503, code: 'ServerBusy' },
        { inside: 500, code: 'OperationTimedOut', message: '2:Timed out.' },
        { outer: 429 },
        { outer: 413 },
        { body: '' },
      ),
    );
    const event = fc.record({
      fault,
      touched: fc.array(fc.nat(299), { maxLength: 3 }),
      removed: fc.array(fc.nat(299), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(event, { maxLength: 12 }),
        fc.integer({ min: 1, max: 120 }),
        async (events, pageSize) => {
          const { table, run } = scene(300);
          table.pageSize = pageSize;
          const touched = new Set<string>();
          const deletedByOthers = new Set<string>();
          let isLostAfter = false;
          table.onBatch = (_operations, number) => {
            const {
              fault: next,
              touched: touches,
              removed,
            } = events[number - 1] ?? { fault: undefined, touched: [], removed: [] };
            for (const row of touches) {
              if (!table.keys('0').includes(rowKey(row))) continue; // a session that is gone is not refreshed
              table.write('0', rowKey(row), LIVE);
              touched.add(rowKey(row));
            }
            for (const row of removed) {
              if (touched.has(rowKey(row)) || !table.keys('0').includes(rowKey(row))) continue;
              table.remove('0', rowKey(row));
              deletedByOthers.add(rowKey(row));
            }
            isLostAfter ||= next !== undefined && 'lost' in next && next.lost === 'after';
            return next;
          };
          const report = await run({ retry: { maxRetries: 20 } }).catch((error: TablePartitionerError) => {
            // A single row that is "too large" is refused, which is what the report says then.
            if (error.report === undefined || error.report.failed === 0) throw error;
            return error.report;
          });
          const left = new Set(table.keys('0'));
          for (const key of touched) expect(left).toContain(key);
          // a row whose deletion was applied unseen, and then refused, counts as failed and is gone
          expect(left.size).toBeLessThanOrEqual(touched.size + report.failed);
          if (!isLostAfter) expect(left.size).toBe(touched.size + report.failed);
          const { matched, deleted, alreadyGone, touched: kept, failed } = report;
          expect(deleted + alreadyGone + kept + failed).toBe(matched);
          expect(report.done).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
