import { describe, expect, it } from '@jest/globals';
import { type OrchestrationDefinition, orchestration, type Task } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { History, history } from '@perdura/durable-core/testing';

const many = 50_000;
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const outputOf = async (definition: OrchestrationDefinition, past = history()): Promise<unknown> => {
  const { outcome } = await openExecution(definition, { instanceId: 'i' }).advance(past.events);
  return outcome?.kind === 'completed' ? JSON.parse(outcome.output ?? 'null') : outcome;
};

describe('a history of tens of thousands of events', () => {
  const fanOutPast = () => {
    const past = history();
    for (const id of upTo(many)) past.scheduled(id, 'A');
    past.turn(1);
    for (const id of upTo(many)) past.completed(id, id);
    return past;
  };

  it.each<[string, OrchestrationDefinition]>([
    [
      'a generator',
      orchestration('o', function* (ctx) {
        return (yield* ctx.joinAll(upTo(many).map(() => ctx.callActivity('A')))).length;
      }),
    ],
    [
      'an async function',
      orchestration('o', async (ctx) => {
        return (await ctx.joinAll(upTo(many).map(() => ctx.callActivity('A')))).length;
      }),
    ],
    [
      'an async function with Promise.all',
      orchestration('o', async (ctx) => {
        return (await Promise.all(upTo(many).map(() => ctx.callActivity('A')))).length;
      }),
    ],
  ])('is joined by %s', async (_form, definition) => {
    expect(await outputOf(definition, fanOutPast())).toBe(many);
  });

  it.each<[string, OrchestrationDefinition]>([
    [
      'a generator',
      orchestration('o', function* (ctx) {
        let sum = 0;
        for (const _ of upTo(many)) sum += (yield* ctx.waitForEvent<number>('go')) ?? 0;
        return sum;
      }),
    ],
    [
      'an async function',
      orchestration('o', async (ctx) => {
        let sum = 0;
        for (const _ of upTo(many)) sum += (await ctx.waitForEvent<number>('go')) ?? 0;
        return sum;
      }),
    ],
  ])('is taken from the buffer of early events by %s', async (_form, definition) => {
    const past = new History().turn(0);
    for (const _ of upTo(many)) past.raised('go', 1);
    past.started('o');
    expect(await outputOf(definition, past)).toBe(many);
  });

  it('is answered when every completion came before its task', async () => {
    const past = history().turn(1);
    for (const id of upTo(many)) past.completed(many - id, 1);
    past.completed(0, 1);
    const definition = orchestration('o', function* (ctx) {
      let sum = 0;
      for (const _ of upTo(many + 1)) sum += yield* ctx.callActivity<number>('A');
      return sum;
    });
    expect(await outputOf(definition, past)).toBe(many + 1);
  });

  it('nests compounds as deep as it likes', async () => {
    const nested = orchestration('o', function* (ctx) {
      let all: Task<unknown> = ctx.callActivity('A');
      for (const _ of upTo(many)) all = ctx.any([all]);
      return typeof (yield* all);
    });
    expect(await outputOf(nested, history().turn(1).completed(0))).toBe('object');
  });

  it('drains thousands of tasks with any()', async () => {
    const count = 2000;
    const definition = orchestration('o', function* (ctx) {
      let running: readonly Task<unknown>[] = upTo(count).map(() => ctx.callActivity('A'));
      let rounds = 0;
      for (; running.length > 0; rounds += 1) running = (yield* ctx.any(running)).remaining;
      return rounds;
    });
    const past = history().turn(1);
    for (const id of upTo(count)) past.completed(count - 1 - id);
    expect(await outputOf(definition, past)).toBe(count);
  });
});
