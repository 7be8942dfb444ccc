import type { TableClient } from '@azure/data-tables';
import { describe, expect, it } from '@jest/globals';
import {
  byteSum,
  createPartitioner,
  type Generation,
  migrateGeneration,
  murmur3,
  type Partitioner,
  type PartitionerOptions,
  padded,
  purge,
  serverTime,
} from '../src/index.ts';
import { azuriteTables } from './builders/azurite-tables.ts';
import { GUID, guidOf } from './fakes/generations-scene.ts';

const { connect } = azuriteTables();
const keysIn = async (table: string): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { rowKey } of connect(table).listEntities()) keys.push(String(rowKey));
  return keys.toSorted();
};

let scenes = 0;
/** Rows begin in generation 1 and go on with it closed. */
async function scene(): Promise<{
  readonly old: string;
  readonly recent: string;
  before: Partitioner;
  after(options?: Partial<PartitionerOptions>): Partitioner;
}> {
  const [old, recent] = [`moved${++scenes}`, `kept${scenes}`];
  for (const table of [old, recent]) await connect(table).createTable();
  const first = { id: 1, table: old, partitions: 15, strategy: byteSum, keyFormat: padded() } as const;
  const second = { id: 2, table: recent, partitions: 8, strategy: murmur3, keyFormat: padded() } as const;
  const open = (generations: readonly Generation[], options: Partial<PartitionerOptions>): Partitioner =>
    createPartitioner({ generations, table: connect, migrate: 'onWrite', ...options });
  return {
    old,
    recent,
    before: open(
      [
        { ...first, state: 'active' },
        { ...second, state: 'announced' },
      ],
      {},
    ),
    after: (options = {}) =>
      open(
        [
          { ...first, state: 'readonly' },
          { ...second, state: 'active' },
        ],
        options,
      ),
  };
}

/** A client whose process dies when it is about to delete what it has moved. */
function dyingClient(table: string): TableClient {
  const client = connect(table);
  client.deleteEntity = () => Promise.reject(new Error('the process died'));
  return client;
}

/** Waits until the clock of the service, which tells seconds, is past an instant. */
async function passed(table: string, instantMs: number): Promise<void> {
  while ((await serverTime(connect(table))).getTime() <= instantMs);
}

describe('a purge beside moves', () => {
  const YEAR_MS = 365 * 86_400_000;

  it.each([
    ['property', { property: { name: 'expiresAt', type: 'date' } }],
    ['filter', { filter: "state eq 'closed'" }],
  ] as const)('brings no older copy to light that a dead mover left, when it goes by a %s', async (_what, settings) => {
    const { before, after, old, recent } = await scene();
    await before.create(GUID, { expiresAt: new Date(Date.now() + YEAR_MS), state: 'open' });
    await expect(after({ table: dyingClient }).move(GUID, { from: 1 })).rejects.toThrow('the process died');
    expect([await keysIn(old), await keysIn(recent)]).toEqual([[GUID], [GUID]]);

    const partitioner = after();
    await partitioner.update(GUID, { expiresAt: new Date(0), state: 'closed' });
    const cutoff = new Date(Date.now() + 1);
    await passed(recent, cutoff.getTime());
    const report = await purge(partitioner, { olderThan: cutoff, ...settings });
    expect(report).toMatchObject({ matched: 1, deleted: 1, done: true });
    expect(await partitioner.get(GUID)).toBeUndefined();
    expect([await keysIn(old), await keysIn(recent)]).toEqual([[], []]);
  });

  it('leaves rows on their way alone in a dry run', async () => {
    const { before, after, old, recent } = await scene();
    await before.create(GUID, {});
    await expect(after({ table: dyingClient }).move(GUID, { from: 1 })).rejects.toThrow('the process died');
    await purge(after(), { olderThan: await serverTime(connect(old)), dryRun: true });
    expect([await keysIn(old), await keysIn(recent)]).toEqual([[GUID], [GUID]]);
  });

  it('takes no row that is used while rows migrate, and every one that was idle', async () => {
    const { before, after, old, recent } = await scene();
    const rows = Array.from({ length: 240 }, (_, row) => guidOf(row));
    await Promise.all(rows.map((row) => before.create(row, { visits: 0 })));
    const newest = await before.get(rows.at(-1) ?? '');
    const cutoff = new Date((newest?.lastWrittenAt.getTime() ?? 0) + 100);
    await passed(old, cutoff.getTime());

    const used = rows.filter((_, row) => row % 3 === 0);
    const touched: string[] = [];
    const touch = async (writer: number): Promise<void> => {
      const partitioner = after({ migrate: writer % 2 === 0 ? 'onWrite' : 'onDemand' });
      for (let turn = writer; turn < used.length; turn += 4) {
        const row = used[turn] ?? '';
        try {
          await partitioner.update(row, { visits: 1 });
          touched.push(row);
        } catch (error) {
          // Purged before it was used.
          expect(error).toMatchObject({ code: 'row-not-found' });
        }
      }
    };
    const [migration] = await Promise.all([
      migrateGeneration(after(), { from: 1, concurrency: 6 }),
      purge(after(), { olderThan: cutoff, batchSize: 10 }),
      ...[0, 1, 2, 3].map(touch),
    ]);
    expect(migration).toMatchObject({ failed: 0, done: true });
    expect(touched.length).toBeGreaterThan(0);

    await purge(after(), { olderThan: cutoff });
    expect(await keysIn(old)).toEqual([]);
    expect(await keysIn(recent)).toEqual(touched.toSorted());
    for (const row of touched) expect((await after().get(row))?.properties).toMatchObject({ visits: 1 });
  }, 60_000);
});
