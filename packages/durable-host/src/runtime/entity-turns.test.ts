import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import type { EntityAnswer } from '@perdura/durable-core';
import type { EntityBatch, RunEntityBatch } from '../entities/entity-batch.ts';
import { schema } from '../store/schema.ts';
import { createStore } from '../store/store.ts';
import { EntityTurns } from './entity-turns.ts';
import { GroupCommit } from './group-commit.ts';

const id = '@counter@a';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** An entity whose state is the number of its operations; it runs as many of a batch as it is told. */
function counting(atMost: number, batches: EntityBatch[]): RunEntityBatch {
  return async (batch): Promise<EntityAnswer> => {
    batches.push(batch);
    const run = batch.batch.slice(0, atMost);
    const results = run.map(() => ({ isError: false, duration: 0, startTime: 0 }));
    return { entityExists: true, entityState: String(Number(batch.state ?? 0) + run.length), results, signals: [] };
  };
}

function setUp(run: RunEntityBatch) {
  const database = new DatabaseSync(':memory:');
  database.exec(schema);
  const store = createStore(database);
  const announced: string[] = [];
  const turns = new EntityTurns({
    store,
    commits: new GroupCommit(database),
    clock: { now: () => 1_000, schedule: () => () => {} },
    log: silent,
    runnerOf: (name) => (name === 'counter' ? run : undefined),
    announce: (each) => void announced.push(each),
  });
  const ask = (count: number, entityId = id) => {
    for (let n = 0; n < count; n += 1) {
      store.entityMessages.put({ entityId, message: { kind: 'operation', operation: `op${n}`, input: `${n}` } });
    }
  };
  const left = (entityId = id) => store.entityMessages.next(entityId, 1_000, undefined, 1_000).length;
  return { store, turns, announced, ask, left };
}

describe('a turn of an entity', () => {
  it('hands over what waits, as the trigger payload of Durable Functions', async () => {
    const batches: EntityBatch[] = [];
    const { turns, ask, announced, left } = setUp(counting(100, batches));
    ask(2);
    await turns.take(id);
    expect(batches).toEqual([
      {
        self: { name: 'counter', key: 'a' },
        exists: false,
        state: null,
        batch: [
          { name: 'op0', input: '0', isSignal: true },
          { name: 'op1', input: '1', isSignal: true },
        ],
      },
    ]);
    expect(left()).toBe(0);
    expect(announced).toEqual([id]);
  });

  it('takes a part of what waits at a time', async () => {
    const batches: EntityBatch[] = [];
    const { turns, ask, left } = setUp(counting(1_000, batches));
    ask(250);
    for (const rest of [150, 50, 0]) {
      await turns.take(id);
      expect(left()).toBe(rest);
    }
    await turns.take(id);
    expect(batches.map(({ batch, state }) => [batch.length, state])).toEqual([
      [100, null],
      [100, '100'],
      [50, '200'],
    ]);
  });

  it('goes on behind the operations that were run, when not all of them were', async () => {
    const { turns, ask, left, store } = setUp(counting(2, []));
    ask(5);
    for (const rest of [3, 1, 0]) {
      await turns.take(id);
      expect(left()).toBe(rest);
    }
    expect(store.entities.find(id)).toEqual({ id, state: '5', lastOperationMs: 1_000 });
  });

  it.each<[string, RunEntityBatch]>([
    ['its code cannot be reached', () => Promise.reject(new Error('the line is dead'))],
    ['nothing of it was run', counting(0, [])],
  ])('fails and changes nothing when %s', async (_why, run) => {
    const { turns, ask, left, store, announced } = setUp(run);
    ask(2);
    await expect(turns.take(id)).rejects.toThrow(/the line is dead|run none of 2 operations/);
    expect(left()).toBe(2);
    expect(store.entities.find(id)).toBeUndefined();
    expect(announced).toEqual([]);
  });

  it('leaves everything to a host that has the code', async () => {
    const { turns, ask, left, announced } = setUp(counting(100, []));
    ask(2, '@nobody@a');
    await turns.take('@nobody@a');
    expect(left('@nobody@a')).toBe(2);
    expect(announced).toEqual([]);
  });

  it('drops what comes of operations once it is closed', async () => {
    const { turns, ask, left } = setUp(() => new Promise(() => {}));
    ask(1);
    const turn = turns.take(id);
    turns.close();
    await turn;
    await turns.take(id);
    expect(left()).toBe(1);
  });
});
