import { afterAll, describe, expect, it } from '@jest/globals';
import { type OrchestrationDefinition, orchestration, type RetryOptions, type Task } from '@perdura/durable-core';
import fc from 'fast-check';
import { runInExtensionModel } from './fakes/extension-model.ts';

/*
 * The Functions host executes an answer like a script. These run random sliding windows in a model of it: whatever finishes
 * first, every result is right, no activity runs twice and history is never contradicted.
 */

interface Window {
  readonly size: number;
  readonly durationsMs: readonly number[];
  readonly failures: readonly number[];
}

const windows: fc.Arbitrary<Window> = fc.integer({ min: 1, max: 7 }).chain((count) =>
  fc.record({
    size: fc.integer({ min: 1, max: 3 }),
    durationsMs: fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: count, maxLength: count }),
    failures: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: count, maxLength: count }),
  }),
);

const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 700, backoffCoefficient: 2 };

type Retries = { readonly retry?: RetryOptions };

function asGenerator({ size, durationsMs }: Window, options: Retries): OrchestrationDefinition {
  return orchestration('window', function* (ctx) {
    const waiting = durationsMs.map((_, index) => index);
    const done: number[] = [];
    let running: readonly Task<number>[] = [];
    while (waiting.length > 0 || running.length > 0) {
      while (waiting.length > 0 && running.length < size) {
        running = [...running, ctx.callActivity<number>('work', waiting.shift(), options)];
      }
      const first = yield* ctx.any(running);
      if (first.status === 'fulfilled') done.push(first.value);
      running = first.remaining;
    }
    return [...done, yield* ctx.callActivity<string>('tail')];
  });
}

function asAsync({ size, durationsMs }: Window, options: Retries): OrchestrationDefinition {
  return orchestration('window', async (ctx) => {
    const waiting = durationsMs.map((_, index) => index);
    const done: number[] = [];
    const flow = async () => {
      for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
        done.push(await ctx.callActivity<number>('work', index, options));
      }
    };
    await Promise.all(Array.from({ length: size }, flow));
    return [...done, await ctx.callActivity<string>('tail')];
  });
}

/** When each item finishes if nothing but the window holds it up, in milliseconds. */
function endsMs({ size, durationsMs, failures }: Window): readonly number[] {
  const freeAt = Array.from({ length: size }, () => 0);
  return durationsMs.map((durationMs, index) => {
    const failed = failures[index] ?? 0;
    const pausesMs = [0, 700, 700 + 1400][failed] ?? 0;
    const slot = freeAt.indexOf(Math.min(...freeAt));
    const endMs = (freeAt[slot] ?? 0) + durationMs * (failed + 1) + pausesMs;
    freeAt[slot] = endMs;
    return endMs;
  });
}

const runsPerCase = 250;
let runCount = 0;

afterAll(() => {
  process.stdout.write(`sliding windows in the model of the host: ${runCount} run, every one right\n`);
});

describe.each([
  { form: 'a generator', define: asGenerator },
  { form: 'an async function', define: asAsync },
])('a sliding window as $form', ({ define }) => {
  it.each([
    { schema: 'V3', upperSchemaVersion: 2, retries: 'with retries', options: { retry } },
    { schema: 'V3', upperSchemaVersion: 2, retries: 'without retries', options: {} },
    { schema: 'V1', upperSchemaVersion: 0, retries: 'with retries', options: { retry } },
    { schema: 'V1', upperSchemaVersion: 0, retries: 'without retries', options: {} },
  ])(
    'runs every item once and right in schema $schema $retries',
    async ({ upperSchemaVersion, options }) => {
      await fc.assert(
        fc.asyncProperty(windows, async (drawn) => {
          const window = { ...drawn, failures: drawn.failures.map((failed) => ('retry' in options ? failed : 0)) };
          const run = await runInExtensionModel(define(window, options), {
            upperSchemaVersion,
            activity: (name, input, attempt) => {
              if (name === 'tail') return { afterMs: 10, result: 'tail' };
              const index = Number(input);
              const afterMs = window.durationsMs[index] ?? 0;
              return attempt <= (window.failures[index] ?? 0)
                ? { afterMs, failure: { reason: 'flaky' } }
                : { afterMs, result: index };
            },
          });
          const attempts = window.failures.reduce((sum, failed) => sum + failed + 1, 0);
          expect(run).toMatchObject({ status: 'Completed', executions: { work: attempts, tail: 1 } });
          const ends = endsMs(window);
          const done = (run.value as readonly unknown[]).slice(0, -1).map((index) => ends[Number(index)]);
          expect(done).toEqual([...ends].sort((a, b) => a - b));
          expect(run.virtualSeconds).toBe((Math.max(...ends) + 10) / 1000);
          runCount += 1;
        }),
        { numRuns: runsPerCase },
      );
    },
    60_000,
  );
});
