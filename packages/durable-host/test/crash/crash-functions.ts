import { activity, entity, entityId, type OrchestrationDefinition, orchestration } from '@perdura/durable-core';
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
  teller: { steps: ['told'], output: 'told' },
  transfer: { steps: ['moved'], output: 'moved' },
};

/** The same of kinds that end only when a client has them pause and go on, or rewinds them. */
export const steeredKinds: typeof kinds = {
  paused: { steps: ['before', 'after'], output: ['before', 'after'] },
  mended: { steps: ['first', 'mended'], output: ['first', 'mended'] },
};

/** What the orchestration `audit` tells of the entities that tellers and transfers have asked. */
export interface Audit {
  /** Who has asked for something, as often as it was done. */
  readonly told: readonly string[];
  /** The same again, as the first entity has handed it on. */
  readonly handedOn: readonly string[];
  /** What transfers have left on the accounts. */
  readonly balances: readonly number[];
}

const accountKeys = ['0', '1', '2'];

const tally = entity('tally', {
  initialState: [] as readonly string[],
  operations: {
    tell(state, who: string, { id, setState, signalEntity }) {
      setState([...state, who]);
      if (id.key === 'first') signalEntity(entityId('tally', 'second'), 'tell', who);
    },
    all: (state) => state,
  },
});

const account = entity('account', {
  initialState: 0,
  operations: { add: (state, amount: number, { setState }) => setState(state + amount), balance: (state) => state },
});

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
    ...[step, flakyStep, child, again, tally, account],
    orchestration('teller', async (ctx) => {
      ctx.signalEntity(tally, 'first', 'tell', `${ctx.instanceId} signals`);
      await ctx.callEntity(tally, 'first', 'tell', `${ctx.instanceId} calls`);
      return ctx.callActivity(step, 'told');
    }),
    orchestration('transfer', async (ctx) => {
      const from = accountKeys.at(Number(ctx.instanceId.at(-1)) % 3) ?? '';
      const to = accountKeys.at((Number(ctx.instanceId.at(-1)) + 1) % 3) ?? '';
      const lock = await ctx.lockEntities(entityId(account, from), entityId(account, to));
      const before = await ctx.callEntity(account, from, 'balance');
      await ctx.callEntity(account, from, 'add', -3);
      const moved = await ctx.callActivity(step, 'moved');
      const after = await ctx.callEntity(account, from, 'balance');
      await ctx.callEntity(account, to, 'add', 3);
      lock.release();
      return before - 3 === after ? moved : 'somebody got in between';
    }),
    orchestration('audit', async (ctx): Promise<Audit> => {
      const told = await ctx.callEntity(tally, 'first', 'all');
      const handedOn = await ctx.callEntity(tally, 'second', 'all');
      const balances: number[] = [];
      for (const key of accountKeys) balances.push(await ctx.callEntity(account, key, 'balance'));
      return { told, handedOn, balances };
    }),
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
    orchestration('paused', async (ctx) => {
      const before = await ctx.callActivity(step, 'before');
      await ctx.waitForEvent('go');
      return [before, await ctx.callActivity(step, 'after')];
    }),
    orchestration('mended', async (ctx) => [
      await ctx.callActivity(step, 'first'),
      await ctx.callActivity(flakyStep, 'mended'),
    ]),
    orchestration('family', async (ctx) => {
      const kin = ctx.callSubOrchestrator(child);
      return [await ctx.callActivity(step, 'parent'), await kin];
    }),
  ];
}
