import { activity, entity, type OrchestrationDefinition, orchestration } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';

const minuteMs = 60_000;
export const hourMs: number = 60 * minuteMs;

/** One kind of instance: what it is started with, what a client does with it, what it returns and how long it takes. */
export interface DayKind {
  readonly orchestration: string;
  readonly input: (n: number) => unknown;
  /** An event that is raised so long after the start. */
  readonly event?: (n: number) => { readonly name: string; readonly afterMs: number } | undefined;
  readonly output: (n: number) => unknown;
  readonly durationMs: (n: number) => number;
}

const isEven = (n: number) => n % 2 === 0;

/** The kinds of the day. Instance `n` is of kind `n` modulo their number. */
export const dayKinds: readonly DayKind[] = [
  {
    orchestration: 'order',
    input: (n) => n,
    output: (n) => [`reserve ${n}`, `charge ${n}`, `ship ${n}`],
    durationMs: () => 3 * minuteMs,
  },
  {
    orchestration: 'report',
    input: (n) => n,
    output: (n) => Array.from({ length: 10 }, (_, part) => `part ${n + part}`),
    durationMs: () => 0,
  },
  { orchestration: 'reminder', input: () => 0, output: () => 6, durationMs: () => 6 * hourMs },
  {
    orchestration: 'approval',
    input: () => null,
    event: (n) => (isEven(n) ? { name: 'approved', afterMs: 30 * minuteMs } : undefined),
    output: (n) => (isEven(n) ? 'approved' : 'given up'),
    durationMs: (n) => (isEven(n) ? 30 * minuteMs : 2 * hourMs),
  },
  {
    orchestration: 'family',
    input: (n) => n,
    output: (n) => [`part ${n}`, `part ${n + 1}`, `part ${n + 2}`],
    durationMs: () => 10 * minuteMs,
  },
  { orchestration: 'monitor', input: () => 0, output: () => 8, durationMs: () => 8 * 15 * minuteMs },
  {
    orchestration: 'race',
    input: () => null,
    event: (n) => ({ name: 'finish', afterMs: (isEven(n) ? 5 : 15) * minuteMs }),
    output: (n) => (isEven(n) ? 'event' : 'timer'),
    // A race the event wins leaves its timer to be cancelled; one the timer wins ends at once.
    durationMs: (n) => (isEven(n) ? 5 : 10) * minuteMs,
  },
  { orchestration: 'count', input: (n) => n % counters, output: () => true, durationMs: () => minuteMs },
];

/** How many entities the instances of the last kind share. */
export const counters = 50;

const step = activity('step', (text: string) => text);
const counter = entity('counter', {
  initialState: 0,
  operations: { add: (state, amount: number, { setState }) => setState(state + amount), read: (state) => state },
});
const kid = orchestration<number, string>('kid', async (ctx) => {
  await ctx.sleep(10 * minuteMs);
  return ctx.callActivity(step, `part ${ctx.input}`);
});

/** The functions of the day. A charge fails twice before it goes through. */
export function dayFunctions(): readonly DurableFunction[] {
  const refusals = new Map<string, number>();
  const charge = activity('charge', (n: number, { instanceId }) => {
    const before = refusals.get(instanceId) ?? 0;
    refusals.set(instanceId, before + 1);
    if (before < 2) throw new Error('the bank is closed');
    return `charge ${n}`;
  });
  const reminder: OrchestrationDefinition<number, number> = orchestration<number, number>('reminder', async (ctx) => {
    if (ctx.input === 6) return ctx.input;
    await ctx.sleep(hourMs);
    return ctx.continueAsNew(ctx.input + 1);
  });
  return [
    ...[step, charge, counter, kid, reminder],
    orchestration<number, string[]>('order', async (ctx) => [
      await ctx.callActivity(step, `reserve ${ctx.input}`),
      await ctx.callActivityWithRetry(
        charge,
        { firstRetryIntervalMs: minuteMs, backoffCoefficient: 2, maxNumberOfAttempts: 5 },
        ctx.input,
      ),
      await ctx.callActivity(step, `ship ${ctx.input}`),
    ]),
    orchestration<number, readonly string[]>('report', async (ctx) =>
      ctx.joinAll(Array.from({ length: 10 }, (_, part) => ctx.callActivity(step, `part ${ctx.input + part}`))),
    ),
    orchestration('approval', async (ctx) => {
      const answer = await ctx.waitForEventWithTimeout('approved', 2 * hourMs);
      return answer.timedOut ? 'given up' : 'approved';
    }),
    orchestration<number, readonly string[]>('family', async (ctx) =>
      ctx.joinAll([0, 1, 2].map((child) => ctx.callSubOrchestrator(kid, ctx.input + child))),
    ),
    orchestration('monitor', async (ctx) => {
      let looks = 0;
      for (; looks < 8; looks += 1) {
        await ctx.callActivity(step, 'look');
        await ctx.sleep(15 * minuteMs);
      }
      return looks;
    }),
    orchestration('race', async (ctx) => {
      const timer = ctx.createTimer(new Date(ctx.currentTime.getTime() + 10 * minuteMs));
      const { key } = await ctx.select({ timer, event: ctx.waitForEvent('finish') });
      if (key === 'event') timer.cancel();
      return key;
    }),
    orchestration<number, boolean>('count', async (ctx) => {
      ctx.signalEntity(counter, String(ctx.input), 'add', 1);
      await ctx.sleep(minuteMs);
      return (await ctx.callEntity(counter, String(ctx.input), 'read')) > 0;
    }),
  ];
}
