import { describe, expect, it } from '@jest/globals';
import { FakeTableService } from '../../test/fakes/fake-table-service.ts';
import { holdFirst } from '../../test/fakes/interleavings.ts';
import { byteSum } from '../keys/byte-sum.ts';
import { decimal, type KeyFormat, padded, prefixed } from '../keys/key-format.ts';
import { murmur3 } from '../keys/murmur3.ts';
import type { PartitionStrategy } from '../keys/partition-strategy.ts';
import { createPartitioner } from '../partitioner/create-partitioner.ts';
import type { Generation } from '../partitioner/generation.ts';
import type { NewGeneration } from './decide-change.ts';
import { createGenerationStore, type GenerationStore, type GenerationStoreOptions } from './generation-store.ts';

const first: NewGeneration = { id: 1, table: 'gen1', partitions: 15, strategy: byteSum, keyFormat: decimal() };
const second: NewGeneration = { id: 2, table: 'gen2', partitions: 32, strategy: murmur3, keyFormat: padded(3) };
const third: NewGeneration = { ...second, id: 3, table: 'gen3' };

function scene(service = new FakeTableService()): {
  service: FakeTableService;
  store: (who?: string, options?: Partial<GenerationStoreOptions>) => GenerationStore;
} {
  service.addTable('control');
  const store = (who = 'a', options: Partial<GenerationStoreOptions> = {}): GenerationStore =>
    createGenerationStore({
      control: service.client('control', who),
      table: (name) => service.client(name, who),
      ...options,
    });
  return { service, store };
}
const states = (generations: readonly Generation[]): unknown[] => generations.map(({ id, state }) => [id, state]);

describe('createGenerationStore', () => {
  it('publishes the first generation as active, others as announced, and creates their tables', async () => {
    const { store, service } = scene();
    expect(await store().load()).toEqual([]);
    await store().publish(first);
    await store().publish(second);
    expect(await store('b').load()).toEqual([
      { ...first, keyFormat: { ...first.keyFormat, keyOf: expect.any(Function) }, state: 'active' },
      { ...second, keyFormat: { ...second.keyFormat, keyOf: expect.any(Function) }, state: 'announced' },
    ]);
    expect([service.hasTable('gen1'), service.hasTable('gen2')]).toEqual([true, true]);
    expect(Object.keys(service.rows('control'))).toEqual(['0000000000', '0000000001', '0000000002']);
  });

  it('spreads a new generation by MurmurHash3 over padded keys unless told otherwise, and stores that with it', async () => {
    const { store } = scene();
    await store().publish({ id: 1, table: 'gen1', partitions: 16 });
    await store().publish({ id: 1, table: 'gen1', partitions: 16, strategy: murmur3, keyFormat: padded() });
    const [loaded] = await store('b').load();
    expect(loaded).toMatchObject({ strategy: { name: 'murmur3' }, keyFormat: { name: 'padded' }, state: 'active' });
    await expect(store().publish({ id: 1, table: 'gen1', partitions: 16, strategy: byteSum })).rejects.toThrow(
      'cannot become byteSum',
    );
  });

  it('creates the table before the announcement that has processes read it', async () => {
    const { store, service } = scene();
    await store().publish(first);
    const kinds = service.calls.map(({ operation, table }) => `${operation} ${table}`);
    expect(kinds.indexOf('createTable gen1')).toBeLessThan(kinds.indexOf('transaction control'));
  });

  it('activates an announced generation and closes the former by the clock of the service', async () => {
    const { store, service } = scene();
    await store().publish(first);
    await store().publish(second);
    service.nowMs = Date.UTC(2026, 2, 1);
    await store().activate(2);
    const loaded = await store().load();
    expect(states(loaded)).toEqual([
      [1, 'readonly'],
      [2, 'active'],
    ]);
    expect(loaded[0]?.closedAt).toEqual(new Date(Date.UTC(2026, 2, 1)));

    service.nowMs = Date.UTC(2026, 3, 1);
    await store().retire(1);
    const [retired] = await store().load();
    expect(retired).toMatchObject({ state: 'retired', closedAt: new Date(Date.UTC(2026, 3, 1)) });
  });

  it('refreshes a partitioner with what it loads', async () => {
    const { store, service } = scene();
    await store().publish(first);
    const partitioner = createPartitioner({
      generations: await store().load(),
      table: (name) => service.client(name),
    });
    await store('other').publish(second);
    partitioner.refresh(await store().load());
    await store('other').activate(2);
    partitioner.refresh(await store().load());
    expect(await partitioner.create('3479d7a2-5d1a-41a8-b8ff-4f62eb1a07bb', {})).toMatchObject({ generation: 2 });
  });

  it('does nothing when everything is as it should be', async () => {
    const { store, service } = scene();
    await store().publish(first);
    await store().publish(second);
    await store().activate(2);
    await store().retire(1);
    service.calls.length = 0;
    await store().publish(first);
    await store().activate(2);
    await store().retire(1);
    expect(service.calls.filter(({ operation }) => operation === 'transaction')).toEqual([]);
  });

  it.each<readonly [string, NewGeneration, NewGeneration]>([
    ['the first generation', first, second],
    ['the same generation', first, { ...first, partitions: 16 }],
  ])('lets one of two win who publish %s at once, and tells the other', async (_what, one, other) => {
    const { store, service } = scene();
    const late = holdFirst(service, ({ operation, who }) => operation === 'transaction' && who === 'late');
    const publishing = store('late').publish(one);
    await late.arrived;
    await store('early').publish(other);
    late.release();
    await expect(publishing).rejects.toMatchObject({
      code: 'generations-changed',
      message: expect.stringContaining('nothing was changed. Load them'),
    });
    expect(await store().load()).toMatchObject([{ id: other.id, partitions: other.partitions, state: 'active' }]);
  });

  it('lets one of two win who publish later generations at once, whatever their ids', async () => {
    const { store, service } = scene();
    await store().publish(first);
    const late = holdFirst(service, ({ operation, who }) => operation === 'transaction' && who === 'late');
    const publishing = store('late').publish({ ...third, table: 'gen2' });
    await late.arrived;
    await store('early').publish(second);
    late.release();
    await expect(publishing).rejects.toMatchObject({ code: 'generations-changed' });
    expect(states(await store().load())).toEqual([
      [1, 'active'],
      [2, 'announced'],
    ]);
  });

  it('lets one of two win who change states at once', async () => {
    const { store, service } = scene();
    for (const generation of [first, second]) await store().publish(generation);
    const late = holdFirst(service, ({ operation, who }) => operation === 'transaction' && who === 'late');
    const activating = store('late').activate(2);
    await late.arrived;
    await store('early').retire(2);
    late.release();
    await expect(activating).rejects.toMatchObject({ code: 'generations-changed' });
    expect(states(await store().load())).toEqual([
      [1, 'active'],
      [2, 'retired'],
    ]);
  });

  it('takes a change for its own whose answer was lost', async () => {
    const { store, service } = scene();
    service.beforeCall = ({ operation }) => (operation === 'transaction' ? { lost: 'after' } : undefined);
    expect(states(await store().publish(first))).toEqual([[1, 'active']]);
    service.beforeCall = ({ operation }) => (operation === 'transaction' ? { lost: 'before' } : undefined);
    await expect(store().publish(second)).rejects.toMatchObject({ code: 'service-busy' });
    expect(states(await store().load())).toEqual([[1, 'active']]);
  });

  it.each<readonly [string, Partial<NewGeneration>, string]>([
    ['another number of partitions', { partitions: 16 }, 'published with partitions 15; it cannot become 16'],
    ['another strategy', { strategy: murmur3 }, 'strategy byteSum; it cannot become murmur3'],
    ['another key format', { keyFormat: padded() }, 'keyFormat decimal; it cannot become padded'],
    ['another table', { table: 'gen9' }, 'table gen1; it cannot become gen9'],
  ])('refuses to publish a generation again with %s', async (_what, changes, message) => {
    const { store, service } = scene();
    await store().publish(first);
    const before = service.rows('control');
    await expect(store().publish({ ...first, ...changes })).rejects.toThrow(message);
    await expect(store().publish({ ...first, ...changes })).rejects.toThrow(TypeError);
    expect(service.rows('control')).toEqual(before);
    expect(service.hasTable('gen9')).toBe(false);
  });

  it('refuses what cannot be before it changes anything', async () => {
    const { store, service } = scene();
    await store().publish(first);
    await store().publish({ ...second, id: 3 });
    const before = service.rows('control');
    await expect(store().publish(second)).rejects.toThrow('Generation 2 cannot be published after 3');
    await expect(store().publish({ ...second, id: 4, table: 'GEN1' })).rejects.toThrow('share the table "GEN1"');
    await expect(store().publish({ ...second, id: 4, table: 'gen4', partitions: 0 })).rejects.toThrow('at least 1');
    await expect(store().activate(7)).rejects.toThrow('There is no generation 7');
    await expect(store().retire(1)).rejects.toThrow('Generation 1 is active; activate a newer one');
    await store().publish({ ...third, id: 4, table: 'gen4' });
    await expect(store().activate(4)).rejects.toThrow('Generation 3 is announced and older than 4');
    await store().activate(3);
    await expect(store().activate(1)).rejects.toThrow('only an announced one becomes active');
    expect(service.hasTable('GEN5')).toBe(false);
    expect(Object.keys(before)).toHaveLength(3);
  });

  it('never gives a table name to a second generation, not even after the first is retired', async () => {
    const { store } = scene();
    await store().publish(first);
    await store().publish(second);
    await store().activate(2);
    await store().retire(1);
    await expect(store().publish({ ...third, table: 'gen1' })).rejects.toThrow('share the table "gen1"');
  });

  it('announces nothing while the service is still deleting a table of that name', async () => {
    const { store, service } = scene();
    service.addTable('gen1');
    await service.client('gen1').deleteTable?.();
    await expect(store().publish(first)).rejects.toMatchObject({ code: 'table-being-deleted', table: 'gen1' });
    expect(await store().load()).toEqual([]);
  });

  it('stores strategies and key formats by name, your own too', async () => {
    const { store } = scene();
    const strategy: PartitionStrategy = { name: 'siphash(key 7)', partitionOf: () => 0 };
    const keyFormat: KeyFormat = { name: 'hex', keyOf: (partition) => partition.toString(16) };
    const own = { strategies: [strategy], keyFormats: [keyFormat] };
    await store('a', own).publish({ ...first, strategy, keyFormat });
    const [loaded] = await store('b', own).load();
    expect(loaded?.strategy).toBe(strategy);
    expect(loaded?.keyFormat).toBe(keyFormat);
    await expect(store().load()).rejects.toMatchObject({
      code: 'unreadable-answer',
      message: expect.stringContaining('the strategy "siphash(key 7)", which is not known here'),
    });
    await expect(store('b', { strategies: [strategy] }).load()).rejects.toThrow('key format "hex"');
  });

  it('refuses to store what nobody could read again, before it creates a table', async () => {
    const { store, service } = scene();
    const strategy: PartitionStrategy = { name: 'siphash(key 7)', partitionOf: () => 0 };
    const keyFormat: KeyFormat = { name: 'hex', keyOf: (partition) => partition.toString(16) };
    await expect(store().publish({ ...first, strategy })).rejects.toThrow('one of the strategies');
    await expect(store().publish({ ...first, keyFormat })).rejects.toThrow('one of the keyFormats');
    expect(service.calls.every(({ operation }) => operation === 'list')).toBe(true);
    await store().publish(first);
    expect(await store().load()).toHaveLength(1);
  });

  it.each<readonly [string, Partial<GenerationStoreOptions>]>([
    ['a strategy with the name of one of the package', { strategies: [{ ...murmur3, partitionOf: () => 0 }] }],
    ['two strategies of one name', { strategies: [0, 1].map((to) => ({ name: 'own', partitionOf: () => to })) }],
    ['a key format with the name of one of the package', { keyFormats: [{ name: 'padded(2)', keyOf: String }] }],
  ])('refuses %s: rows would be looked for by the wrong one', (_what, own) => {
    const { store } = scene();
    expect(() => store('a', own)).toThrow('belongs to another one');
  });

  it.each([
    decimal(),
    padded(),
    padded(4),
    prefixed('s-'),
    prefixed('a"b', padded(2)),
    prefixed('x-', prefixed('(y), ', padded())),
  ])('reads the key format $name back', async (keyFormat) => {
    const { store } = scene();
    await store().publish({ ...first, keyFormat });
    const [loaded] = await store().load();
    expect(loaded?.keyFormat.name).toBe(keyFormat.name);
    expect(loaded?.keyFormat.keyOf(7, 15)).toBe(keyFormat.keyOf(7, 15));
  });

  it('sorts generations by id where the service lists in no order', async () => {
    const { store } = scene(new FakeTableService({ cosmos: true, pageSize: 2 }));
    for (let id = 1; id <= 12; id++) await store().publish({ ...first, id, table: `gen${id}` });
    expect((await store().load()).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('says that the control table is missing', async () => {
    const { service, store } = scene();
    await service.client('control').deleteTable?.();
    service.finishDeletions();
    await expect(store().load()).rejects.toMatchObject({ code: 'table-not-found', table: 'control' });
  });

  it('refuses wrong options', () => {
    const { store, service } = scene();
    expect(() => store('a', { tables: 1 } as object)).toThrow('createGenerationStore has no option "tables"');
    expect(() => store('a', { table: undefined } as unknown as GenerationStoreOptions)).toThrow('is a function');
    const control = { ...service.client('control'), submitTransaction: undefined } as never;
    expect(() => store('a', { control })).toThrow('has no submitTransaction');
  });
});
