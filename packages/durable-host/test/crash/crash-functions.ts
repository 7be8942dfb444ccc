import { activity, type OrchestrationDefinition, orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';

/** The steps each kind of instance must have run at least once, and what it must return. */
export const kinds: Readonly<Record<string, { readonly steps: readonly string[]; readonly output: unknown }>> = {
  sequence: { steps: ['1', '2', '3', '4'], output: ['1', '2', '3', '4'] },
  fan: { steps: ['a', 'b', 'c', 'd', 'e'], output: ['a', 'b', 'c', 'd', 'e'] },
  timed: { steps: ['before', 'after'], output: ['before', 'after'] },
  approval: { steps: ['asked', 'approved'], output: { approvedBy: 'Ada' } },
  flaky: { steps: ['tried'], output: 'tried' },
  family: { steps: ['parent'], output: ['parent', ['child']] },
  again: { steps: ['0', '1', '2'], output: 2 },
};

/** Orchestrations of every kind over one activity, `step`, which records that it has run. */
export function crashFunctions(record: (instanceId: string, step: string) => void): readonly DurableFunction[] {
  const step = activity('step', (name: string, { instanceId }) => {
    record(instanceId, name);
    return name;
  });
  const failedOnce = new Set<string>();
  const flakyStep = activity('flaky_step', (name: string, { instanceId }) => {
    if (!failedOnce.has(instanceId)) {
      failedOnce.add(instanceId);
      throw new Error('the first time always fails');
    }
    record(instanceId, name);
    return name;
  });
  const child = orchestration('child', async (ctx) => [await ctx.callActivity(step, 'child')]);
  const again: OrchestrationDefinition<number, number> = orchestration<number, number>('again', async (ctx) => {
    await ctx.callActivity(step, String(ctx.input));
    return ctx.input < 2 ? ctx.continueAsNew(ctx.input + 1) : ctx.input;
  });
  return [
    ...[step, flakyStep, child, again],
    orchestration('sequence', async (ctx) => {
      const done: string[] = [];
      for (const name of ['1', '2', '3', '4']) done.push(await ctx.callActivity(step, name));
      return done;
    }),
    orchestration('fan', function* (ctx) {
      return yield* ctx.joinAll(['a', 'b', 'c', 'd', 'e'].map((name) => ctx.callActivity(step, name)));
    }),
    orchestration('timed', async (ctx) => {
      const before = await ctx.callActivity(step, 'before');
      await ctx.sleep(20);
      return [before, await ctx.callActivity(step, 'after')];
    }),
    orchestration('approval', async (ctx) => {
      await ctx.callActivity(step, 'asked');
      const answer = await ctx.waitForEventWithTimeout<{ by: string }>('approve', 3_600_000);
      await ctx.callActivity(step, 'approved');
      return answer.timedOut ? answer : { approvedBy: answer.value.by };
    }),
    orchestration('flaky', async (ctx) =>
      ctx.callActivityWithRetry(flakyStep, { firstRetryIntervalMs: 5, maxNumberOfAttempts: 100 }, 'tried'),
    ),
    orchestration('family', async (ctx) => {
      const kin = ctx.callSubOrchestrator(child);
      return [await ctx.callActivity(step, 'parent'), await kin];
    }),
  ];
}
