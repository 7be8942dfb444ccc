import { describe, expect, it } from '@jest/globals';
import {
  failureMessage,
  type HttpCallOptions,
  type OrchestrationContext,
  type OrchestrationOptions,
  orchestration,
  runOrchestration,
  type Task,
} from '@perdura/durable-core';
import { openExecution, type Turn } from '@perdura/durable-core/engine';
import { History as EmptyHistory, type History, history } from '@perdura/durable-core/testing';
import { runInExtensionModel } from './fakes/extension-model.ts';

/*
 * What a port of Durable Functions gets wrong when it goes by the documentation alone, one by one. The numbers are those of a list
 * that was made while durable-functions 3.5 and the extension were studied. Number 24 is of clients: the recordings that
 * @perdura/durable-client runs show it, start-no-input, raise-undefined, terminate-reason-encoding, status-all-paged among them.
 */

type Generated = Generator<Task<unknown>, unknown, unknown>;
type Code = (ctx: OrchestrationContext) => Generated;

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const dayMs = 86_400_000;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** Time in a payload, in seconds since it began. */
const at = (seconds: number) => new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString();
const turn = (seconds: number) => ({ EventType: 12, EventId: -1, IsPlayed: false, Timestamp: at(seconds) });
const started = { EventType: 0, EventId: -1, IsPlayed: false, Timestamp: at(0), Name: 'o', Input: null };
const completed = (id: number, result: unknown = null) => ({
  EventType: 5,
  TaskScheduledId: id,
  Timestamp: at(0),
  Result: JSON.stringify(result),
});
const failed = (id: number, details: object = {}) => ({
  EventType: 6,
  TaskScheduledId: id,
  Timestamp: at(0),
  Reason: 'boom',
  Details: '',
  ...details,
});
const scheduled = (id: number, Name: string) => ({ EventType: 4, EventId: id, Timestamp: at(0), Name });
const timerSet = (id: number, seconds: number) => ({
  EventType: 10,
  EventId: id,
  Timestamp: at(0),
  FireAt: at(seconds),
});
const fired = (id: number) => ({ EventType: 11, TimerId: id, Timestamp: at(0), FireAt: at(0) });

interface Told {
  readonly past?: readonly object[];
  readonly host?: object;
  readonly options?: OrchestrationOptions;
}

/** The answer of a generator to a host of schema V3. */
async function answer(code: Code, { past = [], host = {}, options = {} }: Told = {}) {
  const payload = {
    history: [turn(0), started, ...past],
    instanceId: 'inst-1',
    input: null,
    upperSchemaVersion: 1,
    upperSchemaVersionNew: 2,
    maximumShortTimerDuration: '6.00:00:00',
    longRunningTimerIntervalDuration: '3.00:00:00',
    ...host,
  };
  return runOrchestration(orchestration('o', code, options), payload, { log: silent });
}
const stateOf = async (code: Code, told?: Told) => (await answer(code, told)).state;
const advance = (code: Code, past: History): Promise<Turn> =>
  openExecution(orchestration('o', code), { instanceId: 'i', log: silent }).advance(past.events);
const output = async (code: Code, past: History): Promise<unknown> => {
  const { outcome } = await advance(code, past);
  return outcome?.kind === 'completed' ? JSON.parse(outcome.output ?? 'null') : outcome;
};

const call = (functionName: string, more: object = {}) => ({ actionType: 0, functionName, ...more });

describe('what ports get wrong', () => {
  it('1: the pause between polls of HTTP calls comes under a misspelt name, too, and is needed for nothing else', async () => {
    const get = (options: Partial<HttpCallOptions>): Code =>
      function* (ctx) {
        return yield* ctx.callHttp({ method: 'GET', url: 'https://api.example/', ...options });
      };
    const retry = { maxNumberOfAttempts: 1, firstRetryIntervalMs: 1 };
    const accepted = { statusCode: 202, headers: { Location: '/1' }, content: '' };
    const past = [scheduled(0, 'BuiltIn::HttpActivity'), turn(1), completed(0, accepted)];
    const pause = async (host: object) => (await stateOf(get({ retry }), { past, host })).actions[0]?.[1];
    const due = (seconds: number) => ({ actionType: 5, fireAt: at(1 + seconds) });
    expect(await pause({ defaultHttpAsyncRequestSleepTimeMillseconds: 4000 })).toMatchObject(due(4));
    expect(await pause({ defaultHttpAsyncRequestSleepTimeMilliseconds: 5000 })).toMatchObject(due(5));
    expect(await pause({})).toMatchObject(due(30));
    expect((await stateOf(get({ enablePolling: false }), { past })).output).toMatchObject({ status: 202 });
  });

  it('2: a text is quoted once more for activities and continueAsNew, not for sub-orchestrations and entities', async () => {
    const { actions } = await stateOf(function* (ctx) {
      ctx.signalEntity('@counter@k', 'set', 'Tokyo');
      yield* ctx.joinAll([ctx.callActivity('A', 'Tokyo'), ctx.callActivity('A', { in: 'Tokyo' })]);
    });
    expect(actions[0]).toMatchObject([
      { actionType: 9, input: 'Tokyo' },
      { compoundActions: [call('A', { input: '"Tokyo"' }), call('A', { input: { in: 'Tokyo' } })] },
    ]);
    const child = await stateOf(function* (ctx) {
      yield* ctx.callSubOrchestrator('C', 'Tokyo');
    });
    expect(child.actions).toMatchObject([[{ actionType: 2, input: 'Tokyo' }]]);
    const anew = await stateOf(function* (ctx) {
      yield* ctx.continueAsNew('Tokyo');
    });
    expect(anew.actions).toEqual([[{ actionType: 4, input: '"Tokyo"' }]]);
  });

  it('3: ids count from 0 at the yield, depth first; what is never yielded has none', async () => {
    const { decisions } = await advance(function* (ctx) {
      const [a, b, c] = ['A', 'B', 'C'].map((name) => ctx.callActivity(name)) as [
        Task<unknown>,
        Task<unknown>,
        Task<unknown>,
      ];
      void ctx.callActivity('never');
      yield* ctx.any([b]);
      yield* ctx.joinAll([ctx.any([c, ctx.callActivity('D')]), a]);
    }, history().turn(1).completed(0));
    expect(decisions).toMatchObject(['B', 'C', 'D', 'A'].map((name, id) => ({ id, name })));
  });

  it('4: waits for events take no id, a signal takes one, a release one for each entity', async () => {
    const code: Code = function* (ctx) {
      void (yield* ctx.any([ctx.waitForEvent('go'), ctx.callActivity('A')]));
      ctx.signalEntity('@e@k', 'op');
      const lock = yield* ctx.lockEntities('@e@1', '@e@2');
      lock.release();
      yield* ctx.callActivity('B');
    };
    const past = history().turn(1).completed(0);
    const { decisions } = await openExecution(orchestration('o', code), { instanceId: 'i', entities: true }).advance(
      past.sent(2, '@e@1', { id: 'L' }).turn(2).raised('L', {}).events,
    );
    const ids = decisions.map((decision) => [decision.kind, 'id' in decision ? decision.id : undefined]);
    expect(ids).toEqual([
      ['call-activity', 0],
      ['signal-entity', 1],
      ['release-entities', 3],
      ['call-activity', 5],
    ]);
  });

  it('5: three failed attempts in the loop of a host take six ids, and fail after one more timer', async () => {
    const code: Code = function* (ctx) {
      try {
        yield* ctx.callActivity('A', undefined, { retry: { maxNumberOfAttempts: 3, firstRetryIntervalMs: 1000 } });
      } catch {
        return yield* ctx.callActivity('After');
      }
      return undefined;
    };
    const options = { retryMode: 'host' } as const;
    const past: object[] = [];
    for (const id of [0, 2, 4]) {
      past.push(scheduled(id, 'A'), turn(id + 1), failed(id), timerSet(id + 1, id + 2), turn(id + 2));
      if (id < 4) past.push(fired(id + 1));
    }
    const waits = await stateOf(code, { past, options });
    expect(waits.actions[0]).toHaveLength(1);
    past.push(fired(5), scheduled(6, 'After'), turn(9), completed(6, 'done'));
    expect(await stateOf(code, { past, options })).toMatchObject({ isDone: true, output: 'done' });
  });

  it('6: a failure that is not retriable, or comes too late, fails the call at once', async () => {
    const call = (retryTimeoutMs: number): Code =>
      function* (ctx) {
        const retry = { maxNumberOfAttempts: 9, firstRetryIntervalMs: 1000, retryTimeoutMs };
        yield* ctx.callActivity('A', undefined, { retry });
      };
    const failureDetails = { errorType: 'E', errorMessage: 'never', isNonRetriable: true };
    const never = await advance(call(60_000), history().turn(1).failed(0, { reason: 'never', failureDetails }));
    const late = await advance(call(60_000), history().turn(61).failed(0));
    for (const { outcome, decisions } of [never, late]) {
      expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'task-failed' } });
      expect(decisions.filter(({ kind }) => kind === 'create-timer')).toEqual([]);
    }
  });

  it('7: pauses are first × coefficient^(k-1), at most six days, and take the ids between attempts', async () => {
    const code: Code = function* (ctx) {
      const retry = { maxNumberOfAttempts: 9, firstRetryIntervalMs: 2 * dayMs, backoffCoefficient: 2 };
      yield* ctx.callActivity('A', undefined, { retry });
    };
    const past = history();
    const pausesDays: number[] = [];
    for (const [id, second] of [
      [0, 0],
      [2, 1],
      [4, 2],
      [6, 3],
    ] as const) {
      const timer = (await advance(code, past.turn(second).failed(id))).decisions.at(-1);
      if (timer?.kind !== 'create-timer') throw new Error('no pause');
      expect(timer.id).toBe(id + 1);
      pausesDays.push((timer.fireAtMs - Date.parse(at(second))) / dayMs);
      past.fired(id + 1);
    }
    expect(pausesDays).toEqual([2, 4, 6, 6]);
  });

  it('8: what is pending is not asked for again when it goes into another any', async () => {
    const past = [...upTo(3).map((id) => scheduled(id, 'A')), turn(1), completed(1)];
    const { actions } = await stateOf(
      function* (ctx) {
        let running: readonly Task<unknown>[] = upTo(3).map((n) => ctx.callActivity('A', n));
        while (running.length > 0) running = (yield* ctx.any(running)).remaining;
      },
      { past },
    );
    expect(actions).toEqual([[{ actionType: 11, compoundActions: upTo(3).map((input) => call('A', { input })) }]]);
  });

  it('9: compounds over settled tasks settle at once, and one task may be in several', async () => {
    const code: Code = function* (ctx) {
      const [a, b] = [ctx.callActivity('A'), ctx.callActivity('B')];
      const both = ctx.joinAll([a, b]);
      yield* ctx.any([a, b]);
      yield* both;
      return [yield* ctx.joinAll([a, a, b]), (yield* ctx.any([b, a])).index];
    };
    expect(await output(code, history().turn(1).completed(0, 'a').completed(1, 'b'))).toEqual([['a', 'a', 'b'], 0]);
  });

  it('10: any tells which task won, a failed one without throwing; all keeps its order and fails with what failed first', async () => {
    const code: Code = function* (ctx) {
      const tasks = ['A', 'B', 'C'].map((name) => ctx.callActivity(name));
      const first = yield* ctx.any(tasks);
      const all = ctx.joinAll(tasks.slice(0, 2));
      return [first.index, first.task === tasks[2], first.status, yield* all];
    };
    const past = history().turn(1).failed(2).completed(1, 'b').completed(0, 'a');
    expect(await output(code, past)).toEqual([2, true, 'rejected', ['a', 'b']]);
    const fails: Code = function* (ctx) {
      yield* ctx.joinAll([ctx.callActivity('A'), ctx.callActivity('B')]);
    };
    const two = history().turn(1).failed(1, { reason: 'first' }).failed(0, { reason: 'second' });
    expect(await output(fails, two)).toMatchObject({ failure: { errorMessage: 'first' } });
  });

  it('11: a completion that comes before its task has an id is kept for it', async () => {
    const code: Code = function* (ctx) {
      const b = ctx.callActivity('B');
      return [yield* ctx.callActivity('A'), yield* b];
    };
    expect(await output(code, history().turn(1).completed(1, 'b').turn(2).completed(0, 'a'))).toEqual(['a', 'b']);
  });

  it('12: the newest wait gets the first event, early events come oldest first, and a wait that was left stays', async () => {
    const two: Code = function* (ctx) {
      return yield* ctx.joinAll([ctx.waitForEvent('go'), ctx.waitForEvent('go')]);
    };
    expect(await output(two, history().turn(1).raised('go', 1).raised('go', 2))).toEqual([2, 1]);
    const early: Code = function* (ctx) {
      yield* ctx.callActivity('A');
      return [yield* ctx.waitForEvent('go'), yield* ctx.waitForEvent('go')];
    };
    expect(await output(early, history().turn(1).raised('go', 1).raised('go', 2).completed(0))).toEqual([1, 2]);
    const left: Code = function* (ctx) {
      const first = ctx.waitForEvent('go');
      yield* ctx.any([first, ctx.sleep(1000)]);
      yield* ctx.callActivity('A');
      return [yield* ctx.waitForEvent('go'), yield* first];
    };
    const past = history().turn(1).fired(0).turn(2).raised('go', 'swallowed').completed(1).turn(3).raised('go', 'next');
    expect(await output(left, past)).toEqual(['next', 'swallowed']);
  });

  it('13: names of events mean the same in upper and lower case, and are no ids', async () => {
    const code: Code = function* (ctx) {
      return [yield* ctx.callActivity('A'), yield* ctx.waitForEvent('Go')];
    };
    expect(await output(code, history().turn(1).raised('0', 'event').completed(0, 'a').raised('gO', 1))).toEqual([
      'a',
      1,
    ]);
    expect(await output(code, history().turn(1).raised('0', 'event'))).toBeUndefined();
  });

  it('14: orchestrator time is that of the turn, and never goes back', async () => {
    const code: Code = function* (ctx) {
      const times: number[] = [];
      for (const name of ['A', 'B', 'C']) {
        times.push(ctx.currentTime.getTime() - Date.parse(at(0)));
        yield* ctx.callActivity(name);
      }
      return [...times, ctx.currentTime.getTime() - Date.parse(at(0))];
    };
    const past = history().turn(5).completed(0).completed(1).turn(3).completed(2);
    expect(await output(code, past)).toEqual([0, 5000, 5000, 5000]);
  });

  it('15: the code replays before the last turn, and where an event was played before', async () => {
    const seen: boolean[] = [];
    const code: Code = function* (ctx) {
      for (const name of ['A', 'B', 'C']) {
        seen.push(ctx.isReplaying);
        yield* ctx.callActivity(name);
      }
      seen.push(ctx.isReplaying);
    };
    const past = [turn(1), completed(0), turn(2), { ...completed(1), IsPlayed: true }, completed(2)];
    await answer(code, { past });
    expect(seen).toEqual([true, true, true, false]);
  });

  it('16: how many parts a long timer has follows the clock; exactly the limit is short; durable-functions leaves V2 whole', async () => {
    const wait = (days: number): Code =>
      function* (ctx) {
        yield* ctx.sleep(days * dayMs);
        return yield* ctx.callActivity('A');
      };
    const ends = async (days: number) =>
      (await runInExtensionModel(orchestration('o', wait(days)), {})).transcript.flatMap(
        (line) => /in=\[5:(\d+)\]/.exec(line)?.[1] ?? [],
      );
    expect([await ends(6), await ends(10), await ends(12)]).toEqual([['1'], ['4'], ['4']]);
    const whole = { actionType: 5, fireAt: at(10 * 86_400), isCanceled: false };
    const host = { upperSchemaVersionNew: 1 };
    expect((await stateOf(wait(10), { host, options: { actionLists: 'peer' } })).actions).toEqual([[whole]]);
  });

  it('17: to cancel a timer marks its action where it stands; one that is left keeps the instance open', async () => {
    const race = (cancels: boolean): Code =>
      function* (ctx) {
        const timer = ctx.sleep(60_000);
        yield* ctx.any([timer, ctx.callActivity('A')]);
        if (cancels) timer.cancel();
        return 'done';
      };
    const past = [timerSet(0, 60), scheduled(1, 'A'), turn(1), completed(1)];
    const listed = async (cancels: boolean) => (await stateOf(race(cancels), { past })).actions;
    const timer = { actionType: 5, fireAt: at(60) };
    expect(await listed(true)).toEqual([
      [{ actionType: 11, compoundActions: [{ ...timer, isCanceled: true }, call('A')] }],
    ]);
    expect(await listed(false)).toMatchObject([[{ compoundActions: [{ isCanceled: false }, {}] }]]);
    const activity = () => ({ afterMs: 1000 });
    const endsAfter = async (cancels: boolean) =>
      (await runInExtensionModel(orchestration('o', race(cancels)), { activity })).virtualSeconds;
    expect([await endsAfter(true), await endsAfter(false)]).toEqual([1, 60]);
  });

  it.each<[string, unknown]>([
    ['an error', new Error('no money')],
    ['an error without words', new Error('')],
    ['nothing', undefined],
    ['a text', 'no money'],
  ])('18: the error is in the message of a rejection, not empty, and nothing is done: %s', async (_what, thrown) => {
    const { kind, state } = await answer(function* (ctx) {
      if (ctx.instanceId !== '') throw thrown;
      yield* ctx.callActivity('A');
    });
    expect([kind, state.isDone]).toEqual(['failure', false]);
    expect(state.error).toMatch(/\S/);
    const [, json = ''] = failureMessage(state).split('\n\n$OutOfProcData$:');
    expect(JSON.parse(json)).toEqual({ ...state });
  });

  it.each([[0], [''], [false], [null], [undefined]])(
    '19: the output and the custom status may be %j',
    async (value) => {
      // biome-ignore lint/correctness/useYield: it has nothing to wait for
      const { output, customStatus } = await stateOf(function* (ctx): Generated {
        ctx.setCustomStatus(value);
        return value;
      });
      expect(output).toBe(value);
      expect(customStatus).toBe(value ?? undefined);
    },
  );

  it('20: from V2 on actions are one inner list, empty for none; V1 has one for each yield and no compounds', async () => {
    const code: Code = function* (ctx) {
      yield* ctx.callActivity('A');
      yield* ctx.joinAll([ctx.callActivity('B'), ctx.any([ctx.callActivity('C')])]);
    };
    const past = [turn(1), completed(0)];
    const compound = { actionType: 12, compoundActions: [call('B'), { actionType: 11, compoundActions: [call('C')] }] };
    expect((await stateOf(code, { past })).actions).toEqual([[call('A'), compound]]);
    const v1 = { upperSchemaVersion: 0, upperSchemaVersionNew: 0 };
    expect((await stateOf(code, { past, host: v1 })).actions).toEqual([[call('A')], [call('B'), call('C')]]);
    // biome-ignore lint/correctness/useYield: it asks for nothing
    const nothing: Code = function* (): Generated {
      return 1;
    };
    expect([(await stateOf(nothing)).actions, (await stateOf(nothing, { host: v1 })).actions]).toEqual([[[]], []]);
  });

  it('21: newGuid makes the GUIDs of durable-functions, by instance, time and count', async () => {
    // biome-ignore lint/correctness/useYield: it has nothing to wait for
    const { output } = await stateOf(function* (ctx): Generated {
      return [ctx.newGuid(), ctx.newGuid()];
    });
    expect(output).toEqual(['23676ae3-2efd-57eb-9e92-81ebcc47fa74', '295d180d-8a8a-501f-98d4-e88859139a29']);
  });

  it('22: an entity answers under the id that was sent, in JSON within JSON, and exceptionType tells a failure', async () => {
    const code: Code = function* (ctx) {
      return yield* ctx.callEntity('@counter@k', 'get');
    };
    const sent = {
      EventType: 14,
      EventId: 0,
      Timestamp: at(0),
      InstanceId: '@counter@k',
      Name: 'op',
      Input: '{"id":"G"}',
    };
    const answered = (message: object) => ({
      past: [sent, turn(1), { EventType: 15, Timestamp: at(1), Name: 'G', Input: JSON.stringify(message) }],
    });
    expect((await stateOf(code, answered({ result: '{"count":5}' }))).output).toEqual({ count: 5 });
    expect(await stateOf(code, answered({ result: '"broken"', exceptionType: 'X' }))).toMatchObject({
      isDone: false,
      error: expect.stringContaining('broken'),
    });
  });

  it('23: after continueAsNew nothing is scheduled, the first input counts, the output is sent, and a throw is told', async () => {
    const code = (end: 'returns' | 'throws'): Code =>
      // biome-ignore lint/correctness/useYield: what it asks for is dropped
      function* (ctx): Generated {
        void ctx.continueAsNew(1);
        void ctx.continueAsNew(2);
        void ctx.callActivity('A');
        if (end === 'throws') throw new Error('after all');
        return 'output';
      };
    const actions = [[{ actionType: 4, input: 1 }]];
    expect(await stateOf(code('returns'))).toMatchObject({ isDone: true, actions, output: 'output' });
    expect(await answer(code('throws'))).toMatchObject({ kind: 'failure', state: { actions, error: 'after all' } });
  });

  it('25: tens of thousands of events are no matter, and dates in user data are left alone', async () => {
    const many = 50_000;
    const fanOut: Code = function* (ctx) {
      return (yield* ctx.joinAll(upTo(many).map(() => ctx.callActivity('A')))).length;
    };
    const past = history().turn(1);
    for (const id of upTo(many)) past.completed(id, id);
    expect(await output(fanOut, past)).toBe(many);

    const drain: Code = function* (ctx) {
      let sum = 0;
      for (const _ of upTo(20_000)) sum += yield* ctx.waitForEvent<number>('go');
      return sum;
    };
    const buffered = new EmptyHistory().turn(0);
    for (const _ of upTo(20_000)) buffered.raised('go', 1);
    expect(await output(drain, buffered.started('o'))).toBe(20_000);

    const input = { inner: { Timestamp: '2020-02-02T02:02:02Z' } };
    // biome-ignore lint/correctness/useYield: it has nothing to wait for
    const echo: Code = function* (ctx): Generated {
      return ctx.input;
    };
    expect((await stateOf(echo, { host: { input } })).output).toEqual(input);
  });
});
