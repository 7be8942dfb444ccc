import { describe, expect, it } from '@jest/globals';
import { GUID, guidOf, type Scene, sceneOf } from '../../test/fakes/generations-scene.ts';
import { createPartitioner } from '../partitioner/create-partitioner.ts';
import type { GenerationState } from '../partitioner/generation.ts';
import type { Partitioner } from '../partitioner/partitioner.ts';
import type { TableLike } from '../service/table-like.ts';
import { type DropOptions, dropGeneration } from './drop-generation.ts';

const DAY_MS = 86_400_000;

/** Generation 1 was closed when the clock of the service began; two days have passed. */
function scene(state: GenerationState = 'retired', closed = true): Scene & { partitioner: Partitioner } {
  const found = sceneOf([state, 'active']);
  const closedAt = new Date(found.service.nowMs);
  found.service.nowMs += 2 * DAY_MS;
  const [first, second] = found.generations;
  if (first === undefined || second === undefined) throw new Error('there are two');
  const generations = [closed ? { ...first, closedAt } : first, second];
  return { ...found, partitioner: found.process('a', { generations }) };
}
const deletions = ({ service }: Scene): number =>
  service.calls.filter(({ operation }) => operation === 'deleteTable').length;

describe('dropGeneration', () => {
  it('deletes the table of a retired generation without rows, in one request', async () => {
    const { partitioner, service } = scene();
    expect(await dropGeneration(partitioner, 1, { minAgeMs: DAY_MS })).toBe(true);
    expect([service.hasTable('gen1'), service.hasTable('gen2')]).toEqual([false, true]);
  });

  it('is done when the table is gone already, or on its way', async () => {
    const { partitioner, service } = scene();
    await dropGeneration(partitioner, 1, { minAgeMs: DAY_MS });
    expect(await dropGeneration(partitioner, 1, { minAgeMs: DAY_MS })).toBe(false);
    service.finishDeletions();
    expect(await dropGeneration(partitioner, 1, { minAgeMs: DAY_MS })).toBe(false);
  });

  it('is done when another process begins to delete it at the same time', async () => {
    const { partitioner, service } = scene();
    service.beforeCall = ({ operation }) =>
      operation === 'deleteTable' ? { status: 409, code: 'TableBeingDeleted' } : undefined;
    expect(await dropGeneration(partitioner, 1, { minAgeMs: DAY_MS })).toBe(false);
  });

  it.each(['readonly', 'active'] as const)('refuses a generation that is %s', async (state) => {
    const found = state === 'active' ? scene() : scene(state);
    const id = state === 'active' ? 2 : 1;
    await expect(dropGeneration(found.partitioner, id, { minAgeMs: 0 })).rejects.toMatchObject({
      code: 'generation-in-use',
      message: expect.stringContaining(`is ${state}; retire it first`),
    });
    expect(found.service.calls).toEqual([]);
  });

  it('takes a row for living that does not say when it was written', async () => {
    const { partitioner, put, service } = scene();
    put(1, GUID);
    const table = service.client('gen1');
    const silent = {
      ...table,
      listEntities: (options = {}) => ({
        byPage: (settings = {}) => {
          const pages = table.listEntities(options).byPage(settings);
          return {
            async next() {
              const page = await pages.next();
              if (page.done !== true) for (const row of page.value) delete (row as { timestamp?: string }).timestamp;
              return page;
            },
          };
        },
      }),
    };
    const other = createPartitioner({
      generations: partitioner.generations,
      table: (name) => (name === 'gen1' ? (silent as TableLike) : service.client(name)),
    });
    service.nowMs += 1;
    await expect(dropGeneration(other, 1, { minAgeMs: 0, rowLifetimeMs: DAY_MS })).rejects.toThrow(
      'has rows that live',
    );
  });

  it('refuses one that was closed too short a time ago, by the clock of the service', async () => {
    const found = scene();
    await expect(dropGeneration(found.partitioner, 1, { minAgeMs: 3 * DAY_MS })).rejects.toMatchObject({
      code: 'generation-in-use',
      message: expect.stringContaining('may be dropped from 2026-01-24T10:00:00.000Z on'),
    });
    expect(deletions(found)).toBe(0);
  });

  it('refuses while a row lives in it, however many tombstones come before', async () => {
    const found = scene();
    for (let row = 0; row < 5; row++) found.put(1, guidOf(row), { _deleted: true });
    found.put(1, 'ffffffff-ffff-4fff-bfff-ffffffffffff', { user: 'ada' });
    await expect(dropGeneration(found.partitioner, 1, { minAgeMs: DAY_MS })).rejects.toMatchObject({
      code: 'generation-in-use',
      message: expect.stringContaining('has rows that live'),
    });
    expect(deletions(found)).toBe(0);
  });

  it('takes tombstones for dead', async () => {
    const found = scene();
    found.put(1, GUID, { _deleted: true });
    expect(await dropGeneration(found.partitioner, 1, { minAgeMs: DAY_MS })).toBe(true);
  });

  it('takes rows for dead that nobody wrote in their lifetime, moved or not', async () => {
    const found = scene();
    found.put(1, GUID, { user: 'ada' });
    found.put(1, guidOf(1), { _idleSince: { type: 'DateTime', value: '2026-01-01T00:00:00Z' } });
    found.service.nowMs += DAY_MS;
    found.put(1, guidOf(2), { _idleSince: { type: 'DateTime', value: '2026-01-01T00:00:00Z' } });
    const lifetime = (rowLifetimeMs: number): DropOptions => ({ minAgeMs: DAY_MS, rowLifetimeMs });
    await expect(dropGeneration(found.partitioner, 1, lifetime(2 * DAY_MS))).rejects.toMatchObject({
      code: 'generation-in-use',
    });
    expect(await dropGeneration(found.partitioner, 1, lifetime(DAY_MS / 2))).toBe(true);
  });

  it('refuses what cannot be meant before it sends anything', async () => {
    const { partitioner, service } = scene();
    const wrong = (options: object): Promise<boolean> => dropGeneration(partitioner, 1, options as DropOptions);
    await expect(wrong({})).rejects.toThrow('The option minAgeMs is a number of milliseconds');
    await expect(wrong({ minAgeMs: -1 })).rejects.toThrow(TypeError);
    await expect(wrong({ minAgeMs: 1, rowLifetimeMs: Number.NaN })).rejects.toThrow('The option rowLifetimeMs');
    await expect(wrong({ minAge: 1 })).rejects.toThrow('dropGeneration has no option "minAge"');
    await expect(dropGeneration(partitioner, 9, { minAgeMs: 1 })).rejects.toThrow('There is no generation 9');
    await expect(dropGeneration({} as Partitioner, 1, { minAgeMs: 1 })).rejects.toThrow('needs a partitioner');
    await expect(dropGeneration(scene('retired', false).partitioner, 1, { minAgeMs: 1 })).rejects.toThrow(
      'does not say when it was closed',
    );
    expect(service.calls).toEqual([]);
  });
});
