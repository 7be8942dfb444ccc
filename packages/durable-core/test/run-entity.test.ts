import { describe, expect, it } from '@jest/globals';
import { type EntityContext, entity, type OrchestrationContext, runEntity, type Task } from '@perdura/durable-core';
import fc from 'fast-check';
import * as z from 'zod/mini';

interface Account {
  balance: number;
  note?: string;
}

const leaked: EntityContext<Account>[] = [];

const account = entity('account', {
  initialState: { balance: 0 } as Account,
  operations: {
    async deposit(state, amount: number) {
      state.balance += amount;
      return state.balance;
    },
    withdraw(state, amount: number, { signalEntity }) {
      state.balance -= amount;
      signalEntity('@audit@all', 'withdrawn', { amount });
      if (state.balance < 0) throw new RangeError('not enough');
      return state.balance;
    },
    get: (state) => state.balance,
    note(state, text?: string) {
      if (text !== undefined) state.note = text;
    },
    replace: (_state, balance: number, { setState }) => setState({ balance }),
    reopen(_state, _input: undefined, { deleteState, setState }) {
      deleteState();
      setState({ balance: 0 });
    },
    signalLater: (_state, _input: undefined, { signalEntity }) =>
      (signalEntity as (...given: readonly unknown[]) => void)('@audit@all', 'add', 1, { at: new Date(0) }),
    close: (_state, _input: undefined, { deleteState }) => deleteState(),
    isNew: (_state, _input: undefined, { isNew }) => isNew,
    lose: (_state, _input: undefined, { setState }) => setState(undefined as never),
    returnsFunction: () => () => 1,
    leak(_state, _input: undefined, entityContext) {
      leaked.push(entityContext);
    },
    who: (_state, _input: undefined, { id, operation, isSignal }) => ({ id, operation, isSignal }),
  },
});

type Batch = readonly (readonly [name: string, input?: unknown])[];

function payload(batch: Batch, state?: Account) {
  return {
    self: { name: 'account', key: 'mia' },
    exists: state !== undefined,
    state: state === undefined ? null : JSON.stringify(state),
    batch: batch.map(([name, input]) => ({
      name,
      input: input === undefined ? null : JSON.stringify(input),
      isSignal: false,
    })),
  };
}

const run = (batch: Batch, state?: Account) => runEntity(account, payload(batch, state), { now: () => 7 });

describe('runEntity', () => {
  it('runs operations one after the other, each on what the one before left', async () => {
    expect(await run([['deposit', 5], ['deposit', 2], ['get']])).toEqual({
      entityExists: true,
      entityState: '{"balance":7}',
      results: ['5', '7', '7'].map((result) => ({ isError: false, duration: 0, startTime: 7, result })),
      signals: [],
    });
  });

  it('puts back what an operation that throws has changed and sent, and says what it threw', async () => {
    const { entityState, results, signals } = await run([['withdraw', 3], ['withdraw', 30], ['get']], { balance: 10 });
    expect(entityState).toBe('{"balance":7}');
    expect(results.map(({ isError }) => isError)).toEqual([false, true, false]);
    expect(JSON.parse(results[1]?.result ?? '')).toEqual({
      message: 'not enough',
      name: 'RangeError',
      stack: expect.stringContaining('run-entity.test'),
    });
    expect(signals).toEqual([
      { target: { name: 'audit', key: 'all' }, name: 'withdrawn', input: '{"amount":3}', requestTime: 7 },
    ]);
  });

  it('leaves an entity that does not exist alone when its first operation throws', async () => {
    expect(await run([['withdraw', 3]])).toMatchObject({ entityExists: false, results: [{ isError: true }] });
    expect(await run([['withdraw', 3]])).not.toHaveProperty('entityState');
  });

  it('gives every entity a state of its own, made of the key where a function makes it', async () => {
    await run([['deposit', 5]]);
    expect((await run([['get']])).results).toMatchObject([{ result: '0' }]);
    const named = entity('named', { initialState: (key) => ({ key }), operations: { get: (state) => state.key } });
    expect((await runEntity(named, payload([['get']]))).results).toMatchObject([{ result: '"mia"' }]);
  });

  it('deletes when the operation has succeeded, and the next one finds the entity new', async () => {
    const batch: Batch = [['isNew'], ['close'], ['isNew'], ['deposit', 1]];
    expect(await run(batch, { balance: 9 })).toMatchObject({
      entityState: '{"balance":1}',
      results: [{ result: 'false' }, { isError: false }, { result: 'true' }, { result: '1' }],
    });
    expect(await run([['close']], { balance: 9 })).toMatchObject({ entityExists: false });
  });

  it('deletes an entity by the operation of that name, unless it has one of its own', async () => {
    expect(await run([['Delete'], ['isNew']], { balance: 9 })).toMatchObject({
      entityState: '{"balance":0}',
      results: [{ isError: false }, { result: 'true' }],
    });
    expect(await run([['delete']], { balance: 9 })).toMatchObject({ entityExists: false });
    const kept = entity('kept', { initialState: 0, operations: { delete: (state) => state } });
    const given = { self: { name: 'kept', key: '' }, exists: true, state: '7', batch: [{ name: 'delete' }] };
    expect(await runEntity(kept, given)).toMatchObject({ entityState: '7', results: [{ result: '7' }] });
  });

  it('keeps an entity whose state is set after it was deleted', async () => {
    expect((await run([['reopen']], { balance: 9 })).entityState).toBe('{"balance":0}');
  });

  it('takes a new state as a whole', async () => {
    expect((await run([['replace', 4]], { balance: 1, note: 'x' })).entityState).toBe('{"balance":4}');
  });

  it('tells an operation who it is', async () => {
    const { results } = await run([['who']]);
    expect(JSON.parse(results[0]?.result ?? '')).toEqual({
      id: { name: 'account', key: 'mia' },
      operation: 'who',
      isSignal: false,
    });
  });

  it.each<[string, readonly [string, unknown?], string]>([
    ['an operation that is not there, naming those that are', ['withdraww'], 'deposit, withdraw'],
    ['one that every object has', ['toString'], "There is no operation 'toString'"],
    ['a signal with options, which the protocol has no place for', ['signalLater'], 'nothing after the input'],
    ['a state that is nothing', ['lose'], 'deleteState'],
    ['an answer that JSON cannot say', ['returnsFunction'], 'cannot be written as JSON'],
  ])('reports %s', async (_what, operation, message) => {
    const { results, entityState } = await run([operation], { balance: 1 });
    expect(results[0]).toMatchObject({ isError: true, result: expect.stringContaining(message) });
    expect(entityState).toBe('{"balance":1}');
  });

  it('reports an input that is not JSON to its operation alone', async () => {
    const given = payload([['get']], { balance: 1 });
    const [get] = given.batch;
    const { results } = await runEntity(account, { ...given, batch: [{ ...get, input: '{' }, get] });
    expect(results).toMatchObject([{ isError: true }, { isError: false, result: '1' }]);
  });

  it('refuses an operation that goes on after its end', async () => {
    await run([['leak']]);
    const context = leaked.pop();
    for (const late of [() => context?.setState({ balance: 1 }), () => context?.deleteState()]) {
      expect(late).toThrow(expect.objectContaining({ code: 'turn-ended' }));
    }
  });

  it('reads a payload as text, and ignores members nobody knows', async () => {
    const { results } = await runEntity(account, JSON.stringify({ ...payload([['get']]), more: 1 }));
    expect(results).toHaveLength(1);
  });

  it.each([
    ['no JSON', '{', 'not JSON'],
    ['no batch', { self: { name: 'a', key: 'k' }, exists: false }, 'batch'],
    ['an operation without a name', { ...payload([]), batch: [{}] }, 'batch.0.name'],
    ['a state that is not JSON', { ...payload([]), exists: true, state: '{' }, 'state'],
  ])('rejects a payload with %s', async (_what, given, place) => {
    await expect(runEntity(account, given)).rejects.toMatchObject({
      code: 'malformed-payload',
      message: expect.stringContaining(place),
    });
  });

  it('refuses what is no entity, and options nobody knows', async () => {
    await expect(runEntity({ kind: 'activity' } as never, payload([]))).rejects.toThrow(TypeError);
    await expect(runEntity(account, payload([]), { clock: 1 } as never)).rejects.toThrow(TypeError);
    await expect(runEntity(account, payload([]), { now: 1 as never })).rejects.toThrow(TypeError);
  });

  it('comes to the state that folding the operations gives, however they are cut into batches', async () => {
    const operations = fc.oneof(
      fc.record({ name: fc.constant('deposit' as const), amount: fc.nat(100) }),
      fc.record({ name: fc.constant('withdraw' as const), amount: fc.nat(100) }),
      fc.record({ name: fc.constant('close' as const), amount: fc.constant(0) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(operations, { maxLength: 5 }), { maxLength: 5 }), async (batches) => {
        let state: Account | undefined;
        for (const batch of batches) {
          const given = payload(
            batch.map(({ name, amount }) => (name === 'close' ? [name] : [name, amount])),
            state,
          );
          const { entityState, results } = await runEntity(account, given);
          expect(results).toHaveLength(batch.length);
          state = entityState === undefined ? undefined : JSON.parse(entityState);
        }
        const folded = batches.flat().reduce<number | undefined>((balance, { name, amount }) => {
          if (name === 'close') return undefined;
          const next = (balance ?? 0) + (name === 'deposit' ? amount : -amount);
          return next < 0 ? balance : next;
        }, undefined);
        expect(state?.balance).toBe(folded);
      }),
    );
  });
});

describe('the state of an entity with a schema', () => {
  const counter = entity('counter', {
    initialState: { count: 0, unit: 'pieces' },
    state: z.object({ count: z.number().check(z.gte(0)), unit: z._default(z.string(), 'pieces') }),
    operations: {
      async add(state, n: number, { signalEntity }) {
        signalEntity('@audit@all', 'added');
        state.count += n;
        return state.unit;
      },
      lose: (_state, _input: undefined, { setState }) => setState('nothing' as never),
      delete: (_state, _input: undefined, { deleteState }) => deleteState(),
    },
  });
  const runCounter = (batch: Batch, state?: unknown) =>
    runEntity(counter, { ...payload(batch), exists: state !== undefined, state: JSON.stringify(state) ?? null });
  const failureOf = (result?: string) => JSON.parse(result ?? '{}') as { name?: string; message?: string };

  it('is what the schema makes of the stored one', async () => {
    const { entityState, results } = await runCounter([['add', 2]], { count: 1 });
    expect([entityState, results[0]?.result]).toEqual(['{"count":3,"unit":"pieces"}', '"pieces"']);
    expect((await runCounter([['add', 2]])).entityState).toBe('{"count":2,"unit":"pieces"}');
  });

  it('stays as it was when an operation leaves another, which fails with the places', async () => {
    const { entityState, results, signals } = await runCounter([['add', 2], ['add', -9], ['lose'], ['add', 1]]);
    expect(entityState).toBe('{"count":3,"unit":"pieces"}');
    expect(results.map(({ isError }) => isError)).toEqual([false, true, true, false]);
    expect(signals).toHaveLength(2);
    expect(failureOf(results[1]?.result).message).toMatch(
      /^The state after operation 'add' of entity '@counter@mia' is not what its schema says: \/count: /,
    );
  });

  it('fails every operation, and is kept, when the stored one is another', async () => {
    const { entityState, results } = await runCounter([['add', 1], ['delete']], { count: 'many' });
    expect(entityState).toBe('{"count":"many"}');
    for (const { isError, result } of results) {
      expect(isError).toBe(true);
      expect(failureOf(result).message).toMatch(/^The state before operation '\w+' .*\/count: /);
    }
  });

  it('is not looked at when the entity is deleted', async () => {
    expect(await runCounter([['add', 1], ['delete']])).toMatchObject({ entityExists: false });
  });
});

describe('entity', () => {
  it.each<[string, () => unknown]>([
    ['a blank name', () => entity(' ', { initialState: 0, operations: { get: (state) => state } })],
    ['an @ in the name', () => entity('a@b', { initialState: 0, operations: { get: (state) => state } })],
    ['no operations', () => entity('a', { initialState: 0, operations: {} })],
    ['an operation that is no function', () => entity('a', { initialState: 0, operations: { get: 1 as never } })],
    ['a part nobody knows', () => entity('a', { initialState: 0, operations: { get: () => 1 }, states: 1 } as never)],
    ['a schema that is none', () => entity('a', { initialState: 0, operations: { get: () => 1 }, state: 1 } as never)],
    ['no initial state', () => entity('a', { operations: { get: () => 1 } } as never)],
  ])('refuses %s', (_what, define) => {
    expect(define).toThrow(TypeError);
  });

  it('refuses an initial state that JSON cannot say', () => {
    expect(() => entity('a', { initialState: 1n, operations: { get: () => 1 } })).toThrow(
      expect.objectContaining({ code: 'not-serializable' }),
    );
  });

  it('types its callers', () => {
    const typed = (ctx: OrchestrationContext) => {
      const deposited: Task<number> = ctx.callEntity(account, 'mia', 'deposit', 5);
      const balance: Task<number> = ctx.callEntity(account, 'mia', 'get');
      const noted: Task<void> = ctx.callEntity(account, 'mia', 'note');
      ctx.signalEntity(account, 'mia', 'deposit', 5, { at: new Date(0) });
      // @ts-expect-error an amount is a number
      void ctx.callEntity(account, 'mia', 'deposit', '5');
      // @ts-expect-error an amount is needed
      void ctx.callEntity(account, 'mia', 'deposit');
      // @ts-expect-error there is no such operation
      void ctx.callEntity(account, 'mia', 'depositt', 5);
      // @ts-expect-error get takes nothing
      void ctx.callEntity(account, 'mia', 'get', 5);
      return [deposited, balance, noted];
    };
    expect(typeof typed).toBe('function');
  });
});
