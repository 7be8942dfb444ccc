import { describe, expect, it } from '@jest/globals';
import { orchestration, type RetryOptions, runOrchestration } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { history } from '@perdura/durable-core/testing';
import { runInExtensionModel, type Surroundings } from './fakes/extension-model.ts';

const failing = (reason: string, isNonRetriable = false) => ({ afterMs: 1000, failure: { reason, isNonRetriable } });
const threeTimes: RetryOptions = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 2000, backoffCoefficient: 2 };

/** Tries, catches, and calls another activity: whose id is right only if those of the host's loop were counted right. */
function define(retry: RetryOptions) {
  return orchestration(
    'o',
    function* (ctx) {
      let outcome: unknown;
      try {
        outcome = yield* ctx.callActivity('try', 'x', { retry });
      } catch (error) {
        outcome = (error as Error).message;
      }
      return [outcome, yield* ctx.callActivity('after')];
    },
    { retryMode: 'host' },
  );
}

const run = (retry: RetryOptions, attempt: NonNullable<Surroundings['activity']>, upperSchemaVersion = 2) =>
  runInExtensionModel(define(retry), {
    upperSchemaVersion,
    activity: (name, input, count) =>
      name === 'after' ? { afterMs: 1000, result: 'after' } : attempt(name, input, count),
  });

describe("retryMode 'host'", () => {
  it.each([0, 1, 2, 3])('counts the ids of the loop along when an attempt succeeds, schema %d', async (schema) => {
    const attempt = (_name: string, _input: unknown, count: number) =>
      count < 3 ? failing(`try${count}`) : { afterMs: 1000, result: 'ok' };
    expect(await run(threeTimes, attempt, schema)).toMatchObject({
      status: 'Completed',
      value: ['ok', 'after'],
      executions: { try: 3, after: 1 },
      virtualSeconds: 3 + 2 + 4 + 1,
    });
  });

  it('fails with the last error after the one more timer that the host sets', async () => {
    const result = await run(threeTimes, (_name, _input, count) => failing(`try${count}`));
    expect(result).toMatchObject({ status: 'Completed', value: ['try3', 'after'], executions: { try: 3, after: 1 } });
    expect(result.transcript.filter((line) => line.includes('in=[11:5]'))).toHaveLength(1);
  });

  it('fails at once where the host stops early: not retriable, or out of time', async () => {
    const hopeless = await run(threeTimes, () => failing('no', true));
    expect(hopeless).toMatchObject({ status: 'Completed', value: ['E: no', 'after'], virtualSeconds: 2 });
    const late = await run({ ...threeTimes, retryTimeoutMs: 3500 }, (_name, _input, count) => failing(`try${count}`));
    expect(late).toMatchObject({ status: 'Completed', value: ['try2', 'after'], executions: { try: 2 } });
  });

  it('asks the host with the options as they were given', async () => {
    const code = orchestration(
      'o',
      function* (ctx) {
        yield* ctx.joinAll([
          ctx.callActivity('a', 'x', { retry: { maxNumberOfAttempts: 2, firstRetryIntervalMs: 5 } }),
          ctx.callSubOrchestrator('c', 'x', {
            instanceId: 'child',
            version: '2',
            retry: { ...threeTimes, retryTimeoutMs: 9 },
          }),
        ]);
      },
      { retryMode: 'host' },
    );
    const at = { EventId: -1, Timestamp: '2024-01-01T00:00:00Z' };
    const begun = {
      history: [
        { ...at, EventType: 12 },
        { ...at, EventType: 0, Name: 'o' },
      ],
      instanceId: 'i',
    };
    const { state } = await runOrchestration(code, { ...begun, upperSchemaVersion: 1 });
    expect(state.actions).toEqual([
      [
        {
          actionType: 12,
          compoundActions: [
            {
              actionType: 1,
              functionName: 'a',
              input: '"x"',
              retryOptions: { firstRetryIntervalInMilliseconds: 5, maxNumberOfAttempts: 2 },
            },
            {
              actionType: 3,
              functionName: 'c',
              instanceId: 'child',
              version: '2',
              input: 'x',
              retryOptions: {
                firstRetryIntervalInMilliseconds: 2000,
                maxNumberOfAttempts: 3,
                backoffCoefficient: 2,
                retryTimeoutInMilliseconds: 9,
              },
            },
          ],
        },
      ],
    ]);
  });

  it.each([
    ['a predicate', { ...threeTimes, shouldRetry: () => true }],
    ['a handler', () => false],
  ])('refuses %s, which the host knows nothing of', async (_what, retry) => {
    expect(await run(retry as RetryOptions, () => failing('x'))).toMatchObject({
      value: [expect.stringContaining("retryMode 'host'"), 'after'],
    });
  });

  it('is spelled out for engines, which have no loop of their own', async () => {
    const past = history().turn(1).failed(0);
    const { decisions } = await openExecution(define(threeTimes), { instanceId: 'i' }).advance(past.events);
    expect(decisions.map(({ kind }) => kind)).toEqual(['call-activity', 'create-timer']);
  });
});

describe('options for generators only', () => {
  it.each([{ retryMode: 'host' } as const, { actionLists: 'peer' } as const])(
    'refuses %j for an async function',
    async (options) => {
      expect(() => orchestration('o', async () => 1, options)).toThrow(TypeError);
      const inDisguise = orchestration('o', () => Promise.resolve(1), options);
      const { outcome } = await openExecution(inDisguise, { instanceId: 'i' }).advance(history().events);
      expect(outcome).toMatchObject({ kind: 'failed', error: { name: 'TypeError' } });
      expect(() =>
        orchestration('o', async () => 1, { retryMode: 'worker', actionLists: 'non-blocking' }),
      ).not.toThrow();
    },
  );

  it.each([
    [{ retryMode: 'both' }, 'retryMode'],
    [{ actionLists: null }, 'actionLists'],
  ])('refuses %j, naming the option', (options, name) => {
    expect(() => orchestration('o', function* () {}, options as never)).toThrow(name);
  });
});
