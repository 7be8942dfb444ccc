import { afterEach, describe, expect, it } from '@jest/globals';
import type { Instance, InstanceStatus } from '../instances/instance.ts';
import { instanceSearch, type SearchFilter } from './instance-search.ts';
import { instanceTable, type ListPosition } from './instance-table.ts';
import { openDatabase } from './open-database.ts';

const open: { close(): void }[] = [];
afterEach(() => {
  for (const database of open.splice(0)) database.close();
});

/** Instances `i0`, `i1`, … one a second; every tenth has failed, the rest run. */
function searchAmong(count: number, scanLimit: number) {
  const database = openDatabase(':memory:', 'full', 'header');
  open.push(database);
  const table = instanceTable(database);
  for (let i = 0; i < count; i++) {
    const status: InstanceStatus = i % 10 === 0 ? 'Failed' : 'Running';
    const instance: Instance = {
      id: `i${i}`,
      executionId: 'x',
      name: 'order',
      status,
      createdMs: i * 1_000,
      updatedMs: 0,
    };
    table.insert(instance);
  }
  return instanceSearch(database, scanLimit);
}

function all(count: number, scanLimit: number, filter: SearchFilter, limit: number): readonly string[] {
  const { search } = searchAmong(count, scanLimit);
  const ids: string[] = [];
  let next: ListPosition | undefined;
  let steps = 0;
  do {
    const result = search(filter, next, limit);
    ids.push(...result.found.map(({ id }) => id));
    next = result.next;
    steps += 1;
  } while (next !== undefined && steps < 1_000);
  return ids;
}

describe('instanceSearch', () => {
  it.each([
    [7, 3],
    [100, 10],
    [10, 10],
    [1_000, 50],
    [3, 7],
  ])('finds everything, newest first and once, looking at %d at a time for %d', (scanLimit, limit) => {
    const newestFirst = Array.from({ length: 100 }, (_, i) => `i${99 - i}`);
    expect(all(100, scanLimit, {}, limit)).toEqual(newestFirst);
    expect(all(100, scanLimit, { statuses: ['failed'] }, limit)).toEqual(newestFirst.filter((id) => id.endsWith('0')));
  });

  it('stops looking when it has looked at enough, and tells where to go on', () => {
    const { search, count } = searchAmong(100, 30);
    expect(search({ idPrefix: 'i1', name: 'ORDER', statuses: ['Failed'] }, undefined, 5)).toEqual({
      found: [],
      next: { createdMs: 70_000, id: 'i70' },
    });
    expect(count({})).toEqual({ byStatus: { Failed: 3, Running: 27 }, isPartial: true });
    expect(count({ createdFromMs: 95_000 })).toEqual({ byStatus: { Running: 5 }, isPartial: false });
    expect(count({ name: 'other' })).toEqual({ byStatus: {}, isPartial: true });
  });
});
