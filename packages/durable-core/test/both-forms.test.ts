import { describe, expect, it } from '@jest/globals';
import { activity, orchestration, type Task } from '@perdura/durable-core';
import { type Execution, type HistoryEvent, openExecution, type Turn } from '@perdura/durable-core/engine';
import { type History, history } from '@perdura/durable-core/testing';
import fc from 'fast-check';
import { type Code, forms } from './fakes/both-forms.ts';

const charge = activity('Charge', async (amount: number) => amount);

describe.each(forms)('as $form, an orchestrator', ({ define }) => {
  const open = (code: Code, options: object = {}): Execution =>
    openExecution(define(code), { instanceId: 'i', ...options });
  const advance = (code: Code, past: History, options?: object): Promise<Turn> =>
    open(code, options).advance(past.events);
  const output = async (code: Code, past: History): Promise<unknown> => {
    const { outcome } = await advance(code, past);
    return outcome?.kind === 'completed' ? JSON.parse(outcome.output ?? 'null') : outcome;
  };

  it('learns how each of several tasks ended, once all have, whatever became of them', async () => {
    const code: Code = function* (ctx) {
      const tasks = [ctx.callActivity('A'), ctx.callActivity('B'), ctx.callActivity('C')];
      const outcomes = yield* ctx.joinAllSettled([tasks[0], tasks[1], tasks[2]] as never);
      const none = yield* ctx.joinAllSettled([]);
      expect((outcomes as readonly object[]).every((outcome) => Object.isFrozen(outcome))).toBe(true);
      return [(outcomes as readonly { status: string }[]).map(({ status }) => status), none];
    };
    const past = history().turn(1).failed(1).turn(2).completed(2);
    expect((await advance(code, past)).outcome).toBeUndefined();
    expect(await output(code, past.turn(3).completed(0))).toEqual([['fulfilled', 'rejected', 'fulfilled'], []]);
    const wrong: Code = function* (ctx) {
      return yield* ctx.joinAllSettled('tasks' as never);
    };
    expect(await output(wrong, history())).toMatchObject({ kind: 'failed', failure: { errorType: 'TypeError' } });
  });

  it('sees input, ids, version and time', async () => {
    const seen: unknown[] = [];
    const code: Code = function* (ctx) {
      const { input, instanceId, parentInstanceId, version } = ctx;
      seen.push(input, instanceId, parentInstanceId, version, ctx.currentTime.toISOString());
      yield* ctx.callActivity(charge, 1);
      seen.push(ctx.currentTime.toISOString());
    };
    const past = history().turn(5).completed(0);
    past.events[1] = {
      ...past.events[1],
      kind: 'execution-started',
      name: 'o',
      input: '{"n":1}',
      version: '2',
      parentInstanceId: 'p',
    } as HistoryEvent;
    await advance(code, past);
    expect(seen).toEqual([{ n: 1 }, 'i', 'p', '2', '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:05.000Z']);
  });

  it('knows whether it replays, and logs each line once', async () => {
    const lines: string[] = [];
    const log = { debug() {}, info: (line: string) => lines.push(line), warn() {}, error() {} };
    const replaying: boolean[] = [];
    const code: Code = function* (ctx) {
      for (const name of ['A', 'B']) {
        ctx.log.info(name);
        replaying.push(ctx.isReplaying);
        yield* ctx.callActivity(name);
      }
    };
    await advance(code, history().scheduled(0, 'A').turn(1).completed(0), { log });
    expect(replaying).toEqual([true, false]);
    expect(lines).toEqual(['B']);
  });

  it('joins tasks in their order and fails with the first failure that arrives', async () => {
    const code: Code = function* (ctx) {
      return yield* ctx.joinAll([ctx.callActivity(charge, 1), ctx.callActivity('B'), ctx.callActivity('C')]);
    };
    expect(await output(code, history().turn(1).completed(2, 'c').completed(0, 'a').completed(1, 'b'))).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(await output(code, history().turn(1).failed(2, { reason: 'late' }).failed(0))).toMatchObject({
      kind: 'failed',
      failure: { errorMessage: 'late' },
    });
    expect(
      await output(function* (ctx) {
        return yield* ctx.joinAll([]);
      }, history()),
    ).toEqual([]);
  });

  it('drains any() to the end, each task once', async () => {
    const code: Code = function* (ctx) {
      let running: readonly Task<unknown>[] = ['A', 'B', 'C'].map((name) => ctx.callActivity(name));
      const seen: unknown[] = [];
      while (running.length > 0) {
        const first = yield* ctx.selectAll(running);
        seen.push([first.index, first.status === 'fulfilled' ? first.value : 'failed']);
        running = first.remaining;
      }
      return seen;
    };
    const past = history().turn(1).completed(1, 'b').turn(2).failed(0).completed(2, 'c');
    const { decisions, outcome } = await advance(code, past);
    expect(decisions.map((decision) => 'id' in decision && decision.id)).toEqual([0, 1, 2]);
    expect(outcome).toEqual({ kind: 'completed', output: '[[1,"b"],[0,"failed"],[0,"c"]]' });
  });

  it('selects by key', async () => {
    const code: Code = function* (ctx) {
      const first = yield* ctx.select({ approval: ctx.waitForEvent<boolean>('approval'), deadline: ctx.sleep(1000) });
      return first.key === 'approval' && first.status === 'fulfilled' ? first.value : 'too late';
    };
    expect(await output(code, history().turn(1).raised('Approval', true))).toBe(true);
    expect(await output(code, history().turn(1).fired(0))).toBe('too late');
  });

  it('settles compounds over settled tasks at once', async () => {
    const code: Code = function* (ctx) {
      const a = ctx.callActivity('A');
      const b = ctx.callActivity('B');
      yield* ctx.joinAll([a, b]);
      const first = yield* ctx.any([b, a]);
      return [yield* ctx.joinAll([b, a, a]), first.status === 'fulfilled' && first.value, yield* a];
    };
    expect(await output(code, history().turn(1).completed(0, 1).completed(1, 2))).toEqual([[2, 1, 1], 2, 1]);
  });

  it('gets what a timer was created with, and a cancelled timer rejects', async () => {
    const fires: Code = function* (ctx) {
      return yield* ctx.createTimer(new Date('2024-01-01T00:00:03Z'), { state: 'rung' });
    };
    expect(await output(fires, history().turn(3).fired(0))).toBe('rung');
    const cancels: Code = function* (ctx) {
      const timer = ctx.sleep(60_000);
      yield* ctx.any([timer, ctx.callActivity('A')]);
      timer.cancel();
      timer.cancel();
      try {
        yield* timer;
      } catch (error) {
        return [timer.isCancelled, (error as { code?: string }).code];
      }
      return 'not cancelled';
    };
    const { cancelledTimers, outcome } = await advance(cancels, history().turn(1).completed(1));
    expect(cancelledTimers).toEqual([0]);
    expect(outcome).toMatchObject({ output: '[true,"cancelled"]' });
  });

  it('hands events out oldest first, to the newest wait, whatever the case of their names', async () => {
    const early: Code = function* (ctx) {
      yield* ctx.callActivity('A');
      return [yield* ctx.waitForEvent('go'), yield* ctx.waitForEvent('go')];
    };
    expect(await output(early, history().turn(1).raised('GO', 1).raised('go', 2).completed(0))).toEqual([1, 2]);
    const two: Code = function* (ctx) {
      return yield* ctx.joinAll([ctx.waitForEvent('go'), ctx.waitForEvent('Go')]);
    };
    expect(await output(two, history().turn(1).raised('go', 1).raised('gO', 2))).toEqual([2, 1]);
  });

  it('does not lose an event that comes between two waits with a timeout', async () => {
    const code: Code = function* (ctx) {
      const first = yield* ctx.waitForEventWithTimeout('go', 1000);
      const worked = yield* ctx.callActivity('A');
      const second = yield* ctx.waitForEventWithTimeout<string>('GO', 1000);
      return [first, worked, second];
    };
    const past = history().turn(1).fired(0).turn(2).raised('go', 'in between').completed(1, 'done');
    const { outcome, decisions, cancelledTimers } = await advance(code, past);
    expect(outcome).toMatchObject({ kind: 'completed' });
    expect(JSON.parse((outcome as { output: string }).output)).toEqual([
      { timedOut: true },
      'done',
      { timedOut: false, value: 'in between' },
    ]);
    // the second wait takes the first one over and is not asked for again; its timer is not set, or taken back at once
    expect(decisions.filter(({ kind }) => kind === 'wait-for-event')).toEqual([]);
    const timers = decisions.filter((decision) => decision.kind === 'create-timer' && decision.id > 0);
    expect(timers).toMatchObject(cancelledTimers.map((id) => ({ id })));
  });

  it('tries a failed call again, waiting longer each time, and gives up with the last error', async () => {
    const retry = {
      maxNumberOfAttempts: 3,
      firstRetryIntervalMs: 1000,
      backoffCoefficient: 3,
      maxRetryIntervalMs: 2000,
    };
    const code: Code = function* (ctx) {
      try {
        return yield* ctx.callActivityWithRetry('A', retry, 'x');
      } catch (error) {
        return [(error as Error).message, yield* ctx.callActivity('After')];
      }
    };
    const execution = open(code);
    const past = history();
    await execution.advance(past.take());
    expect((await execution.advance(past.turn(1).failed(0).take())).decisions).toEqual([
      { kind: 'create-timer', id: 1, fireAtMs: Date.parse('2024-01-01T00:00:02Z') },
    ]);
    expect((await execution.advance(past.turn(2).fired(1).take())).decisions).toEqual([
      { kind: 'call-activity', id: 2, name: 'A', input: '"x"' },
    ]);
    expect((await execution.advance(past.turn(3).failed(2).take())).decisions).toEqual([
      { kind: 'create-timer', id: 3, fireAtMs: Date.parse('2024-01-01T00:00:05Z') },
    ]);
    await execution.advance(past.turn(5).fired(3).take());
    const { decisions } = await execution.advance(past.turn(6).failed(4, { reason: 'last' }).take());
    expect(decisions).toEqual([{ kind: 'call-activity', id: 5, name: 'After' }]);
    expect((await execution.advance(past.turn(7).completed(5, 1).take())).outcome).toMatchObject({
      output: '["last",1]',
    });
  });

  it('calls another orchestration and sees its result or failure', async () => {
    const code: Code = function* (ctx) {
      const shipped = yield* ctx.callSubOrchestrator('ship', { id: 1 }, { instanceId: 'child', version: '2' });
      try {
        yield* ctx.callSubOrchestratorWithRetry('bill', { maxNumberOfAttempts: 1, firstRetryIntervalMs: 1 });
      } catch (error) {
        return [shipped, (error as Error).message];
      }
      return 'not failed';
    };
    expect((await advance(code, history())).decisions).toEqual([
      { kind: 'call-sub-orchestrator', id: 0, name: 'ship', input: '{"id":1}', instanceId: 'child', version: '2' },
    ]);
    const past = history()
      .childStarted(0, 'SHIP', 'child')
      .turn(1)
      .childCompleted(0, 'ok')
      .childStarted(1, 'bill', 'x');
    expect(await output(code, past.turn(2).childFailed(1, 'no money'))).toEqual(['ok', 'no money']);
  });

  it('publishes its custom status, falsy ones too', async () => {
    const code: Code = function* (ctx) {
      ctx.setCustomStatus('working');
      ctx.setCustomStatus(0);
      yield* ctx.callActivity('A');
      ctx.setCustomStatus(null);
    };
    expect((await advance(code, history())).customStatus).toBe('0');
    expect((await advance(code, history().turn(1).completed(0))).customStatus).toBeUndefined();
  });

  it('is told when its code no longer repeats history', async () => {
    const code: Code = function* (ctx) {
      yield* ctx.callActivity('New');
    };
    const renamed = await advance(code, history().scheduled(0, 'Old').turn(1).completed(0));
    expect(renamed).toMatchObject({ decisions: [], outcome: { kind: 'failed', error: { code: 'non-deterministic' } } });
    expect(renamed.outcome).toMatchObject({ failure: { errorMessage: expect.stringMatching(/'Old'.*'New'/) } });
    const codes = await Promise.all(
      [
        history().timerSet(0, 1),
        history().turn(1).fired(0),
        history().scheduled(0, 'new').scheduled(1, 'More'),
        history().childStarted(0, 'New', 'x'),
      ].map(async (past) => (await advance(code, past)).outcome),
    );
    for (const outcome of codes) expect(outcome).toMatchObject({ error: { code: 'non-deterministic' } });
    expect((await advance(code, history().scheduled(0, 'NEW'))).outcome).toBeUndefined();
  });

  it('names what the code has thrown when that is why history is not repeated', async () => {
    const code: Code = function* (ctx) {
      if (ctx.instanceId === 'i') throw new Error('changed');
      yield* ctx.callActivity('Old');
    };
    expect((await advance(code, history().scheduled(0, 'Old'))).outcome).toMatchObject({
      error: { code: 'non-deterministic', message: expect.stringContaining('changed'), cause: { message: 'changed' } },
    });
  });

  it('ignores what comes after it has ended, and goes on telling how it ended', async () => {
    const code: Code = function* (ctx) {
      yield* ctx.any([ctx.callActivity('A'), ctx.callActivity('B')]);
      return 'done';
    };
    const execution = open(code);
    const past = history();
    await execution.advance(past.take());
    const ended = await execution.advance(past.turn(1).completed(0).take());
    expect(await execution.advance(past.turn(2).failed(1).take())).toEqual(ended);
  });

  it.each<[string, Code]>([
    [
      'a blank activity name',
      function* (ctx) {
        yield* ctx.callActivity(' ');
      },
    ],
    [
      'an orchestration where an activity belongs',
      function* (ctx) {
        yield* ctx.callActivity(orchestration('x', () => 1) as never);
      },
    ],
    [
      'an unknown call option',
      function* (ctx) {
        yield* ctx.callActivity('A', 1, { retries: 3 } as never);
      },
    ],
    [
      'retry options out of range',
      function* (ctx) {
        yield* ctx.callActivityWithRetry('A', { maxNumberOfAttempts: 0, firstRetryIntervalMs: 1 });
      },
    ],
    [
      'an own instance id for a child',
      function* (ctx) {
        yield* ctx.callSubOrchestrator('x', 1, { instanceId: 'i' });
      },
    ],
    [
      'an entity id for a child',
      function* (ctx) {
        yield* ctx.callSubOrchestrator('x', 1, { instanceId: '@counter@1' });
      },
    ],
    [
      'a number where a Date belongs',
      function* (ctx) {
        yield* ctx.createTimer(5 as never);
      },
    ],
    [
      'an invalid Date',
      function* (ctx) {
        yield* ctx.createTimer(new Date(Number.NaN));
      },
    ],
    [
      'an unknown timer option',
      function* (ctx) {
        yield* ctx.createTimer(new Date(), { states: 1 } as never);
      },
    ],
    [
      'a negative delay',
      function* (ctx) {
        yield* ctx.sleep(-1);
      },
    ],
    [
      'a delay that is no number',
      function* (ctx) {
        yield* ctx.sleep('5' as never);
      },
    ],
    [
      'a blank event name',
      function* (ctx) {
        yield* ctx.waitForEvent('');
      },
    ],
    [
      'a timeout that is no number',
      function* (ctx) {
        yield* ctx.waitForEventWithTimeout('go', Number.NaN);
      },
    ],
    [
      'any() of nothing',
      function* (ctx) {
        yield* ctx.any([]);
      },
    ],
    [
      'select() of nothing',
      function* (ctx) {
        yield* ctx.select({} as { none: Task<number> });
      },
    ],
    [
      'joinAll() of what are no tasks',
      function* (ctx) {
        yield* ctx.joinAll([Promise.resolve(1)] as never);
      },
    ],
    [
      'joinAll() of no list',
      function* (ctx) {
        yield* ctx.joinAll(5 as never);
      },
    ],
    [
      'an unknown continueAsNew option',
      function* (ctx) {
        yield* ctx.continueAsNew(1, { keep: true } as never);
      },
    ],
    [
      'a GUID of no text',
      function* (ctx) {
        yield* ctx.callActivity(ctx.newGuid(5 as never));
      },
    ],
  ])('is refused %s with a TypeError', async (_what, code) => {
    expect((await advance(code, history())).outcome).toMatchObject({
      kind: 'failed',
      failure: { errorType: 'TypeError' },
    });
  });

  it('cannot cancel a timer that has fired, and sets one that is too long for the host in parts', async () => {
    const late: Code = function* (ctx) {
      const timer = ctx.sleep(1);
      yield* timer;
      timer.cancel();
    };
    expect((await advance(late, history().turn(1).fired(0))).outcome).toMatchObject({
      failure: { errorType: 'TypeError' },
    });
    const long: Code = function* (ctx) {
      yield* ctx.sleep(1001);
    };
    const startMs = Date.parse('2024-01-01T00:00:00Z');
    const due = async (longestTimerMs: number) => (await advance(long, history(), { longestTimerMs })).decisions;
    expect(await due(1000)).toEqual([{ kind: 'create-timer', id: 0, fireAtMs: startMs + 1000 }]);
    expect(await due(1001)).toEqual([{ kind: 'create-timer', id: 0, fireAtMs: startMs + 1001 }]);
  });

  it('decides the same whether history comes at once or turn by turn', async () => {
    const code: Code = function* (ctx) {
      const seen: unknown[] = [ctx.newGuid()];
      for (let round = 0; round < 3; round += 1) {
        const first = yield* ctx.any([ctx.callActivity(`A${round}`), ctx.waitForEvent('go'), ctx.sleep(5000)]);
        seen.push([first.index, first.status, ctx.currentTime.getTime(), ctx.newGuid()]);
      }
      return seen;
    };
    const happenings = fc.array(fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant('go' as const)), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(happenings, async (events) => {
        const past = history();
        const sticky = open(code);
        const told = [await sticky.advance(past.take())];
        const kinds = new Map<number, string>();
        const done = new Set<number>();
        for (const [index, event] of events.entries()) {
          const last = told.at(-1);
          if (last?.outcome !== undefined) break;
          for (const decision of last?.decisions ?? []) {
            if (decision.kind === 'wait-for-event') continue;
            kinds.set(decision.id, decision.kind);
            if (decision.kind === 'create-timer') past.timerSet(decision.id, 0);
            else past.scheduled(decision.id, decision.name);
          }
          past.turn(index + 1);
          if (event === 'go') past.raised('go', index);
          else if (kinds.has(event) && !done.has(event)) {
            done.add(event);
            if (kinds.get(event) === 'create-timer') past.fired(event);
            else past.completed(event, index);
          }
          told.push(await sticky.advance(past.take()));
        }
        expect(await open(code).advance(past.events)).toEqual(told.at(-1));
      }),
      { numRuns: 100 },
    );
  });
});
