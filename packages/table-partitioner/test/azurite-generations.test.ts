import { describe, expect, it } from '@jest/globals';
import {
  byteSum,
  createGenerationStore,
  createPartitioner,
  dropGeneration,
  type FoundRow,
  type Generation,
  type GenerationStore,
  migrateGeneration,
  murmur3,
  type NewGeneration,
  type Partitioner,
  type PartitionerOptions,
  padded,
  purge,
} from '../src/index.ts';
import { azuriteTables } from './builders/azurite-tables.ts';
import { GUID, guidOf } from './fakes/generations-scene.ts';
import { increment } from './fakes/interleavings.ts';

const { connect } = azuriteTables();

let scenes = 0;
interface AzuriteScene {
  readonly store: GenerationStore;
  readonly first: NewGeneration;
  readonly second: NewGeneration;
  open(options?: Partial<PartitionerOptions>): Promise<Partitioner>;
}

/** Generation 1 is published and active, generation 2 announced. */
async function scene(): Promise<AzuriteScene> {
  const number = ++scenes;
  const control = connect(`control${number}`);
  await control.createTable();
  const store = createGenerationStore({ control, table: connect });
  const first = { id: 1, table: `old${number}`, partitions: 15, strategy: byteSum, keyFormat: padded() };
  const second = { id: 2, table: `new${number}`, partitions: 64, strategy: murmur3, keyFormat: padded() };
  await store.publish(first);
  await store.publish(second);
  const open = async (options: Partial<PartitionerOptions> = {}): Promise<Partitioner> =>
    createPartitioner({ generations: await store.load(), table: connect, ...options });
  return { store, first, second, open };
}
const collect = async (rows: AsyncIterable<FoundRow>): Promise<FoundRow[]> => {
  const found: FoundRow[] = [];
  for await (const row of rows) found.push(row);
  return found;
};
const countRows = async (table: string): Promise<number> => {
  let count = 0;
  for await (const _ of connect(table).listEntities()) count++;
  return count;
};

describe('a partitioner on Azurite', () => {
  it('creates, reads, changes, queries and deletes rows', async () => {
    const { open } = await scene();
    const partitioner = await open();
    const { etag = '' } = await partitioner.create(GUID, { user: 'ada', visits: 1n });
    await expect(partitioner.create(GUID, {})).rejects.toMatchObject({ code: 'row-exists' });
    expect(await partitioner.get(GUID)).toMatchObject({ etag, properties: { user: 'ada', visits: 1n } });

    const { etag: newer = '' } = await partitioner.update(GUID, { visits: 2n }, { etag });
    await expect(partitioner.update(GUID, {}, { etag })).rejects.toMatchObject({ code: 'row-changed' });
    expect(await collect(partitioner.queryAll("user eq 'ada'"))).toEqual([await partitioner.get(GUID)]);
    await expect(partitioner.delete(GUID, { etag })).rejects.toMatchObject({ code: 'row-changed' });
    expect(await partitioner.delete(GUID, { etag: newer })).toBe(true);
    expect(await partitioner.get(GUID)).toBeUndefined();
    await expect(partitioner.update(GUID, {})).rejects.toMatchObject({ code: 'row-not-found' });
  });

  it('merges partitions in the order of row keys, page by page', async () => {
    const { open, first } = await scene();
    const partitioner = await open();
    const keys = Array.from({ length: 60 }, (_, row) => guidOf(row * 11));
    await Promise.all(keys.map((key, row) => partitioner.create(key, { row })));
    await partitioner.create(GUID, { row: 60 });
    expect((await collect(partitioner.queryAll(undefined, { order: 'rowKey' }))).map(({ rowKey }) => rowKey)).toEqual([
      ...keys,
      GUID,
    ]);
    const some = await collect(partitioner.queryAll('row ge 50', { select: ['row'], concurrency: 3 }));
    expect(some.map(({ properties }) => properties.row).toSorted()).toEqual([
      50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60,
    ]);
    expect(await countRows(first.table)).toBe(61);
  });

  it('tells a missing table from a missing row', async () => {
    const { open, first } = await scene();
    const partitioner = await open();
    await connect(first.table).deleteTable();
    await expect(partitioner.get(GUID)).rejects.toMatchObject({ code: 'table-not-found', table: first.table });
    await expect(collect(partitioner.queryAll())).rejects.toMatchObject({ code: 'table-not-found' });
  });
});

describe('generations on Azurite', () => {
  it('lets one of many who publish at once win', async () => {
    const { store } = await scene();
    const attempts = [3, 4, 5, 6].map((id) =>
      store.publish({ id, table: `late${scenes}x${id}`, partitions: 16, strategy: byteSum, keyFormat: padded() }),
    );
    const outcomes = await Promise.allSettled(attempts);
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(won.length).toBeGreaterThanOrEqual(1);
    // The others lost the race, or came so late that their id is no longer the highest.
    for (const { reason } of lost) {
      expect(reason instanceof TypeError || reason.code === 'generations-changed').toBe(true);
    }
    const loaded = await store.load();
    expect(loaded).toHaveLength(2 + won.length);
  });

  it('grows while 12 processes write: every acknowledged increment is stored', async () => {
    for (const seed of [1, 2, 3]) {
      const { store, first, second, open } = await scene();
      const before = await open({ migrate: 'onWrite' });
      const rows = Array.from({ length: 8 }, (_, row) => guidOf(row + seed * 100));
      for (const row of rows) await before.create(row, { count: 0 });
      await store.activate(2);

      let acknowledged = 0;
      const write = async (writer: number): Promise<void> => {
        const partitioner = await open({
          migrate: writer % 2 === 0 ? 'onWrite' : 'onRead',
          lookup: writer % 3 === 0 ? 'parallel' : 'sequential',
        });
        for (let turn = 0; turn < 8; turn++) {
          await increment(partitioner, rows[(writer * 5 + turn * (seed + 2)) % rows.length] ?? '');
          acknowledged++;
        }
      };
      const mover = await open({ migrate: 'onWrite' });
      const [report] = await Promise.all([
        migrateGeneration(mover, { from: 1, to: 2, concurrency: 4 }),
        ...Array.from({ length: 12 }, (_, writer) => write(writer)),
      ]);
      expect(report).toMatchObject({ failed: 0, done: true });
      const last = await migrateGeneration(mover, { from: 1 });
      expect(last).toMatchObject({ moved: 0, done: true });

      const stored = await collect(mover.queryAll());
      expect(stored.reduce((sum, { properties }) => sum + Number(properties.count), 0)).toBe(acknowledged);
      expect(acknowledged).toBe(96);
      expect([await countRows(first.table), await countRows(second.table)]).toEqual([0, 8]);
    }
  }, 120_000);

  it('moves values as they are', async () => {
    const { store, first, open } = await scene();
    const before = await open();
    await before.create(GUID, {
      half: 0.5,
      small: 7,
      large: { value: 3_000_000_000, type: 'Double' },
      none: { value: 'NaN', type: 'Double' },
      long: 2n ** 53n + 1n,
      flag: false,
      bytes: Uint8Array.of(0, 255),
      id: { value: GUID, type: 'Guid' },
      precise: { value: '2026-11-20T23:19:06.0663733Z', type: 'DateTime' },
    });
    const raw = { disableTypeConversion: true };
    const [old] = before.locate(GUID).filter(({ generation }) => generation === 1);
    const original = await connect(first.table).getEntity(old?.partitionKey ?? '', GUID, raw);
    await store.activate(2);
    const found = await (await open({ migrate: 'onRead' })).get(GUID);
    const moved = await connect(found?.table ?? '').getEntity(found?.partitionKey ?? '', GUID, raw);
    const own = ({ half, small, large, none, long, flag, bytes, id, precise }: Record<string, unknown>): object => ({
      ...{ half, small, large, none, long, flag, bytes, id, precise },
    });
    expect(found?.generation).toBe(2);
    expect(own(moved)).toEqual(own(original));
    expect(moved._idleSince).toEqual({ type: 'DateTime', value: original.timestamp });
  });

  it('purges what was idle before it moved, and tombstones once nobody moves any more', async () => {
    const { store, first, second, open } = await scene();
    const before = await open({ migrate: 'onWrite' });
    for (let row = 0; row < 6; row++) await before.create(guidOf(row), { row });
    const written = await before.get(guidOf(5));
    const cutoff = new Date((written?.lastWrittenAt.getTime() ?? 0) + 50);
    // Until the clock of the service, which is this machine's, is past it.
    while (Date.now() <= cutoff.getTime()) await before.get(GUID);

    await store.activate(2);
    const after = await open({ migrate: 'onWrite' });
    await migrateGeneration(after, { from: 1 });
    await after.update(guidOf(0), { seen: true });
    await after.delete(guidOf(1));
    await after.create(GUID, {});
    expect(await purge(after, { olderThan: cutoff })).toMatchObject({ deleted: 4, failed: 0 });
    const left = await collect(after.queryAll(undefined, { order: 'rowKey' }));
    expect(left.map(({ rowKey }) => rowKey)).toEqual([guidOf(0), GUID]);
    expect(await countRows(second.table)).toBe(3);

    await store.retire(1);
    after.refresh(await store.load());
    const everything = new Date(Date.now() + 1000);
    while (Date.now() <= everything.getTime()) await after.get(GUID);
    expect(await purge(after, { olderThan: everything, filter: '_deleted eq true' })).toMatchObject({ deleted: 1 });
    expect(await countRows(second.table)).toBe(2);
    expect(await countRows(first.table)).toBe(0);
  }, 30_000);

  it('drops a generation once it is retired and empty', async () => {
    const { store, first, open } = await scene();
    const partitioner = await open({ migrate: 'onWrite' });
    await partitioner.create(GUID, { user: 'ada' });
    await store.activate(2);
    partitioner.refresh(await store.load());
    await expect(dropGeneration(partitioner, 1, { minAgeMs: 0 })).rejects.toMatchObject({ code: 'generation-in-use' });
    await store.retire(1);
    const retired: readonly Generation[] = await store.load();
    const late = createPartitioner({ generations: retired, table: connect });
    await expect(dropGeneration(late, 1, { minAgeMs: 0 })).rejects.toThrow('has rows that live');
    await migrateGeneration(partitioner, { from: 1 });
    expect(await dropGeneration(late, 1, { minAgeMs: 0 })).toBe(true);
    expect(await dropGeneration(late, 1, { minAgeMs: 0 })).toBe(false);
    await expect(countRows(first.table)).rejects.toMatchObject({ statusCode: 404 });
    expect(await late.get(GUID)).toMatchObject({ generation: 2, properties: { user: 'ada' } });
  });
});
