import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { isDurableError, type OrchestrationContext, orchestration, TaskFailedError } from '@perdura/durable-core';
import { openExecution, type Turn } from '@perdura/durable-core/engine';
import { type History, history } from '@perdura/durable-core/testing';

const open = (code: (ctx: OrchestrationContext) => unknown) =>
  openExecution(orchestration('o', code), { instanceId: 'i', log: { debug() {}, info() {}, warn() {}, error() {} } });

const outcomeOf = async (code: (ctx: OrchestrationContext) => unknown, past: History): Promise<Turn['outcome']> =>
  (await open(code).advance(past.events)).outcome;

const output = async (code: (ctx: OrchestrationContext) => unknown, past: History): Promise<unknown> => {
  const outcome = await outcomeOf(code, past);
  return outcome?.kind === 'completed' ? JSON.parse(outcome.output ?? 'null') : outcome;
};

describe('an async orchestrator', () => {
  it('takes ids at the call, awaited or not', async () => {
    const turn = await open(async (ctx) => {
      ctx.callActivity('Audit');
      const charge = ctx.callActivity('Charge', { amount: 3 });
      ctx.createTimer(new Date('2024-02-01T00:00:00Z'));
      await charge;
    }).advance(history().events);
    expect(turn.decisions).toEqual([
      { kind: 'call-activity', id: 0, name: 'Audit' },
      { kind: 'call-activity', id: 1, name: 'Charge', input: '{"amount":3}' },
      { kind: 'create-timer', id: 2, fireAtMs: Date.parse('2024-02-01T00:00:00Z') },
    ]);
  });

  it('runs concurrent flows with native promise combinators', async () => {
    const flow = async (ctx: OrchestrationContext, name: string) =>
      `${await ctx.callActivity(`${name}1`)}${await ctx.callActivity(`${name}2`)}`;
    const past = history().turn(1).completed(1, 'b').completed(2, 'B').completed(0, 'a').completed(3, 'A');
    expect(await output((ctx) => Promise.all([flow(ctx, 'A'), flow(ctx, 'B')]), past)).toEqual(['aA', 'bB']);
    const race = history().turn(1).completed(1, 'second');
    expect(await output((ctx) => Promise.race([ctx.callActivity('A'), ctx.callActivity('B')]), race)).toBe('second');
    const mixed = history().turn(1).failed(0).completed(1, 2);
    const settled = (ctx: OrchestrationContext) => Promise.allSettled([ctx.callActivity('A'), ctx.callActivity('B')]);
    expect(await output(settled, mixed)).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 2 }]);
  });

  it('comes to rest between two events of one turn', async () => {
    const seen: string[] = [];
    await open(async (ctx) => {
      await Promise.all(
        ['A', 'B'].map(async (name) => {
          await ctx.callActivity(name);
          seen.push(`${name} done`);
          for (let step = 0; step < 1000; step += 1) await undefined;
          await new Promise<void>((resolve) => process.nextTick(resolve));
          seen.push(`${name} at rest`);
        }),
      );
    }).advance(history().turn(1).completed(0).completed(1).events);
    expect(seen).toEqual(['A done', 'A at rest', 'B done', 'B at rest']);
  });

  it('comes to rest between any two of a thousand events, however long it runs on', async () => {
    const count = 1000;
    const ids = Array.from({ length: count }, (_, id) => id);
    const code = (seen: string[]) => async (ctx: OrchestrationContext) => {
      const runOn = async (id: number) => {
        await ctx.callActivity('A');
        seen.push(`${id} resumed`);
        for (let step = 0; step < id % 40; step += 1) await undefined;
        for (let tick = 0; tick < id % 3; tick += 1) await new Promise<void>((resolve) => process.nextTick(resolve));
        process.nextTick(() => Promise.resolve().then(() => seen.push(`${id} at rest`)));
      };
      await Promise.all(ids.map(runOn));
    };
    const past = history().turn(1);
    for (const id of ids) past.completed(id);
    const inOnePiece: string[] = [];
    expect((await open(code(inOnePiece)).advance(past.events)).outcome).toMatchObject({ kind: 'completed' });
    expect(inOnePiece).toEqual(ids.flatMap((id) => [`${id} resumed`, `${id} at rest`]));
    const eventByEvent: string[] = [];
    const execution = open(code(eventByEvent));
    await execution.advance(past.events.slice(0, 2));
    for (const event of past.events.slice(2)) await execution.advance([event]);
    expect(eventByEvent).toEqual(inOnePiece);
  });

  it('throws what an activity failed with, named and numbered', async () => {
    const past = history()
      .turn(1)
      .failed(0, { failureDetails: { errorType: 'RangeError', errorMessage: 'too much', isNonRetriable: false } });
    const seen: unknown[] = [];
    await open(async (ctx) => {
      await ctx.callActivity('Charge').then(undefined, (error: unknown) => seen.push(error));
    }).advance(past.events);
    expect(seen[0]).toBeInstanceOf(TaskFailedError);
    expect(isDurableError(seen[0])).toBe(true);
    expect(seen[0]).toMatchObject({
      code: 'task-failed',
      taskName: 'Charge',
      taskId: 0,
      message: 'RangeError: too much',
    });
  });

  it('fails when it waits for something that is no durable task', async () => {
    const stuck = history().turn(1).completed(0);
    const code = async (ctx: OrchestrationContext) => {
      await ctx.callActivity('A');
      await new Promise(() => {});
    };
    expect(await outcomeOf(code, history())).toBeUndefined();
    expect(await outcomeOf(code, stuck)).toMatchObject({ kind: 'failed', error: { code: 'waiting-on-nothing' } });
  });

  it('may wait for an event that nobody has raised', async () => {
    expect(await outcomeOf((ctx) => ctx.waitForEvent('never').then(), history())).toBeUndefined();
  });

  it('cannot use its context after the turn, and fails for it in the next', async () => {
    const errors: unknown[] = [];
    const outside = Promise.withResolvers<void>();
    const execution = open(async (ctx) => {
      outside.promise.then(() => ctx.callActivity('Late')).then(undefined, (error: unknown) => errors.push(error));
      await ctx.callActivity('A');
    });
    const past = history();
    await execution.advance(past.take());
    outside.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(errors).toMatchObject([{ code: 'turn-ended' }]);
    expect(String(errors[0])).toContain("instance 'i'");
    const { outcome } = await execution.advance(past.turn(1).completed(0).take());
    expect(outcome).toMatchObject({ kind: 'failed', error: { code: 'turn-ended' } });
  });

  it('schedules nothing after continueAsNew, whose promise never settles', async () => {
    const reached: string[] = [];
    const turn = await open(async (ctx) => {
      ctx.continueAsNew({ round: 2 });
      await ctx.continueAsNew({ round: 3 });
      reached.push('after');
    }).advance(history().events);
    expect(turn.decisions).toEqual([]);
    expect(turn.outcome).toEqual({ kind: 'continued-as-new', input: '{"round":2}', preserveUnprocessedEvents: true });
    expect(reached).toEqual([]);
    const dropped = await open(async (ctx) => {
      ctx.continueAsNew(1, { preserveUnprocessedEvents: false });
      await ctx.callActivity('Dropped');
    }).advance(history().events);
    expect(dropped).toMatchObject({ decisions: [], outcome: { preserveUnprocessedEvents: false } });
  });

  it('is refused as an async generator and as a function that calls before it returns a generator', async () => {
    expect(await outcomeOf(() => (async function* () {})(), history())).toMatchObject({
      kind: 'failed',
      failure: { errorType: 'TypeError', errorMessage: expect.stringContaining('use async or function*') },
    });
    const late = (ctx: OrchestrationContext) => {
      ctx.callActivity('A');
      return (function* () {})();
    };
    expect(await outcomeOf(late, history())).toMatchObject({ kind: 'failed', failure: { errorType: 'TypeError' } });
  });

  it('may be a plain function, a function that throws, or one that returns a task', async () => {
    expect(await output((ctx) => `${ctx.instanceId}!`, history())).toBe('i!');
    expect(
      await outcomeOf(() => {
        throw new RangeError('no');
      }, history()),
    ).toMatchObject({ kind: 'failed', failure: { errorType: 'RangeError', errorMessage: 'no' } });
    expect(await output((ctx) => ctx.callActivity('A'), history().turn(1).completed(0, 7))).toBe(7);
  });

  it('fails when its output cannot be written as JSON', async () => {
    expect(await outcomeOf(async () => 1n, history())).toMatchObject({
      kind: 'failed',
      error: { code: 'not-serializable' },
    });
  });

  it('does not take the process down with failures of tasks nobody waits for', () => {
    const script = fileURLToPath(new URL('./fakes/lost-rejections.ts', import.meta.url));
    const run = spawnSync(
      process.execPath,
      ['--conditions=@perdura/source', '--disable-warning=ExperimentalWarning', script],
      {
        encoding: 'utf8',
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    expect({ status: run.status, stderr: run.stderr, stdout: run.stdout.trim() }).toEqual({
      status: 0,
      stderr: '',
      stdout: '{"kind":"completed","output":"\\"kept\\""}',
    });
  });
});
