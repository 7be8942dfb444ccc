import { describe, expect, it } from '@jest/globals';
import {
  activity,
  failureMessage,
  type OrchestrationContext,
  type OrchestrationDefinition,
  orchestration,
  runOrchestration,
  type Task,
} from '@perdura/durable-core';
import { type HistoryEvent, openExecution, type Turn } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';
import fc from 'fast-check';

type Code = (ctx: OrchestrationContext) => unknown;

const forms: readonly { readonly form: string; readonly define: (code: Code) => OrchestrationDefinition }[] = [
  { form: 'async function', define: (code) => orchestration('o', async (ctx) => code(ctx)) },
  {
    form: 'generator',
    define: (code) =>
      // biome-ignore lint/correctness/useYield: what it does is wrong before it could
      orchestration('o', function* (ctx): Generator<Task<unknown>, unknown, unknown> {
        return code(ctx);
      }),
  },
  { form: 'plain function', define: (code) => orchestration('o', code) },
];

const at = '2024-01-01T00:00:00Z';
const started = [
  { EventType: 12, EventId: -1, Timestamp: at },
  { EventType: 0, EventId: -1, Timestamp: at, Name: 'o', Input: null },
];
const payloadOf = (past: unknown) => ({ history: past, instanceId: 'i', input: null, upperSchemaVersionNew: 2 });
const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** Circular, and writable by nobody. */
const circular: Record<string, unknown> = {};
circular.self = circular;
const refusesToBeWritten = {
  toJSON() {
    throw new Error('not for you');
  },
};

describe.each(forms)('wrong code of a $form', ({ define }) => {
  const run = async (code: Code): Promise<Turn['outcome']> => {
    const definition = define(code);
    const { outcome, decisions } = await openExecution(definition, { instanceId: 'i', log: silent }).advance(
      history().events,
    );
    expect(decisions).toEqual([]);
    // the host hears of it, in words it does not take for success
    const answer = await runOrchestration(definition, payloadOf(started), { log: silent });
    expect(answer).toMatchObject({ kind: 'failure', state: { isDone: false, error: expect.stringMatching(/\S/) } });
    expect(failureMessage(answer.state)).toContain('$OutOfProcData$:{');
    return outcome;
  };

  it.each<[string, unknown]>([
    ['a circular object', circular],
    ['a bigint', 10n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['an object that refuses', refusesToBeWritten],
  ])('fails with not-serializable when its output is %s', async (_what, output) => {
    expect(await run(() => output)).toMatchObject({ kind: 'failed', error: { code: 'not-serializable' } });
  });

  it.each<[string, unknown, string]>([
    ['undefined', undefined, 'undefined was thrown'],
    ['null', null, 'null'],
    ['an empty text', '', 'an empty string was thrown'],
    ['a text', 'no money', 'no money'],
    ['a number', 0, '0'],
    ['an object', { code: 5 }, '{"code":5}'],
    ['an error without a message', new Error(''), 'Error without a message'],
    ['an error whose message is blank', new RangeError('  '), '  '],
    ['what cannot be written', circular, 'an object that cannot be written as JSON was thrown'],
  ])('fails with words when it throws %s', async (_what, thrown, errorMessage) => {
    const definition = define(() => {
      throw thrown;
    });
    const { outcome } = await openExecution(definition, { instanceId: 'i' }).advance(history().events);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { errorMessage }, error: thrown });
    const { state } = await runOrchestration(definition, payloadOf(started));
    expect(state.error).toBe(errorMessage);
  });

  it.each<[string, Code]>([
    ['an activity of a blank name', (ctx) => ctx.callActivity(' ')],
    ['an activity that is an orchestration', (ctx) => ctx.callActivity(orchestration('x', () => 1) as never)],
    ['an orchestration that is an activity', (ctx) => ctx.callSubOrchestrator(activity('x', () => 1) as never)],
    ['nothing', (ctx) => ctx.callActivity(undefined as never)],
    ['an orchestration of a blank name', (ctx) => ctx.callSubOrchestrator('')],
    ['a child of a blank id', (ctx) => ctx.callSubOrchestrator('x', 1, { instanceId: ' ' })],
    ['a child with the id of an entity', (ctx) => ctx.callSubOrchestrator('x', 1, { instanceId: '@a@b' })],
    ['a child with its own id', (ctx) => ctx.callSubOrchestrator('x', 1, { instanceId: 'i' })],
    ['a timer at no date', (ctx) => ctx.createTimer(5 as never)],
    ['a timer at an invalid date', (ctx) => ctx.createTimer(new Date(Number.NaN))],
    ['a pause of no length', (ctx) => ctx.sleep(Number.NaN)],
    ['a pause into the past', (ctx) => ctx.sleep(-1)],
    ['a pause without an end', (ctx) => ctx.sleep(Number.POSITIVE_INFINITY)],
    ['an event of a blank name', (ctx) => ctx.waitForEvent(' ')],
    ['an event of no name', (ctx) => ctx.waitForEvent(undefined as never)],
    ['an event until never', (ctx) => ctx.waitForEventWithTimeout('x', Number.NaN)],
    ['no retry options', (ctx) => ctx.callActivityWithRetry('x', undefined as never)],
    ...[
      { maxNumberOfAttempts: 0 },
      { maxNumberOfAttempts: 1.5 },
      { firstRetryIntervalMs: 0 },
      { firstRetryIntervalMs: Number.NaN },
      { backoffCoefficient: 0.5 },
      { maxRetryIntervalMs: -1 },
      { retryTimeoutMs: 0 },
      { attempts: 3 },
    ].map((wrong): [string, Code] => [
      `retries of ${JSON.stringify(wrong)}`,
      (ctx) => ctx.callActivity('x', 1, { retry: { maxNumberOfAttempts: 3, firstRetryIntervalMs: 5, ...wrong } }),
    ]),
    ['an option nobody knows', (ctx) => ctx.callActivity('x', 1, { retries: 3 } as never)],
    ['the first of no tasks', (ctx) => ctx.any([])],
    ['the first of what is no task', (ctx) => ctx.any([Promise.resolve(1)] as never)],
    ['all of what is no list', (ctx) => ctx.joinAll({} as never)],
    ['a compensation that is no function', (ctx) => ctx.compensate('undo' as never)],
    ['a GUID of no text', (ctx) => ctx.newGuid(5 as never)],
  ])('fails with a TypeError that asks for %s', async (_what, code) => {
    expect(await run(code)).toMatchObject({ kind: 'failed', failure: { errorType: 'TypeError' } });
  });

  it.each<[string, Code]>([
    ['input', (ctx) => ctx.callActivity('x', circular)],
    ['input of a child', (ctx) => ctx.callSubOrchestrator('x', 10n)],
    ['custom status', (ctx) => ctx.setCustomStatus(circular)],
    ['input of its next execution', (ctx) => ctx.continueAsNew(() => 1)],
  ])('fails with not-serializable when an %s cannot be written', async (_what, code) => {
    expect(await run(code)).toMatchObject({ kind: 'failed', error: { code: 'not-serializable' } });
  });
});

describe('code that nothing can ever resume', () => {
  const foreign: { task?: Task<unknown> } = {};
  const lender = orchestration('lender', async (ctx) => {
    foreign.task = ctx.waitForEvent('never');
    await foreign.task;
  });

  it.each<[string, Code]>([
    ['a promise of nobody', () => new Promise(() => undefined)],
    // biome-ignore lint/suspicious/noThenProperty: it is meant to be waited for
    ['a thenable that never answers', () => ({ then() {} })],
    ['a race between nobody', () => Promise.race([])],
    ['a task of another execution', () => foreign.task],
    [
      'a promise, in a compensation',
      (ctx) => {
        ctx.compensate(() => new Promise(() => undefined));
        throw new Error('undo');
      },
    ],
    [
      'a promise, after a task that is settled',
      async (ctx) => {
        await ctx.joinAll([]);
        await new Promise(() => undefined);
      },
    ],
  ])('fails with waiting-on-nothing when it waits for %s', async (_what, code) => {
    await openExecution(lender, { instanceId: 'other' }).advance(history().events);
    const waits = orchestration('o', async (ctx) => code(ctx));
    const { outcome } = await openExecution(waits, { instanceId: 'i' }).advance(history().events);
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'waiting-on-nothing' } });
    const answer = await runOrchestration(waits, payloadOf(started), { log: silent });
    expect(answer).toMatchObject({ kind: 'failure', error: { code: 'waiting-on-nothing' } });
  });
});

describe('a definition', () => {
  it.each([[undefined], [null], ['code'], [{}], [class {}.prototype]])('refuses %j for its function', (code) => {
    expect(() => orchestration('o', code as never)).toThrow(TypeError);
    expect(() => activity('a', code as never)).toThrow(TypeError);
  });
});

describe('what a host sends', () => {
  const callsOne = orchestration('o', async (ctx) => ctx.callActivity('x'));
  const waits = orchestration('o', async (ctx) => ctx.waitForEvent('go'));

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
    ['text that is no JSON', '{'],
    ['a list', []],
    ['no history', { instanceId: 'i' }],
    ['a history that is no list', payloadOf({})],
    ['an empty history', payloadOf([])],
    ['a history that has not begun', payloadOf([started[0]])],
    ['no instance', { ...payloadOf(started), instanceId: '' }],
    ['an event that is none', payloadOf([...started, 5])],
    ['an event of no type', payloadOf([...started, { Timestamp: at }])],
    ['an event at no time', payloadOf([...started, { EventType: 12, Timestamp: 'soon' }])],
    ['a completion of nothing', payloadOf([...started, { EventType: 5, Timestamp: at, Result: '1' }])],
    ['a timer that is none', payloadOf([...started, { EventType: 11, Timestamp: at, TimerId: 'x' }])],
    ['a pause of less than nothing', { ...payloadOf(started), defaultHttpAsyncRequestSleepTimeMillseconds: -1 }],
  ])('is refused as malformed-payload when it is %s', async (_what, payload) => {
    await expect(runOrchestration(callsOne, payload)).rejects.toMatchObject({
      name: 'DurableError',
      code: 'malformed-payload',
      message: expect.stringMatching(/cannot be read: .+/),
    });
  });

  it.each<[string, OrchestrationDefinition, HistoryEvent]>([
    ['a result', callsOne, { kind: 'task-completed', id: 0, result: '{', timestampMs: 0 }],
    ['an empty result', callsOne, { kind: 'task-completed', id: 0, result: '', timestampMs: 0 }],
    ['the data of an event', waits, { kind: 'event-raised', name: 'go', input: 'no', timestampMs: 0 }],
  ])('fails its instance with malformed-history when %s is no JSON', async (_what, definition, event) => {
    const { outcome } = await openExecution(definition, { instanceId: 'i' }).advance([...history().events, event]);
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'malformed-history' } });
  });

  it('is never an error without a code, whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.anything(), fc.array(fc.anything()), async (anything, events) => {
        for (const payload of [anything, payloadOf(events), payloadOf([...started, ...events])]) {
          const answered = await runOrchestration(waits, payload, { log: silent }).then(
            ({ kind }) => kind,
            (error: { code?: unknown }) => error.code,
          );
          expect(['result', 'failure', 'malformed-payload']).toContain(answered);
        }
      }),
      { numRuns: 50 },
    );
  });
});
