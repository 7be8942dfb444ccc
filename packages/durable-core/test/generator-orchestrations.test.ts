import { describe, expect, it } from '@jest/globals';
import { type OrchestrationContext, orchestration, type Task } from '@perdura/durable-core';
import { openExecution, type Turn } from '@perdura/durable-core/engine';
import { type History, history } from '@perdura/durable-core/testing';

const advance = async (
  code: (ctx: OrchestrationContext) => Generator<Task<unknown>, unknown, unknown>,
  past: History,
): Promise<Turn & { readonly warnings: readonly string[] }> => {
  const warnings: string[] = [];
  const log = { debug() {}, info() {}, warn: (line: string) => warnings.push(line), error() {} };
  const turn = await openExecution(orchestration('o', code), { instanceId: 'i', log }).advance(past.events);
  return { ...turn, warnings };
};

describe('a generator orchestrator', () => {
  it('takes ids at the yield, depth first', async () => {
    const { decisions } = await advance(function* (ctx) {
      const later = ctx.callActivity('D');
      const inner = ctx.joinAll([ctx.callActivity('B'), ctx.sleep(1000)]);
      yield* ctx.any([ctx.callActivity('A'), inner, ctx.callActivity('C')]);
      yield* later;
    }, history().turn(1).completed(3));
    expect(decisions).toMatchObject([
      { id: 0, name: 'A' },
      { id: 1, name: 'B' },
      { id: 2, kind: 'create-timer' },
      { id: 3, name: 'C' },
      { id: 4, name: 'D' },
    ]);
  });

  it('does not schedule what it never yields, and says so once', async () => {
    const code = function* (ctx: OrchestrationContext) {
      void ctx.callActivity('Lost');
      yield* ctx.callActivity('A');
    };
    expect(await advance(code, history())).toMatchObject({ decisions: [{ id: 0, name: 'A' }], warnings: [] });
    const { warnings } = await advance(code, history().turn(1).completed(0));
    expect(warnings).toEqual([expect.stringContaining("activity 'Lost'")]);
    expect((await advance(code, history().turn(1).completed(0).turn(2))).warnings).toEqual([]);
  });

  it.each([
    ['a number', 4, 'number'],
    ['a promise', Promise.resolve(), 'object'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a list', [], 'an array'],
  ])('fails when it yields %s, which its own catch and finally do not see', async (_what, value, told) => {
    const seen: string[] = [];
    const { outcome } = await advance(function* () {
      try {
        yield value as unknown as Task<unknown>;
      } catch {
        seen.push('catch');
      } finally {
        seen.push('finally');
      }
    }, history());
    expect(outcome).toMatchObject({ failure: { errorType: 'TypeError', errorMessage: expect.stringContaining(told) } });
    expect(seen).toEqual([]);
  });

  it('fails when it yields a task of another execution, or returns a task', async () => {
    const foreign: Task<unknown>[] = [];
    await advance(function* (ctx) {
      foreign.push(ctx.callActivity('A'));
      yield* ctx.callActivity('B');
    }, history());
    const failed = { kind: 'failed', failure: { errorType: 'TypeError' } };
    const yields = await advance(function* () {
      for (const task of foreign) yield task;
    }, history());
    expect(yields.outcome).toMatchObject(failed);
    const returns = await advance(function* (ctx) {
      yield* ctx.callActivity('A');
      return ctx.callActivity('B');
    }, history().turn(1).completed(0));
    expect(returns.outcome).toMatchObject(failed);
  });

  it('is abandoned where it waits: finally does not run before its turn', async () => {
    const seen: string[] = [];
    const code = function* (ctx: OrchestrationContext) {
      try {
        yield* ctx.callActivity('A');
      } finally {
        seen.push('finally');
      }
    };
    await advance(code, history());
    expect(seen).toEqual([]);
    await advance(code, history().turn(1).completed(0));
    expect(seen).toEqual(['finally']);
  });

  it('stops at the next yield after continueAsNew', async () => {
    const reached: string[] = [];
    const { outcome, decisions } = await advance(function* (ctx) {
      void ctx.continueAsNew(2);
      reached.push('still here');
      yield* ctx.callActivity('Dropped');
      reached.push('never');
    }, history());
    expect({ outcome, decisions, reached }).toMatchObject({
      outcome: { kind: 'continued-as-new', input: '2' },
      decisions: [],
      reached: ['still here'],
    });
  });

  it('may take back a timer it never yields, of which nothing is said', async () => {
    const { warnings } = await advance(function* (ctx) {
      ctx.callActivity('Forgotten');
      ctx.sleep(1000).cancel();
      yield* ctx.callActivity('A');
    }, history().turn(1).completed(0));
    expect(warnings).toEqual([expect.stringContaining("called activity 'Forgotten' but never yielded it")]);
  });
});
