import { afterEach, describe, expect, it } from '@jest/globals';
import { activity, type OrchestrationContext, orchestration, type Task } from '@perdura/durable-core';
import type { DurableFunction } from '@perdura/durable-host';
import fc from 'fast-check';
import { jsonDefinition } from './fakes/json-definition.ts';
import { closeTestHosts, openTestHost } from './fakes/open-test-host.ts';

/*
 * Programs nobody thought of: each runs by the engine and by the JSON protocol, and both must come to the same end by the same calls.
 */

/** One thing that is waited for by itself or together with others. */
type Leaf =
  | { readonly do: 'call'; readonly value: number }
  | { readonly do: 'fail' }
  | { readonly do: 'sleep'; readonly ms: number }
  | { readonly do: 'event'; readonly name: string; readonly ms: number }
  | { readonly do: 'retry'; readonly attempts: number };

type Step = Leaf | { readonly do: 'all' | 'any' | 'abandon'; readonly leaves: readonly Leaf[] };
type Program = readonly Step[];

const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({ do: fc.constant('call' as const), value: fc.nat(9) }),
  fc.record({ do: fc.constant('fail' as const) }),
  fc.record({ do: fc.constant('sleep' as const), ms: fc.nat(5_000) }),
  fc.record({
    do: fc.constant('event' as const),
    name: fc.constantFrom('a', 'B'),
    ms: fc.integer({ min: 1, max: 9_000 }),
  }),
  fc.record({ do: fc.constant('retry' as const), attempts: fc.integer({ min: 1, max: 3 }) }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  leaf,
  fc.record({
    do: fc.constantFrom('all' as const, 'any' as const, 'abandon' as const),
    leaves: fc.array(leaf, { minLength: 1, maxLength: 4 }),
  }),
);
const program: fc.Arbitrary<Program> = fc.array(step, { maxLength: 5 });

function start(ctx: OrchestrationContext, what: Leaf): Task<unknown> {
  switch (what.do) {
    case 'call':
      return ctx.callActivity('echo', what.value);
    case 'fail':
      return ctx.callActivity('fail');
    case 'sleep':
      return ctx.sleep(what.ms);
    case 'event':
      return ctx.waitForEventWithTimeout(what.name, what.ms);
    case 'retry':
      return ctx.callActivityWithRetry('fail', { maxNumberOfAttempts: what.attempts, firstRetryIntervalMs: 700 });
  }
}

/** What is waited for, if anything. */
function begin(ctx: OrchestrationContext, what: Step): Task<unknown> | undefined {
  if (!('leaves' in what)) return start(ctx, what);
  const tasks = what.leaves.map((each) => start(ctx, each));
  if (what.do === 'abandon') return undefined;
  if (what.do === 'all') return ctx.joinAll(tasks);
  return ctx.any(tasks);
}

/** What came of a wait, as JSON: of `any` only which was first and how. */
function told(result: unknown): unknown {
  const { index, status } = (result ?? {}) as { index?: unknown; status?: unknown };
  return index === undefined ? result : [index, status];
}

const asAsync = orchestration('async', async (ctx: OrchestrationContext<Program>) => {
  const seen: unknown[] = [];
  await ctx.sleep(1);
  for (const what of ctx.input) {
    try {
      const task = begin(ctx as OrchestrationContext, what);
      seen.push(task === undefined ? 'left' : told(await task));
    } catch (error) {
      seen.push((error as Error).message);
    }
    ctx.setCustomStatus(seen.length);
  }
  return seen;
});
const asGenerator = orchestration('generator', function* (ctx: OrchestrationContext<Program>) {
  const seen: unknown[] = [];
  yield* ctx.sleep(1);
  for (const what of ctx.input) {
    try {
      const task = begin(ctx as OrchestrationContext, what);
      seen.push(task === undefined ? 'left' : told(yield* task));
    } catch (error) {
      seen.push((error as Error).message);
    }
    ctx.setCustomStatus(seen.length);
  }
  return seen;
});
const asFlows = orchestration('flows', async (ctx: OrchestrationContext<readonly Program[]>) => {
  const flow = async (own: Program) => {
    const seen: unknown[] = [];
    for (const what of own) {
      try {
        seen.push(told(await begin(ctx as OrchestrationContext, what)));
      } catch (error) {
        seen.push((error as Error).message);
      }
    }
    return seen;
  };
  await ctx.sleep(1);
  return await Promise.all(ctx.input.map(flow));
});

const activities = [
  activity('echo', (value: number) => value),
  activity('fail', () => {
    throw new RangeError('always');
  }),
];

afterEach(closeTestHosts);

async function endOf(functions: readonly DurableFunction[], name: string, input: unknown): Promise<unknown> {
  const { client, settle, finish } = await openTestHost({ functions: [...functions, ...activities] });
  const id = await client.startNew(name, { instanceId: 'one', input });
  for (const [event, data] of [
    ['A', 1],
    ['b', 2],
    ['a', 3],
  ] as const)
    await client.raiseEvent(id, event, data);
  await settle();
  const { runtimeStatus, output, customStatus, lastUpdatedTime, historyEvents = [] } = await finish(id);
  const calls = historyEvents
    .filter(({ eventType }) => /^(TaskScheduled|TimerCreated|TimerFired|TaskCompleted|TaskFailed)$/.test(eventType))
    .map((event) => {
      const { eventType, timestamp, raw } = event as {
        eventType: string;
        timestamp: Date;
        raw: Record<string, unknown>;
      };
      return [eventType, timestamp.toISOString(), raw.Name ?? raw.FunctionName, raw.FireAt, raw.Result].join(' ');
    })
    .sort();
  await closeTestHosts();
  return { runtimeStatus, output, customStatus, lastUpdatedTime, calls };
}

describe('the JSON protocol and the engine come to the same end by the same calls', () => {
  it.each([
    ['an async function', asAsync, program],
    ['a generator', asGenerator, program],
    ['concurrent flows', asFlows, fc.array(program, { minLength: 1, maxLength: 3 })],
  ] as const)('of %s', async (_what, definition, input) => {
    await fc.assert(
      fc.asyncProperty(input as fc.Arbitrary<unknown>, async (given) => {
        const byJson = await endOf([jsonDefinition(definition as never)], definition.name, given);
        expect(byJson).toEqual(await endOf([definition as never], definition.name, given));
      }),
      { numRuns: 40 },
    );
  });
});
