import { describe, expect, it } from '@jest/globals';
import type { InstanceStatus } from '../instances/instance.ts';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import type { InstanceFilter } from './instance-table.ts';
import { openDatabase } from './open-database.ts';
import { purgeBatch } from './purge-batch.ts';
import { createStore, type Store } from './store.ts';

function addInstance(store: Store, id: string, createdMs: number, events = 1, status: InstanceStatus = 'Completed') {
  store.instances.insert({ id, executionId: id, name: 'n', status, createdMs, updatedMs: createdMs });
  const event: RecordedEvent = { kind: 'orchestrator-started', timestampMs: createdMs };
  store.history.append(
    id,
    0,
    Array.from({ length: events }, () => event),
  );
}

/** Purges batch by batch, and answers how many instances each took. */
function purgeAll(store: Store, filter: InstanceFilter): readonly number[] {
  const sizes: number[] = [];
  for (let batch = purgeBatch(store, filter, undefined, false); ; ) {
    sizes.push(batch.instances);
    if (batch.next === undefined) return sizes;
    batch = purgeBatch(store, filter, batch.next, false);
  }
}

describe('purgeBatch', () => {
  it('takes at most a hundred instances, and says where to go on', () => {
    const store = createStore(openDatabase(':memory:', 'normal'));
    for (let n = 0; n < 250; n += 1) addInstance(store, `i${n}`, n % 7);
    expect(purgeAll(store, {})).toEqual([100, 100, 50]);
    expect(store.instances.list({}, undefined, 1)).toEqual([]);
  });

  it('ends sooner where histories are long', () => {
    const store = createStore(openDatabase(':memory:', 'normal'));
    for (let n = 0; n < 5; n += 1) addInstance(store, `i${n}`, n, 5_000);
    expect(purgeAll(store, {})).toEqual([2, 2, 1]);
  });

  it.each<[string, InstanceFilter, string[]]>([
    ['the finished ones', {}, ['Running', 'Suspended']],
    ['those of a status, in any case', { statuses: ['failed', 'RUNNING'] }, ['Completed', 'Running', 'Suspended']],
    ['none for a status there is not', { statuses: ['Done'] }, ['Completed', 'Failed', 'Running', 'Suspended']],
    ['those of a time', { createdFromMs: 2, createdToMs: 2 }, ['Completed', 'Running', 'Suspended']],
  ])('takes %s', (_what, filter, left) => {
    const store = createStore(openDatabase(':memory:', 'normal'));
    for (const [index, status] of (['Completed', 'Failed', 'Running', 'Suspended'] as const).entries()) {
      addInstance(store, status, index + 1, 1, status);
    }
    purgeAll(store, filter);
    expect(store.instances.list({}, undefined, 9).map(({ id }) => id)).toEqual(left);
  });
});
