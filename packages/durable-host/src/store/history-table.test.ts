import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../instances/recorded-event.ts';
import { schema } from './schema.ts';
import { createStore } from './store.ts';

const event = (name: string): RecordedEvent => ({ kind: 'event-raised', timestampMs: 0, name });
const namesOf = (events: readonly RecordedEvent[]) => events.map((one) => ('name' in one ? one.name : one.kind));

/** A history of two turns, and that of a neighbour. */
function written() {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  const { instances, history } = createStore(database);
  for (const id of ['one', 'two']) {
    instances.insert({ id, executionId: id, name: 'n', status: 'Running', createdMs: 0, updatedMs: 0 });
  }
  history.append('one', 0, [event('a'), event('b'), event('c')]);
  history.append('two', 0, [event('z')]);
  history.append('one', 3, [event('d'), event('e')]);
  return { instances, history };
}

describe('historyTable', () => {
  it('reads the events of an instance in the order they were written', () => {
    const { history } = written();
    expect(namesOf(history.read('one'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(namesOf(history.read('two'))).toEqual(['z']);
    expect(history.read('nobody')).toEqual([]);
  });

  it.each([0, 1, 3, 4, 5, 9])('keeps the first %i events, and goes on behind them', (keptCount) => {
    const { history } = written();
    history.truncate('one', keptCount);
    history.append('one', Math.min(keptCount, 5), [event('f')]);
    expect(namesOf(history.read('one'))).toEqual([...['a', 'b', 'c', 'd', 'e'].slice(0, keptCount), 'f']);
    expect(namesOf(history.read('two'))).toEqual(['z']);
  });

  it('tells how many events it deletes', () => {
    const { history } = written();
    expect(history.delete('one')).toBe(5);
    expect(history.delete('one')).toBe(0);
    expect(history.read('one')).toEqual([]);
    expect(namesOf(history.read('two'))).toEqual(['z']);
  });

  it('is still there when the row of its instance is written anew', () => {
    const { instances, history } = written();
    instances.insert({ id: 'one', executionId: 'next', name: 'n', status: 'Running', createdMs: 1, updatedMs: 1 });
    expect(namesOf(history.read('one'))).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(instances.find('one')).toMatchObject({ executionId: 'next', createdMs: 1 });
  });
});
