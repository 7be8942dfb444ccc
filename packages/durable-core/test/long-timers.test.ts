import { describe, expect, it } from '@jest/globals';
import {
  type OrchestrationContext,
  type OrchestrationDefinition,
  orchestration,
  runOrchestration,
  type Task,
} from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';
import fc from 'fast-check';
import { runInExtensionModel } from './fakes/extension-model.ts';

const dayMs = 86_400_000;
const start = { EventId: -1, IsPlayed: false, Timestamp: '2024-01-01T00:00:00Z' };
const payload = {
  history: [
    { ...start, EventType: 12 },
    { ...start, EventType: 0, Name: 'o', Input: null },
  ],
  instanceId: 'i',
  upperSchemaVersion: 1,
  upperSchemaVersionNew: 2,
  maximumShortTimerDuration: '6.00:00:00',
  longRunningTimerIntervalDuration: '3.00:00:00',
};
const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: dayMs };
const timer = (fireAt: string) => ({ actionType: 5, fireAt: `${fireAt}T00:00:00.000Z`, isCanceled: false });

const inGenerator = (days: number, options = {}) =>
  orchestration(
    'o',
    function* (ctx: OrchestrationContext) {
      return yield* ctx.createTimer(new Date(ctx.currentTime.getTime() + days * dayMs), { state: 'rung' });
    },
    options,
  );
const inAsync = (days: number) =>
  orchestration('o', async (ctx) =>
    ctx.createTimer(new Date(ctx.currentTime.getTime() + days * dayMs), { state: 'rung' }),
  );

async function actionsOf(code: OrchestrationDefinition, more: object = {}) {
  return (await runOrchestration(code, { ...payload, ...more })).state.actions;
}

describe('a timer that is too long for the host', () => {
  it('is one action of a generator, which the host splits from V3 on', async () => {
    expect(await actionsOf(inGenerator(10))).toEqual([[timer('2024-01-11')]]);
    expect(await actionsOf(inGenerator(10), { upperSchemaVersionNew: 3 })).toEqual([[timer('2024-01-11')]]);
  });

  it('is split by the orchestrator under older schemas and in async code', async () => {
    expect(await actionsOf(inGenerator(10), { upperSchemaVersionNew: 1 })).toEqual([[timer('2024-01-04')]]);
    const [[group]] = (await actionsOf(inAsync(10))) as unknown as [[{ compoundActions: unknown[] }]];
    expect(group.compoundActions[0]).toEqual(timer('2024-01-04'));
  });

  it('stays whole where action lists are as durable-functions writes them', async () => {
    const peer = inGenerator(10, { actionLists: 'peer' });
    expect(await actionsOf(peer, { upperSchemaVersionNew: 1 })).toEqual([[timer('2024-01-11')]]);
  });

  it('is not too long when it is exactly the longest, or when the host has no limit', async () => {
    expect(await actionsOf(inGenerator(6), { upperSchemaVersionNew: 1 })).toEqual([[timer('2024-01-07')]]);
    expect(await actionsOf(inGenerator(99), { maximumShortTimerDuration: null })).toEqual([[timer('2024-04-09')]]);
  });

  it.each([
    { form: 'a generator', define: inGenerator },
    { form: 'an async function', define: inAsync },
  ])('rings on time in $form, however long it is and whoever splits it', async ({ define }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.double({ min: 0.1, max: 40, noNaN: true }),
        fc.integer({ min: 0, max: 3 }),
        async (days, schema) => {
          const run = await runInExtensionModel(define(days), { upperSchemaVersion: schema });
          expect(run).toMatchObject({ status: 'Completed', value: 'rung' });
          expect(run.virtualSeconds).toBeCloseTo((days * dayMs) / 1000, 2);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('keeps async flows that run for weeks side by side, with events and timers taken back, free of contradictions', async () => {
    const flow = fc.array(fc.record({ days: fc.double({ min: 0.01, max: 9, noNaN: true }), waits: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    });
    const eventsAt = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(flow, { minLength: 1, maxLength: 3 }), eventsAt, async (flows, days) => {
        const code = orchestration('o', async (ctx) => {
          const ends = flows.map(async (steps, index) => {
            for (const step of steps) {
              if (step.waits) await ctx.waitForEventWithTimeout(`go${index}`, step.days * dayMs);
              else await ctx.sleep(step.days * dayMs);
              await ctx.callActivity('note', index);
            }
            return index;
          });
          return Promise.all(ends);
        });
        const run = await runInExtensionModel(code, {
          activity: () => ({ afterMs: 1000 }),
          events: days.map((day, n) => ({ atMs: Math.round(day * dayMs), name: `go${n % flows.length}`, data: n })),
        });
        expect(run).toMatchObject({
          status: 'Completed',
          value: flows.map((_steps, index) => index),
          executions: { note: flows.flat().length },
        });
      }),
      { numRuns: 150 },
    );
  });

  it('keeps generators free of contradictions that race, leave and take back for weeks', async () => {
    const days = fc.double({ min: 0.01, max: 15, noNaN: true });
    const step = fc.record({
      kind: fc.constantFrom('sleep', 'wait', 'race', 'leave', 'fail-fast', 'old', 'lock' as const),
      days,
      workDays: days,
    });
    const eventsAt = fc.array(fc.double({ min: 0, max: 40, noNaN: true }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 7 }),
        eventsAt,
        fc.constantFrom(1, 2, 3),
        async (drawn, raisedAt, upperSchemaVersion) => {
          const steps = drawn.filter(({ kind }) => kind !== 'lock' || upperSchemaVersion === 3);
          const code = orchestration('o', function* (ctx) {
            let old: Task<unknown> = ctx.sleep(1000);
            for (const { kind, days: pause, workDays } of steps) {
              if (kind === 'lock') {
                const lock = yield* ctx.lockEntities('@account@a', '@account@b');
                yield* ctx.joinAll([ctx.callEntity('@account@a', 'add', 1), ctx.callEntity('@account@b', 'add', 1)]);
                yield* ctx.callEntity('@account@a', 'get');
                lock.release();
                yield* ctx.callActivity('note');
                continue;
              }
              const timer = ctx.sleep(pause * dayMs);
              const work = () => ctx.callActivity('work', workDays, { retry });
              if (kind === 'sleep') yield* timer;
              else if (kind === 'wait') yield* ctx.waitForEventWithTimeout('go', pause * dayMs);
              else if (kind === 'old') yield* ctx.any([old, work()]);
              else if (kind === 'fail-fast') {
                const failing = ctx.callActivity('fail', workDays);
                yield* ctx.joinAllSettled([ctx.joinAll([failing, timer])]);
              } else {
                old = work();
                const first = yield* ctx.any([timer, old]);
                if (kind === 'race' && first.index === 1) timer.cancel();
              }
              yield* ctx.callActivity('note');
            }
            return 'through';
          });
          const run = await runInExtensionModel(code, {
            upperSchemaVersion,
            activity: (name, input, attempt) => {
              const afterMs = name === 'note' ? 1000 : Math.round(Number(input) * dayMs);
              return name === 'fail' || (name === 'work' && attempt === 1)
                ? { afterMs, failure: { reason: 'no' } }
                : { afterMs };
            },
            events: raisedAt.map((day) => ({ atMs: Math.round(day * dayMs), name: 'go', data: day })),
          });
          expect(run).toMatchObject({ status: 'Completed', value: 'through' });
          expect(run.executions.note ?? 0).toBe(steps.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps async code free of contradictions that locks entities in between, for weeks', async () => {
    const step = fc.record({
      kind: fc.constantFrom('sleep', 'wait', 'lock', 'hold', 'race' as const),
      days: fc.double({ min: 0.01, max: 9, noNaN: true }),
    });
    const flow = fc.array(step, { minLength: 1, maxLength: 6 });
    const eventsAt = fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(flow, flow, eventsAt, async (locking, other, raisedAt) => {
        const code = orchestration('o', async (ctx) => {
          const run = async (steps: typeof other, mayLock: boolean) => {
            for (const { kind, days } of steps) {
              if (kind === 'sleep') await ctx.sleep(days * dayMs);
              else if (kind === 'lock' && mayLock) {
                const lock = await ctx.lockEntities('@account@a', '@account@b');
                await ctx.callEntity('@account@a', 'add', 1);
                await ctx.callEntity('@account@a', 'get');
                lock.release();
              } else if (kind === 'hold' && mayLock) {
                (await ctx.lockEntities('@account@a')).release();
              } else if (kind === 'race') {
                await ctx.any([ctx.sleep(days * dayMs), ctx.callActivity('note')]);
              } else await ctx.waitForEventWithTimeout('go', days * dayMs);
              await ctx.callActivity('note');
            }
          };
          await Promise.all([run(locking, true), run(other, false)]);
          // the host must not wait for it
          void ctx.waitForEvent('never');
          return 'through';
        });
        const run = await runInExtensionModel(code, {
          upperSchemaVersion: 3,
          activity: () => ({ afterMs: 1000 }),
          events: raisedAt.map((day) => ({ atMs: Math.round(day * dayMs), name: 'go', data: day })),
        });
        expect(run).toMatchObject({ status: 'Completed', value: 'through' });
      }),
      { numRuns: 200 },
    );
  });

  it.each<[string, OrchestrationDefinition]>([
    [
      'async code',
      orchestration('o', async (ctx) => {
        for (let week = 0; week < 6; week += 1) await ctx.waitForEventWithTimeout('go', 4 * dayMs);
        return ctx.callActivity('note');
      }),
    ],
    [
      'a generator',
      orchestration('o', function* (ctx) {
        for (let week = 0; week < 6; week += 1) yield* ctx.waitForEventWithTimeout('go', 4 * dayMs);
        return yield* ctx.callActivity('note');
      }),
    ],
  ])(
    'does not come of many short waits in %s, whose timers are taken back one after the other',
    async (_form, code) => {
      const run = await runInExtensionModel(code, {
        activity: () => ({ afterMs: 1000, result: 'done' }),
        events: [2, 4, 6, 8, 10, 12].map((day) => ({ atMs: day * dayMs, name: 'go', data: day })),
      });
      expect(run).toMatchObject({ status: 'Completed', value: 'done', virtualSeconds: (12 * dayMs) / 1000 + 1 });
    },
  );

  it('is taken back part by part: the host gives no ids to parts of a timer that is taken back as one', async () => {
    const remind = function* (ctx: OrchestrationContext) {
      const reminder = ctx.sleep(10 * dayMs);
      yield* ctx.any([reminder, ctx.waitForEvent('paid')]);
      reminder.cancel();
    };
    const later = { ...start, Timestamp: '2024-01-04T00:00:00Z' };
    const events = [
      ...payload.history,
      { ...later, EventType: 12 },
      { ...later, EventType: 11, TimerId: 0 },
      { ...later, EventType: 15, Name: 'paid' },
    ];
    const paid = { actionType: 6, externalEventName: 'paid', reason: 'ExternalEvent' };
    const race = (...compoundActions: object[]) => ({ actionType: 11, compoundActions });
    const taken = (fireAt: string) => ({ ...timer(fireAt), isCanceled: true });
    expect(await actionsOf(orchestration('o', remind), { history: events })).toEqual([
      [
        race(timer('2024-01-04'), paid),
        { actionType: 11, compoundActions: [taken('2024-01-07'), { actionType: 12, compoundActions: [] }] },
      ],
    ]);
    // as durable-functions does, which the host contradicts
    const peer = orchestration('o', remind, { actionLists: 'peer' });
    expect(await actionsOf(peer, { history: events })).toEqual([[race(taken('2024-01-11'), paid)]]);
  });

  it.each([
    ['generator', 1],
    ['generator', 4],
    ['generator', 8],
    ['async', 1],
    ['async', 4],
    ['async', 8],
  ])('is taken back by an event between its parts in a %s, on day %d', async (form, day) => {
    const [generator, asynchronous] = [
      orchestration('o', function* (ctx) {
        const reminder = ctx.sleep(30 * dayMs);
        const first = yield* ctx.any([reminder, ctx.waitForEvent('paid')]);
        reminder.cancel();
        return [first.index, yield* ctx.callActivity('thank')];
      }),
      orchestration('o', async (ctx) => {
        const reminder = ctx.sleep(30 * dayMs);
        const first = await ctx.any([reminder, ctx.waitForEvent('paid')]);
        reminder.cancel();
        return [first.index, await ctx.callActivity('thank')];
      }),
    ];
    const run = await runInExtensionModel(form === 'generator' ? generator : asynchronous, {
      events: [{ atMs: day * dayMs, name: 'paid', data: 1 }],
      activity: () => ({ afterMs: 1000, result: 'thanks' }),
    });
    expect(run).toMatchObject({
      status: 'Completed',
      value: [1, 'thanks'],
      virtualSeconds: (day * dayMs) / 1000 + 1,
      executions: { thank: 1 },
    });
  });

  it.each([1, 2, 3])('may be the pause before another attempt of a generator, in schema number %d', async (schema) => {
    const code = orchestration('o', function* (ctx) {
      const pause = { firstRetryIntervalMs: 10 * dayMs, maxRetryIntervalMs: 20 * dayMs };
      return yield* ctx.callActivity('A', 1, { retry: { maxNumberOfAttempts: 2, ...pause } });
    });
    const run = await runInExtensionModel(code, {
      upperSchemaVersion: schema,
      activity: (_name, _input, attempt) =>
        attempt === 1 ? { afterMs: 1000, failure: { reason: 'no' } } : { afterMs: 1000, result: 'done' },
    });
    expect(run).toMatchObject({ status: 'Completed', value: 'done', virtualSeconds: (10 * dayMs) / 1000 + 2 });
  });

  it('is spelled out for engines, the pauses of retries too', async () => {
    const hour = 3600;
    const code = orchestration('o', async (ctx) => {
      await ctx.sleep(2.5 * hour * 1000);
      return ctx.callActivity('a', 1, { retry: { maxNumberOfAttempts: 2, firstRetryIntervalMs: 1.5 * hour * 1000 } });
    });
    const execution = openExecution(code, { instanceId: 'i', longestTimerMs: hour * 1000 });
    const past = history();
    const advance = async () => (await execution.advance(past.take())).decisions.map((decision) => ({ ...decision }));
    const startMs = Date.parse('2024-01-01T00:00:00Z');
    const due = (id: number, hours: number) => [{ kind: 'create-timer', id, fireAtMs: startMs + hours * hour * 1000 }];

    expect(await advance()).toEqual(due(0, 1));
    past.turn(hour).fired(0);
    expect(await advance()).toEqual(due(1, 2));
    past.turn(2 * hour).fired(1);
    expect(await advance()).toEqual(due(2, 2.5));
    past.turn(2.5 * hour).fired(2);
    expect(await advance()).toEqual([{ kind: 'call-activity', id: 3, name: 'a', input: '1' }]);
    past.turn(3 * hour).failed(3);
    expect(await advance()).toEqual(due(4, 4));
    past.turn(4 * hour).fired(4);
    expect(await advance()).toEqual(due(5, 4.5));
    past.turn(4.5 * hour).fired(5);
    expect(await advance()).toEqual([{ kind: 'call-activity', id: 6, name: 'a', input: '1' }]);
  });
});
