import { describe, expect, it } from '@jest/globals';
import { type OrchestrationContext, orchestration, runOrchestration, type Task } from '@perdura/durable-core';
import { type EntityDecision, openExecution, type Turn } from '@perdura/durable-core/engine';
import { encodeHistoryEvent } from '@perdura/durable-core/protocol';
import { type History, history } from '@perdura/durable-core/testing';

type Code = (ctx: OrchestrationContext) => unknown;
type Generated = Generator<Task<unknown>, unknown, unknown>;
type Untyped = (...given: readonly unknown[]) => unknown;
type AnyTurn = Turn<Turn['decisions'][number] | EntityDecision>;

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const counter = { name: 'Counter', key: 'k1' };

const advance = (code: Code, past: History): Promise<AnyTurn> =>
  openExecution(orchestration('o', code as never), { instanceId: 'i', entities: true, log: silent }).advance(
    past.events,
  );

/** What the extension is answered to the same history. */
async function answer(code: Code, past: History, upperSchemaVersionNew: number) {
  const payload = {
    history: past.events.map(encodeHistoryEvent),
    input: null,
    instanceId: 'i',
    isReplaying: false,
    upperSchemaVersion: 1,
    upperSchemaVersionNew,
  };
  const { state } = await runOrchestration(orchestration('o', code as never), payload, { log: silent });
  return state;
}

const forms: readonly (readonly [string, Code])[] = [
  ['async', async (ctx) => [await ctx.callEntity(counter, 'add', 5), await ctx.callActivity('A')]],
  [
    'generator',
    function* (ctx: OrchestrationContext): Generated {
      return [yield* ctx.callEntity(counter, 'add', 5), yield* ctx.callActivity('A')];
    },
  ],
];

describe.each(forms)('a call of an entity (%s)', (_form, code) => {
  const asked = () => history().sent(0, '@counter@k1', { op: 'add', id: 'R-1' });

  it('takes one id and is told with entity, operation and input', async () => {
    expect((await advance(code, history())).decisions).toEqual([
      { kind: 'call-entity', id: 0, entity: counter, operation: 'add', input: '5' },
    ]);
  });

  it('is answered by the event named like its request, in any case, whose result is JSON in JSON', async () => {
    const past = asked().turn(1).raised('r-1', { result: '{"n":42}' }).turn(2).completed(1, 'a');
    expect((await advance(code, past)).outcome).toEqual({ kind: 'completed', output: '[{"n":42},"a"]' });
  });

  it('resolves to undefined when there is no result', async () => {
    const past = asked().turn(1).raised('R-1', {}).turn(2).completed(1, 'a');
    expect((await advance(code, past)).outcome).toEqual({ kind: 'completed', output: '[null,"a"]' });
  });

  it.each([
    ['a text', { result: '"it broke"', exceptionType: 'RangeError' }, 'RangeError', 'it broke'],
    ['an error', { result: '{"message":"no","name":"E","stack":"at x"}', exceptionType: 'E' }, 'E', 'no'],
    ['an object', { result: '{"a":1}', exceptionType: 'Thing' }, 'Thing', '{"a":1}'],
    ['no text', { exceptionType: '' }, 'Error', 'the entity failed without saying why'],
    ['details', { failureDetails: { ErrorType: 'T', ErrorMessage: 'm' } }, 'T', 'm'],
  ])('fails with what the entity threw: %s', async (_what, response, errorType, errorMessage) => {
    const { outcome } = await advance(code, asked().turn(1).raised('R-1', response));
    expect(outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'task-failed', taskName: '@counter@k1', taskId: 0, failureDetails: { errorType, errorMessage } },
    });
  });

  it('fails with unknown-function when the host has no such entity', async () => {
    const response = { result: '"there is none"', exceptionType: 'unknown-function' };
    const { outcome } = await advance(code, asked().turn(1).raised('R-1', response));
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'unknown-function', message: 'there is none' } });
  });

  it('fails the instance when the answer cannot be read', async () => {
    for (const response of [{ result: 5 }, 'text']) {
      const { outcome } = await advance(code, asked().turn(1).raised('R-1', response));
      expect(outcome).toMatchObject({ error: { code: 'malformed-history' } });
    }
    const { outcome } = await advance(code, asked().turn(1).raised('R-1', { result: '{' }));
    expect(outcome).toMatchObject({ error: { code: 'malformed-history' } });
  });

  it('does not take an answer for an event, nor an event for an answer', async () => {
    const past = asked().turn(1).raised('R-2', { result: '1' });
    expect((await advance(code, past)).outcome).toBeUndefined();
  });

  it('is told from a call of another entity by what history says was sent', async () => {
    const { outcome } = await advance(code, history().sent(0, '@counter@k2', { id: 'R-1' }));
    expect(outcome).toMatchObject({
      error: { code: 'non-deterministic', message: expect.stringContaining("'add' of entity '@counter@k1'") },
    });
    const other = await advance(code, history().scheduled(0, 'A'));
    expect(other.outcome).toMatchObject({ error: { code: 'non-deterministic' } });
  });
});

describe('signals', () => {
  const code: Code = async (ctx) => {
    ctx.signalEntity(counter, 'add', 1);
    ctx.signalEntity('@Audit@', 'note', 'text', { at: new Date('2024-02-01T00:00:00Z') });
    return ctx.callActivity('A');
  };

  it('take one id each at the call and are not waited for', async () => {
    const { decisions } = await advance(code, history());
    expect(decisions).toEqual([
      { kind: 'signal-entity', id: 0, entity: counter, operation: 'add', input: '1' },
      {
        kind: 'signal-entity',
        id: 1,
        entity: { name: 'Audit', key: '' },
        operation: 'note',
        input: '"text"',
        fireAtMs: Date.parse('2024-02-01T00:00:00Z'),
      },
      { kind: 'call-activity', id: 2, name: 'A' },
    ]);
  });

  it('are actions of their own kind, the later ones with their time; a text stands for itself', async () => {
    const generator = function* (ctx: OrchestrationContext): Generated {
      ctx.signalEntity(counter, 'add', 1);
      ctx.signalEntity('@Audit@', 'note', 'text', { at: new Date('2024-02-01T00:00:00Z') });
      return yield* ctx.callActivity('A');
    };
    const signals = [
      { actionType: 9, instanceId: '@counter@k1', operation: 'add', input: 1 },
      {
        actionType: 10,
        instanceId: '@audit@',
        operation: 'note',
        input: 'text',
        fireAt: '2024-02-01T00:00:00.000Z',
      },
    ];
    const activity = { actionType: 0, functionName: 'A' };
    expect((await answer(generator, history(), 1)).actions).toEqual([[...signals, activity]]);
    expect((await answer(generator, history(), 0)).actions).toEqual([...signals.map((each) => [each]), [activity]]);
  });

  it('keep nobody from ending', async () => {
    const sends = async (ctx: OrchestrationContext) => ctx.signalEntity(counter, 'add', 1);
    expect(await advance(sends, history())).toMatchObject({
      decisions: [{ kind: 'signal-entity' }],
      outcome: { kind: 'completed' },
    });
  });

  it('yielded are refused, since they are no task', async () => {
    const { outcome } = await advance(
      function* (ctx: OrchestrationContext) {
        yield ctx.signalEntity(counter, 'add');
      } as Code,
      history(),
    );
    expect(outcome).toMatchObject({ failure: { errorMessage: expect.stringContaining('undefined') } });
  });
});

const locks: readonly (readonly [string, Code])[] = [
  [
    'async',
    async (ctx) => {
      const lock = await ctx.lockEntities({ name: 'b', key: '2' }, '@A@1', { name: 'B', key: '2' });
      const held = ctx.isLocked();
      await ctx.callEntity('@a@1', 'add', 1);
      lock.release();
      lock[Symbol.dispose]();
      const after = await ctx.callActivity('A');
      return [held, ctx.isLocked().isLocked, after];
    },
  ],
  [
    'generator',
    function* (ctx: OrchestrationContext): Generated {
      const lock = yield* ctx.lockEntities({ name: 'b', key: '2' }, '@A@1', { name: 'B', key: '2' });
      const held = ctx.isLocked();
      yield* ctx.callEntity('@a@1', 'add', 1);
      lock.release();
      lock[Symbol.dispose]();
      const after = yield* ctx.callActivity('A');
      return [held, ctx.isLocked().isLocked, after];
    },
  ],
];
const a1 = { name: 'A', key: '1' };
const b2 = { name: 'b', key: '2' };

describe.each(locks)('a lock (%s)', (_form, code) => {
  const granted = () => history().sent(0, '@a@1', { id: 'L' }).turn(1).raised('L', {});
  const called = () => granted().sent(1, '@a@1', { id: 'C' }).turn(2).raised('C', { result: '1' });

  it('asks for each entity once, in the order of their ids, under a GUID that repeats', async () => {
    const { decisions } = await advance(code, history());
    expect(decisions).toEqual([
      { kind: 'lock-entities', id: 0, entities: [a1, b2], requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    ]);
    expect((await advance(code, history())).decisions).toEqual(decisions);
  });

  it('takes as many ids for its release as it has entities, once', async () => {
    const [{ requestId }] = (await advance(code, history())).decisions as unknown as [{ readonly requestId: string }];
    expect((await advance(code, granted())).decisions).toMatchObject([{ kind: 'call-entity', id: 1 }]);
    expect((await advance(code, called())).decisions).toEqual([
      { kind: 'release-entities', id: 2, entities: [a1, b2], requestId },
      { kind: 'call-activity', id: 4, name: 'A' },
    ]);
    const past = called().sent(2, '@a@1', {}).sent(3, '@b@2', {}).scheduled(4, 'A').turn(3).completed(4, 'done');
    expect((await advance(code, past)).outcome).toEqual({
      kind: 'completed',
      output: JSON.stringify([{ isLocked: true, ownedLocks: [a1, b2] }, false, 'done']),
    });
  });

  it('is waited for by the extension before what follows it, from schema V4 on', async () => {
    const state = await answer(code, called(), 3);
    expect(state.schemaVersion).toBe(3);
    const [list = []] = state.actions;
    expect(list[0]).toMatchObject({ actionType: 13, lockSet: [a1, b2] });
    expect(JSON.stringify(list.slice(1)).match(/"actionType":(7|14|0)\b/g)).toHaveLength(3);
    expect((await answer(code, history(), 2)).error).toContain('V4');
  });
});

describe('locks asked for together with other things', () => {
  const locked = { actionType: 13, lockSet: [counter], lockRequestId: expect.any(String) };
  const started = (functionName: string) => ({
    actionType: 11,
    compoundActions: [
      { actionType: 0, functionName },
      { actionType: 12, compoundActions: [] },
    ],
  });
  const tasksOf = (ctx: OrchestrationContext) => [
    ctx.callActivity('A'),
    ctx.lockEntities(counter),
    ctx.callActivity('B'),
  ];

  it.each<[string, Code]>([
    ['async', async (ctx) => Promise.race(tasksOf(ctx))],
    [
      'a generator',
      function* (ctx: OrchestrationContext): Generated {
        return yield* ctx.any(tasksOf(ctx));
      } as Code,
    ],
  ])('are what the extension waits for, and all else is begun without waiting (%s)', async (_form, code) => {
    const list = [started('A'), locked, started('B')];
    expect((await answer(code, history(), 3)).actions).toEqual([list]);
    expect((await answer(code, history().turn(1).completed(0, 1), 3)).actions).toEqual([list]);
  });

  it('are waited for even when the code can go no further: nobody would release them', async () => {
    const code = function* (ctx: OrchestrationContext): Generated {
      return yield* ctx.lockEntities(counter);
    };
    const state = await answer(code, history().scheduled(0, 'A').turn(1), 3);
    expect(state).toMatchObject({ error: expect.stringContaining('a lock of @counter@k1'), actions: [[locked]] });
  });
});

describe('calls of locked entities', () => {
  const call = (operation: string, instanceId = '@counter@k1') => ({ actionType: 7, instanceId, operation });
  const wrapped = (...actions: object[]) => ({
    actionType: 11,
    compoundActions: [...actions, { actionType: 12, compoundActions: [] }],
  });
  const lock = expect.objectContaining({ actionType: 13 });
  const granted = () => history().sent(0, '@counter@k1', { id: 'L' }).turn(1).raised('L', {});

  it('are over before the extension calls the same entity again, or releases it', async () => {
    const code: Code = async (ctx) => {
      const held = await ctx.lockEntities(counter, '@other@1');
      await ctx.joinAll([ctx.callEntity(counter, 'a'), ctx.callActivity('A'), ctx.callEntity('@other@1', 'b')]);
      await ctx.callEntity(counter, 'c');
      held.release();
      return ctx.callActivity('B');
    };
    const past = granted().sent(1, '@counter@k1', { id: '1' }).scheduled(2, 'A').sent(3, '@other@1', { id: '3' });
    past.turn(2).raised('1', {}).raised('3', {}).completed(2, 1);
    past.sent(4, '@counter@k1', { id: '4' }).turn(3).raised('4', {});
    const state = await answer(code, past, 3);
    const activity = (functionName: string) => ({ actionType: 0, functionName });
    const both = { actionType: 12, compoundActions: [call('a'), wrapped(activity('A')), call('b', '@other@1')] };
    expect(state.actions).toEqual([[lock, both, call('c'), wrapped({ actionType: 14 }, activity('B'))]]);
  });

  it('are waited for when a generator has moved past them', async () => {
    const code = function* (ctx: OrchestrationContext): Generated {
      yield* ctx.lockEntities(counter);
      yield* ctx.any([ctx.callEntity(counter, 'a'), ctx.sleep(1000)]);
      return yield* ctx.callActivity('B');
    };
    const past = granted().sent(1, '@counter@k1', { id: '1' }).turn(2).fired(2);
    const timer = { actionType: 5, fireAt: '2024-01-01T00:00:02.000Z', isCanceled: false };
    const started = { actionType: 12, compoundActions: [call('a'), wrapped(timer)] };
    expect((await answer(code, past, 3)).actions).toEqual([[lock, started, { actionType: 0, functionName: 'B' }]]);
  });

  it('carry a text as it is, which an activity would get quoted once more', async () => {
    const code: Code = async (ctx) => ctx.joinAll([ctx.callEntity(counter, 'a', 'x'), ctx.callActivity('A', 'x')]);
    const quoted = { actionType: 0, functionName: 'A', input: '"x"' };
    expect((await answer(code, history(), 1)).actions).toEqual([[wrapped({ ...call('a'), input: 'x' }, quoted)]]);
  });

  it('are not waited for where nothing is locked', async () => {
    const code: Code = async (ctx) => ctx.joinAll([ctx.callEntity(counter, 'a'), ctx.callEntity(counter, 'b')]);
    expect((await answer(code, history(), 3)).actions).toEqual([[wrapped(call('a'), call('b'))]]);
  });
});

describe('what an orchestration may do while it holds locks', () => {
  const tried = async (attempt: (ctx: OrchestrationContext) => unknown) => {
    const { outcome } = await advance(
      async (ctx) => {
        await ctx.lockEntities(counter);
        attempt(ctx);
        return 'allowed';
      },
      history().sent(0, '@counter@k1', { id: 'L' }).turn(1).raised('L', {}),
    );
    return outcome?.kind === 'failed' ? (outcome.error as { code?: string }).code : outcome?.kind;
  };

  it.each<[string, (ctx: OrchestrationContext) => unknown]>([
    ['lock more', (ctx) => ctx.lockEntities('@other@1')],
    ['call another orchestration', (ctx) => ctx.callSubOrchestrator('C')],
    ['call what it has not locked', (ctx) => ctx.callEntity('@other@1', 'op')],
    ['signal what it has locked', (ctx) => ctx.signalEntity('@COUNTER@k1', 'op')],
    ['call one entity twice at a time', (ctx) => [ctx.callEntity(counter, 'op'), ctx.callEntity(counter, 'op')]],
  ])('is not: %s', async (_what, attempt) => {
    expect(await tried(attempt)).toBe('locking-rules');
  });

  it.each<[string, (ctx: OrchestrationContext) => unknown]>([
    ['call an activity', (ctx) => ctx.callActivity('A')],
    ['call what it has locked', (ctx) => ctx.callEntity('@COUNTER@k1', 'op')],
    ['signal what it has not locked', (ctx) => ctx.signalEntity('@other@1', 'op')],
  ])('is: %s', async (_what, attempt) => {
    expect(await tried(attempt)).toBe('completed');
  });

  it('holds from the call on, before the lock is granted', async () => {
    const { outcome } = await advance(async (ctx) => {
      void ctx.lockEntities(counter);
      await ctx.callSubOrchestrator('C');
    }, history());
    expect(outcome).toMatchObject({ error: { code: 'locking-rules' } });
  });
});

it('warns of a call that a generator never yields, by operation and entity', async () => {
  const warnings: string[] = [];
  const code = orchestration('o', function* (ctx): Generated {
    void ctx.callEntity(counter, 'add', 1);
    return yield* ctx.joinAll([]);
  });
  const log = { ...silent, warn: (line: string) => void warnings.push(line) };
  await openExecution(code, { instanceId: 'i', entities: true, log }).advance(history().events);
  expect(warnings).toEqual([expect.stringContaining("called 'add' of entity '@counter@k1' but never yielded it")]);
});

describe('wrong arguments and hosts', () => {
  it.each<[string, (ctx: OrchestrationContext) => unknown]>([
    ['a text that is no id', (ctx) => ctx.callEntity('counter', 'add')],
    ['a blank operation', (ctx) => ctx.callEntity(counter, ' ')],
    ['no operation', (ctx) => ctx.callEntity(counter, undefined as never)],
    ['an activity', (ctx) => ctx.callEntity({ kind: 'activity', name: 'a' } as never, 'k', 'op')],
    ['a date that is none', (ctx) => ctx.signalEntity(counter, 'op', 1, { at: new Date(Number.NaN) })],
    ['a number for a date', (ctx) => ctx.signalEntity(counter, 'op', 1, { at: 5 as never })],
    ['options of a call', (ctx) => (ctx.callEntity as Untyped)(counter, 'op', 1, { at: new Date(0) })],
    ['an argument too many', (ctx) => (ctx.signalEntity as Untyped)(counter, 'op', 1, {}, 5)],
    ['an option nobody knows', (ctx) => ctx.signalEntity(counter, 'op', 1, { when: 1 } as never)],
    ['no entity to lock', (ctx) => ctx.lockEntities()],
    ['no id to lock', (ctx) => ctx.lockEntities(7 as never)],
  ])('refuses %s', async (_what, attempt) => {
    const { outcome, decisions } = await advance(async (ctx) => void attempt(ctx), history());
    expect(outcome).toMatchObject({ kind: 'failed', failure: { errorType: 'TypeError' } });
    expect(decisions).toEqual([]);
  });

  it.each<[string, (ctx: OrchestrationContext) => unknown]>([
    ['callEntity', (ctx) => ctx.callEntity(counter, 'add')],
    ['signalEntity', (ctx) => ctx.signalEntity(counter, 'add')],
    ['lockEntities', (ctx) => ctx.lockEntities(counter)],
  ])('fails ctx.%s with not-supported on a host that runs no entities', async (name, attempt) => {
    const definition = orchestration('o', async (ctx) => void attempt(ctx));
    const { outcome } = await openExecution(definition, { instanceId: 'i' }).advance(history().events);
    expect(outcome).toMatchObject({ error: { code: 'not-supported', message: expect.stringContaining(name) } });
  });

  it('answers isLocked anywhere', async () => {
    const definition = orchestration('o', async (ctx) => ctx.isLocked());
    const { outcome } = await openExecution(definition, { instanceId: 'i' }).advance(history().events);
    expect(outcome).toEqual({ kind: 'completed', output: '{"isLocked":false,"ownedLocks":[]}' });
  });
});
