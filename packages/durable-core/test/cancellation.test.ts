import { describe, expect, it } from '@jest/globals';
import {
  isDurableError,
  type OrchestrationContext,
  orchestration,
  runOrchestration,
  type Task,
} from '@perdura/durable-core';
import { type HistoryEvent, openExecution, type Turn } from '@perdura/durable-core/engine';
import { type History, history, TestHub } from '@perdura/durable-core/testing';
import { type Code, forms } from './fakes/both-forms.ts';

const codeOf = (error: unknown): unknown => (isDurableError(error) ? error.code : error);
const startMs = Date.parse('2024-01-01T00:00:00Z');

describe.each(forms)('a cancelled orchestration, $form', ({ define }) => {
  const advance = (code: Code, past: History): Promise<Turn> =>
    openExecution(define(code), { instanceId: 'i' }).advance(past.events);
  const output = async (code: Code, past: History): Promise<unknown> => {
    const { outcome } = await advance(code, past);
    return outcome?.kind === 'completed' ? JSON.parse(outcome.output ?? 'null') : outcome;
  };

  it('has its open tasks rejected and its timers taken back, and fails with the reason', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      return yield* ctx.joinAll([ctx.callActivity('A'), ctx.sleep(1000), ctx.callSubOrchestrator('C')]);
    };
    const turn = await advance(code, history().turn(1).raised('perdura.cancel', { reason: 'no longer wanted' }));
    expect(turn.cancelledTimers).toEqual([1]);
    expect(turn.outcome).toMatchObject({
      kind: 'failed',
      error: { code: 'cancelled', message: "Orchestration 'o' (instance 'i') was cancelled: no longer wanted" },
    });
  });

  it.each([[undefined], [{}], [{ reason: 5 }], [' '], ['stop']])('takes the data %j of the event', async (data) => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      yield* ctx.sleep(1000);
    };
    const { outcome } = await advance(code, history().turn(1).raised('Perdura.Cancel', data));
    const end = data === 'stop' ? ': stop' : '.';
    expect(outcome).toMatchObject({ error: { message: `Orchestration 'o' (instance 'i') was cancelled${end}` } });
  });

  it('tells by its signal, whose reason every task rejects with', async () => {
    const code: Code = function* (ctx) {
      const { signal } = ctx;
      const seen: unknown[] = [signal.aborted, signal === ctx.signal];
      try {
        yield* ctx.callActivity('A');
      } catch (error) {
        seen.push(signal.aborted, error === signal.reason, codeOf(error));
      }
      return seen;
    };
    expect(await output(code, history().turn(1).raised('perdura.cancel'))).toEqual([
      false,
      true,
      true,
      true,
      'cancelled',
    ]);
  });

  it('undoes what it has done, with new calls', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      yield* ctx.callActivity('book');
      ctx.compensate(() => ctx.callActivity('undo'));
      yield* ctx.callActivity('charge');
    };
    const past = history().turn(1).completed(0).turn(2).raised('perdura.cancel', 'stop');
    expect((await advance(code, past)).decisions.at(-1)).toMatchObject({ id: 2, name: 'undo' });
    // what was under way when it was cancelled ends unheard
    const { outcome } = await advance(code, past.turn(3).completed(1, 'charged').completed(2));
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
  });

  it('goes on when its code takes no notice', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      try {
        yield* ctx.callActivity('A');
      } catch {
        // tries something else
      }
      return yield* ctx.callActivity('B');
    };
    const past = history().turn(1).raised('perdura.cancel').raised('perdura.cancel').turn(2).completed(1, 'b');
    expect(await output(code, past)).toBe('b');
  });

  it('is not cancelled when it never looks at its signal', async () => {
    const code: Code = function* (ctx) {
      return yield* ctx.callActivity('A');
    };
    expect(await output(code, history().turn(1).raised('perdura.cancel').turn(2).completed(0, 'a'))).toBe('a');
  });

  it('is cancelled as soon as it looks when the event was there before', async () => {
    const code: Code = function* (ctx) {
      yield* ctx.waitForEvent('go');
      const { aborted } = ctx.signal;
      const how = yield* ctx.joinAllSettled([ctx.callActivity('B')]);
      return [aborted, how[0]?.status];
    };
    const past = history().turn(1).raised('perdura.cancel').turn(2).raised('go').turn(3).completed(0);
    expect(await output(code, past)).toEqual([true, 'fulfilled']);
  });

  it('tries no cancelled call again', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 1000 };
      const outcomes = yield* ctx.joinAllSettled([
        ctx.callActivity('A', 1, { retry }),
        ctx.callActivity('B', 1, { retry }),
      ]);
      yield* ctx.waitForEvent('end');
      return outcomes.map((each) => (each.status === 'rejected' ? codeOf(each.error) : each.value));
    };
    const past = history().turn(1).failed(0).turn(1.5).raised('perdura.cancel');
    expect((await advance(code, past)).cancelledTimers).toEqual([2]);
    const later = past.turn(2).fired(2).failed(1).turn(5).raised('end');
    const turn = await advance(code, later);
    expect(turn.decisions.filter(({ kind }) => kind !== 'wait-for-event')).toHaveLength(3);
    expect(turn.outcome).toMatchObject({ output: '["cancelled","cancelled"]' });
  });

  it('leaves the waits it had to the next of their name', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      const seen: unknown[] = [];
      for (const wait of [() => ctx.waitForEventWithTimeout('go', 60_000), () => ctx.waitForEvent('stay')]) {
        try {
          yield* wait();
        } catch (error) {
          seen.push(codeOf(error));
        }
        if (seen.length === 1) seen.push(yield* ctx.waitForEvent('go'));
      }
      return seen;
    };
    const past = history().turn(1).raised('perdura.cancel');
    expect((await advance(code, past)).cancelledTimers).toEqual([0]);
    const { cancelledTimers, outcome } = await advance(code, past.turn(2).raised('go', 5).turn(3).raised('stay'));
    expect(outcome).toMatchObject({ output: '["cancelled",5]' });
    // told in an earlier turn
    expect(cancelledTimers).toEqual([]);
  });

  it('keeps a wait whose timeout has passed for the next one', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      const first = yield* ctx.waitForEventWithTimeout('go', 1000);
      try {
        yield* ctx.sleep(60_000);
      } catch {
        // cancelled
      }
      return [first.timedOut, yield* ctx.waitForEvent('go')];
    };
    const past = history().turn(1).fired(0).turn(2).raised('perdura.cancel').turn(3).raised('go', 'late');
    expect(await output(code, past)).toEqual([true, 'late']);
  });

  it('keeps an event for the next wait that comes while nobody waits for it any more', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      try {
        yield* ctx.waitForEvent('go');
      } catch {
        yield* ctx.waitForEvent('other');
      }
      return yield* ctx.waitForEvent('go');
    };
    const past = history().turn(1).raised('perdura.cancel').turn(2).raised('go', 'kept').turn(3).raised('other');
    expect(await output(code, past)).toBe('kept');
  });

  it('lets any and select tell of the rejection', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      const first = yield* ctx.any([ctx.callActivity('A'), ctx.callActivity('B')]);
      return [first.index, first.status];
    };
    expect(await output(code, history().turn(1).raised('perdura.cancel'))).toEqual([0, 'rejected']);
  });

  it('runs listeners of the signal first, and keeps what they ask for', async () => {
    const code: Code = function* (ctx) {
      let goodbye: Task<unknown> | undefined;
      ctx.signal.addEventListener('abort', () => {
        goodbye = ctx.callActivity('goodbye');
      });
      try {
        yield* ctx.callActivity('A');
      } catch {
        return goodbye && (yield* goodbye);
      }
      return undefined;
    };
    const past = history().turn(1).raised('perdura.cancel').turn(2).completed(1, 'bye');
    expect(await output(code, past)).toBe('bye');
  });

  it.each<[string, (signal: AbortSignal) => void]>([
    [
      'function',
      (signal) =>
        signal.addEventListener('abort', () => {
          throw new RangeError('listener');
        }),
    ],
    [
      'object',
      (signal) =>
        signal.addEventListener('abort', {
          handleEvent() {
            throw new RangeError('listener');
          },
        }),
    ],
    [
      'handler',
      (signal) => {
        signal.onabort = () => {
          throw new RangeError('listener');
        };
      },
    ],
  ])('fails with what a listener throws, be it a %s, unless its code throws itself', async (_what, listen) => {
    const code: Code = function* (ctx) {
      listen(ctx.signal);
      try {
        return yield* ctx.sleep(1000);
      } catch (error) {
        if (ctx.input === 'throws') throw error;
        return yield* ctx.callActivity('A');
      }
    };
    const { outcome } = await advance(code, history().turn(1).raised('perdura.cancel'));
    expect(outcome).toMatchObject({ kind: 'failed', failure: { errorType: 'RangeError', errorMessage: 'listener' } });
    const throws = await advance(code, history('o', 'throws').turn(1).raised('perdura.cancel'));
    expect(throws.outcome).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
  });

  it('calls each listener once, with the signal as this, and none that was removed', async () => {
    const code: Code = function* (ctx) {
      const { signal } = ctx;
      const heard: unknown[] = [];
      const listener = function (this: unknown, event: Event) {
        heard.push(this === signal, event.type);
      };
      const removed = () => heard.push('removed');
      for (const each of [listener, listener, removed]) signal.addEventListener('abort', each);
      signal.removeEventListener('abort', removed);
      try {
        yield* ctx.sleep(1000);
      } catch {
        // cancelled
      }
      return heard;
    };
    expect(await output(code, history().turn(1).raised('perdura.cancel'))).toEqual([true, 'abort']);
  });

  it('refuses real work in listeners as anywhere', async () => {
    const code: Code = function* (ctx) {
      ctx.signal.addEventListener('abort', () => void setTimeout(() => undefined, 1).unref());
      yield* ctx.sleep(1000);
    };
    const { outcome } = await advance(code, history().turn(1).raised('perdura.cancel'));
    expect(outcome).toMatchObject({ error: { code: 'io-in-orchestrator' } });
  });

  it('polls no further', async () => {
    const code: Code = function* (ctx) {
      void ctx.signal;
      try {
        yield* ctx.callHttp({ method: 'GET', url: 'https://api.example/' });
      } catch {
        yield* ctx.waitForEvent('end');
      }
    };
    const recorded = { statusCode: 202, headers: { Location: '/1' }, content: '' };
    const past = history().turn(1).raised('perdura.cancel').turn(2).completed(0, recorded);
    expect((await advance(code, past)).decisions.map(({ kind }) => kind)).toEqual(['call-http']);
  });

  it('begins anew uncancelled, with an event that came too late for the one before', async () => {
    const code: Code = function* (ctx) {
      const round = ctx.input as number;
      try {
        if (round > 0) void ctx.signal;
        yield* ctx.sleep(1000);
      } catch (error) {
        return codeOf(error);
      }
      return yield* ctx.continueAsNew(round + 1);
    };
    const hub = new TestHub();
    const instance = hub.start(define(code), 0);
    await hub.settle();
    instance.cancel('too late for the first');
    await hub.advance(1000);
    expect([instance.continuedAsNewCount, instance.output]).toEqual([1, 'cancelled']);
  });

  it('does the same in every replay, however history is handed over', async () => {
    const code: Code = function* (ctx) {
      const { signal } = ctx;
      ctx.compensate(() => ctx.callActivity('undo'));
      for (let round = 0; round < 3; round++) {
        yield* ctx.any([ctx.callActivity(`work-${round}`), ctx.sleep(60_000), ctx.waitForEvent('skip')]);
        if (signal.aborted) throw signal.reason;
      }
    };
    const hub = new TestHub({
      activities: { 'work-0': () => 0, 'work-1': () => new Promise(() => undefined), undo: () => 'undone' },
    });
    const instance = hub.start(define(code));
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    instance.cancel('enough');
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(codeOf(instance.error)).toBe('cancelled');
    expect(hub.activityCalls.map(({ name }) => name)).toEqual(['work-0', 'work-1', 'undo']);

    const { history: past } = instance;
    const turns: HistoryEvent[][] = [];
    for (const event of past) {
      if (event.kind === 'orchestrator-started') turns.push([]);
      turns.at(-1)?.push(event);
    }
    for (let whole = 1; whole <= turns.length; whole++) {
      const execution = openExecution(define(code), { instanceId: 'instance-1' });
      let turn = await execution.advance(turns.slice(0, whole).flat());
      for (const rest of turns.slice(whole)) turn = await execution.advance(rest);
      expect(turn.outcome).toMatchObject({ kind: 'failed', error: { code: 'cancelled' } });
    }
  });
});

describe('a signal', () => {
  it('is nothing to wait for', async () => {
    const waits = orchestration('o', async (ctx) => {
      const { signal } = ctx;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
    const { outcome } = await openExecution(waits, { instanceId: 'i' }).advance(history().events);
    expect(outcome).toMatchObject({ error: { code: 'waiting-on-nothing' } });
  });

  it('cannot be looked at when the turn is over', async () => {
    let kept: OrchestrationContext | undefined;
    const leaks = orchestration('o', async (ctx) => {
      kept = ctx;
      await ctx.sleep(1);
    });
    await openExecution(leaks, { instanceId: 'i' }).advance(history().events);
    expect(() => kept?.signal).toThrow(expect.objectContaining({ code: 'turn-ended' }));
  });

  it('waits under the JSON protocol without holding the host up', async () => {
    const wait = { actionType: 6, externalEventName: 'perdura.cancel', reason: 'ExternalEvent' };
    const atOnce = { actionType: 12, compoundActions: [] };
    const looks: Code = function* (ctx) {
      void ctx.signal;
      yield* ctx.callActivity('A');
    };
    const at = new Date(startMs).toISOString();
    const started = [
      { EventType: 12, EventId: -1, Timestamp: at },
      { EventType: 0, EventId: -1, Timestamp: at, Name: 'o' },
    ];
    const answer = async (events: readonly object[]) => {
      const payload = { history: events, instanceId: 'i', input: null, upperSchemaVersionNew: 2 };
      const silent = { debug() {}, info() {}, warn() {}, error() {} };
      return (await runOrchestration(orchestration('o', looks), payload, { log: silent })).state;
    };
    const wrapped = { actionType: 11, compoundActions: [wait, atOnce] };
    const call = { actionType: 0, functionName: 'A' };
    expect((await answer(started)).actions).toEqual([[wrapped, call]]);
    const cancelled = [...started, { EventType: 15, EventId: -1, Timestamp: at, Name: 'perdura.cancel', Input: '"x"' }];
    expect(await answer(cancelled)).toMatchObject({
      error: "Orchestration 'o' (instance 'i') was cancelled: x",
      actions: [[wrapped, { actionType: 11, compoundActions: [call, atOnce] }]],
    });
  });
});
