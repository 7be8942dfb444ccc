import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { entityTable } from './entity-table.ts';
import { schema } from './schema.ts';

const id = '@counter@a';

function open() {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  return entityTable(database);
}

describe('the table of entities', () => {
  it('keeps state and lock apart', () => {
    const entities = open();
    entities.writeState(id, '1', 5);
    entities.lock(id, 'order-17', 6);
    entities.writeState(id, '2', 7);
    expect(entities.find(id)).toEqual({ id, state: '2', lockedBy: 'order-17', lastOperationMs: 7 });
    expect(entities.unlock(id, 'order-18')).toBe(false);
    expect(entities.lockedBy('order-17')).toEqual([id]);
    expect(entities.unlock(id, 'order-17')).toBe(true);
    expect(entities.ownerOf(id)).toBeUndefined();
    expect(entities.find(id)).toEqual({ id, state: '2', lastOperationMs: 7 });
  });

  it('keeps nothing of an entity that has neither state nor lock', () => {
    const entities = open();
    entities.writeState(id, '1', 5);
    entities.writeState(id, undefined, 6);
    expect(entities.find(id)).toBeUndefined();
    entities.lock(id, 'order-17', 7);
    entities.writeState(id, undefined, 8);
    expect(entities.find(id)).toEqual({ id, lockedBy: 'order-17', lastOperationMs: 8 });
    entities.unlock(id, 'order-17');
    expect(entities.find(id)).toBeUndefined();
  });

  it('lists what exists, not what is only locked', () => {
    const entities = open();
    entities.lock(id, 'order-17', 5);
    entities.writeState('@counter@b', 'null', 6);
    expect(entities.list({ withState: true }, undefined, 10)).toEqual([
      { id: '@counter@b', state: 'null', lastOperationMs: 6 },
    ]);
  });
});
