import { setTimeout as delay } from 'node:timers/promises';
import { TableClient, type TransactionAction } from '@azure/data-tables';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  byteSum,
  type Clock,
  createPartitioner,
  decimal,
  type Partitioner,
  type PurgeOptions,
  type PurgeReport,
  purge,
} from '../src/index.ts';
import { azuriteTables } from './builders/azurite-tables.ts';
import { type FaultProxy, startFaultProxy, type WireFault, type WireRequest } from './fakes/fault-proxy.ts';

const { server } = azuriteTables();
const proxies: FaultProxy[] = [];
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close();
});

/** Repeats need not be waited for. */
const clock: Clock = { now: () => Date.now(), sleep: () => Promise.resolve() };
const rowKeyOf = (row: number): string => `r${String(row).padStart(4, '0')}`;
let tables = 0;

interface Scene {
  /** Past the proxy. */
  readonly direct: TableClient;
  readonly partitioner: Partitioner;
  readonly cutoff: Date;
  run(options?: Partial<PurgeOptions>): Promise<PurgeReport>;
  /** What is left, as `partition/row`. */
  keys(): Promise<Set<string>>;
}

/** Rows in partitions, all last changed before the cutoff, behind a proxy. */
async function scene(
  partitions: number,
  rowsPerPartition: number,
  onRequest: (request: WireRequest, direct: TableClient) => Promise<WireFault | undefined>,
): Promise<Scene> {
  const table = `faults${++tables}`;
  const connect = (endpoint: string): TableClient =>
    TableClient.fromConnectionString(server().connectionString.replace(server().tableEndpoint, endpoint), table, {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
    });
  const direct = connect(server().tableEndpoint);
  await direct.createTable();
  const keys = Array.from({ length: partitions }, (_, partition) => String(partition));
  await Promise.all(
    keys.map(async (partitionKey) => {
      for (let from = 0; from < rowsPerPartition; from += 100) {
        const length = Math.min(100, rowsPerPartition - from);
        await direct.submitTransaction(
          Array.from(
            { length },
            (_, row): TransactionAction => ['create', { partitionKey, rowKey: rowKeyOf(from + row) }],
          ),
        );
      }
    }),
  );
  // Its clock is this machine's. What is written from here on is younger than the cutoff.
  const cutoff = new Date(Date.now() + 2);
  while (Date.now() <= cutoff.getTime()) await delay(1);

  const proxy = await startFaultProxy(server().tableEndpoint, (request) => onRequest(request, direct));
  proxies.push(proxy);
  const partitioner = createPartitioner({
    generations: [{ id: 1, table, partitions, strategy: byteSum, keyFormat: decimal(), state: 'active' }],
    table: () => connect(proxy.endpoint),
  });
  return {
    direct,
    partitioner,
    cutoff,
    run: (options) => purge(partitioner, { olderThan: cutoff, clock, ...options } as PurgeOptions),
    async keys() {
      const left = new Set<string>();
      for await (const { partitionKey, rowKey } of direct.listEntities()) left.add(`${partitionKey}/${rowKey}`);
      return left;
    },
  };
}

/** The rows of a batch, as `[partition, row]`. */
const rowsOf = ({ body }: WireRequest): readonly (readonly [string, string])[] =>
  [...body.matchAll(/PartitionKey='(.*?)',RowKey='(.*?)'/g)].map(([, partition = '', row = '']) => [partition, row]);

/** A repeatable sequence of numbers in [0, 1). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('purge on Azurite through a network that fails', () => {
  it.each<[string, WireFault]>([
    ['503 for the whole request', { outer: 503 }],
    ['429 for the whole request, with the wait asked for', { outer: 429, headers: { 'retry-after-ms': '20' } }],
    ['500 for the whole request', { outer: 500 }],
    ['503 inside a 202', { inside: 503, code: 'ServerBusy', message: '7:The server is busy.' }],
    ['503 inside a 202, of no row', { inside: 503, code: 'ServerBusy', message: 'The server is busy.' }],
    ['500 inside a 202', { inside: 500, code: 'OperationTimedOut', message: '0:Operation could not be completed.' }],
    ['429 inside a 202', { inside: 429, code: 'TooManyRequests', message: 'The request rate is too large.' }],
    ['a connection reset before the batch is applied', { reset: 'before' }],
    ['a connection reset after the batch is applied', { reset: 'after' }],
  ])(
    'deletes every row once in spite of %s',
    async (_what, fault) => {
      let batches = 0;
      const { run, keys } = await scene(2, 250, async ({ isBatch }) =>
        isBatch && ++batches % 2 === 1 ? fault : undefined,
      );
      const report = await run();
      expect(report).toMatchObject({ matched: 500, deleted: 500, alreadyGone: 0, touched: 0, failed: 0, done: true });
      expect(report.retries).toBeGreaterThanOrEqual(4);
      expect((await keys()).size).toBe(0);
    },
    30_000,
  );

  it('lists again when a listing fails', async () => {
    let listings = 0;
    const { run, keys } = await scene(2, 30, async ({ isBatch }) =>
      !isBatch && ++listings % 2 === 1 ? { reset: 'after' } : undefined,
    );
    expect(await run()).toMatchObject({ deleted: 60, done: true });
    expect((await keys()).size).toBe(0);
  });

  it.each([1, 2, 3, 4, 5])(
    'loses nothing and deletes nothing it should not, whatever goes wrong (%i)',
    async (seed) => {
      const random = randomNumbers(seed);
      const touched = new Set<string>();
      const faults: readonly (WireFault | undefined)[] = [
        ...[undefined, undefined, undefined, undefined],
        ...([{ outer: 503 }, { outer: 429 }, { outer: 500 }, { reset: 'before' }, { reset: 'after' }] as const),
        { inside: 503, code: 'ServerBusy', message: '3:The server is busy.' },
        { inside: 500, code: 'OperationTimedOut', message: 'Operation could not be completed.' },
        { inside: 429, code: 'TooManyRequests', message: '0:Slow down.' },
      ];
      const pick = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
      const { run, keys } = await scene(4, 300, async (request, direct) => {
        if (!request.isBatch)
          return random() < 0.2 ? pick([{ outer: 429 }, { outer: 503 }, { reset: 'after' }]) : undefined;
        const [[partitionKey, refreshed], [, removed]] = [
          pick(rowsOf(request)) ?? ['', ''],
          pick(rowsOf(request)) ?? ['', ''],
        ];
        if (random() < 0.3) {
          const outcome = await direct
            .updateEntity({ partitionKey, rowKey: refreshed, seen: 1 })
            .catch(() => undefined);
          if (outcome !== undefined) touched.add(`${partitionKey}/${refreshed}`);
        }
        if (random() < 0.3 && !touched.has(`${partitionKey}/${removed}`)) {
          await direct.deleteEntity(partitionKey, removed).catch(() => undefined);
        }
        return pick(faults);
      });
      const report = await run({ retry: { maxRetries: 50 }, concurrency: 4 });
      expect(await keys()).toEqual(touched);
      const { matched, deleted, alreadyGone, failed } = report;
      expect({ matched, failed, done: report.done }).toEqual({ matched: 1200, failed: 0, done: true });
      expect(deleted + alreadyGone + report.touched).toBe(1200);
      expect(touched.size).toBeGreaterThan(0); // how many depends on the order of concurrent requests
    },
    60_000,
  );

  it('deletes none of the rows that are refreshed while 10,000 idle ones go', async () => {
    const random = randomNumbers(7);
    const refreshed = new Set<string>();
    const refresh = async (direct: TableClient, partitionKey: string, rowKey: string): Promise<void> => {
      const outcome = await direct.updateEntity({ partitionKey, rowKey, seen: 1 }).catch(() => undefined);
      if (outcome !== undefined) refreshed.add(`${partitionKey}/${rowKey}`);
    };
    const beside: Promise<void>[] = [];
    const { run, keys } = await scene(10, 1000, async (request, direct) => {
      const rows = rowsOf(request);
      if (!request.isBatch || random() < 0.5) return undefined;
      const [before, meanwhile] = [rows[Math.floor(random() * rows.length)], rows[Math.floor(random() * rows.length)]];
      // One just before the batch arrives, and one that races it.
      if (before !== undefined) await refresh(direct, ...before);
      if (meanwhile !== undefined) beside.push(refresh(direct, ...meanwhile));
      return undefined;
    });
    const report = await run();
    await Promise.all(beside);
    const left = await keys();
    expect([...refreshed].filter((key) => !left.has(key))).toEqual([]);
    expect(left.size).toBe(refreshed.size);
    expect(report).toMatchObject({ matched: 10_000, done: true });
    expect(report.touched).toBeGreaterThan(20);
  }, 120_000);

  it('is killed at any request and goes on with its checkpoint', async () => {
    const random = randomNumbers(11);
    let requestsLeft = 0;
    const { run, keys, partitioner, cutoff } = await scene(4, 400, async () =>
      requestsLeft-- > 0 ? undefined : { reset: 'after' },
    );
    let checkpoint: PurgeReport['checkpoint'];
    for (let kills = 0; kills < 6; kills++) {
      requestsLeft = 1 + Math.floor(random() * 12);
      await run({
        checkpoint,
        retry: { maxRetries: 0 },
        onCheckpoint: (saved) => {
          checkpoint = JSON.parse(JSON.stringify(saved ?? null)) ?? undefined;
        },
      }).catch(() => undefined);
    }
    requestsLeft = Number.POSITIVE_INFINITY;
    const last = await purge(partitioner, { idleForMs: 0, checkpoint, clock });
    if (checkpoint !== undefined) expect(last.cutoff).toEqual(cutoff);
    expect((await keys()).size).toBe(0);
  }, 30_000);

  it('purges by dates, texts and conditions as the service compares them', async () => {
    const { direct, run, keys } = await scene(1, 0, async () => undefined);
    const [before, after] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 3_600_000)];
    const rows = {
      date: { expiresAt: before },
      'later date': { expiresAt: after },
      text: { expiresAt: before.toISOString() },
      'later text': { expiresAt: after.toISOString() },
      number: { expiresAt: 1 },
      'another kind': { expiresAt: before, kind: 'user' },
      none: {},
    };
    for (const [rowKey, properties] of Object.entries(rows)) {
      await direct.createEntity({ kind: 'session', ...properties, partitionKey: '0', rowKey });
    }
    const filter = "kind eq 'session'";
    expect(await run({ property: { name: 'expiresAt', type: 'date' }, filter })).toMatchObject({ deleted: 1 });
    expect(await run({ property: { name: 'expiresAt', type: 'iso-string' }, filter })).toMatchObject({ deleted: 1 });
    expect([...(await keys())].sort()).toEqual([
      ...['0/another kind', '0/later date', '0/later text', '0/none', '0/number'],
    ]);
  });

  it('purges moved rows by their old clock, and tombstones, as the service compares them', async () => {
    const { direct, keys } = await scene(1, 0, async () => undefined);
    const [before, after] = [new Date(Date.now() - 3_600_000), new Date('9999-12-31T00:00:00Z')];
    const write = (rowKey: string, properties: object): Promise<unknown> =>
      direct.createEntity({ partitionKey: '0', rowKey, ...properties });
    await write('moved while idle', { _idleSince: before, expiresAt: after.toISOString() });
    await write('changed since', { _idleSince: after });
    await write('never moved', {});
    await write('tombstone', { _deleted: true });
    const partitioner = createPartitioner({
      generations: [
        {
          ...{ id: 2, table: direct.tableName, partitions: 1, strategy: byteSum, keyFormat: decimal() },
          state: 'active',
        },
      ],
      table: () => direct,
    });
    const { timestamp = '' } = await direct.getEntity('0', 'moved while idle');
    // Before any row was written here: only what was idle before the move is due.
    expect(await purge(partitioner, { olderThan: new Date(Date.parse(timestamp) - 1) })).toMatchObject({ deleted: 1 });
    expect([...(await keys())].sort()).toEqual(['0/changed since', '0/never moved', '0/tombstone']);
    const property = { name: 'expiresAt', type: 'iso-string' } as const;
    const olderThan = new Date(Date.now() + 1_000);
    expect(await purge(partitioner, { olderThan, property, filter: "kind eq 'session'" })).toMatchObject({
      deleted: 1,
    });
    expect([...(await keys())].sort()).toEqual(['0/changed since', '0/never moved']);
  });
});
