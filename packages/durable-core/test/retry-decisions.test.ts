import { describe, expect, it } from '@jest/globals';
import { type FailedAttempt, orchestration, type RetryHandler, type RetryOptions } from '@perdura/durable-core';
import { openExecution } from '@perdura/durable-core/engine';
import { type History, history } from '@perdura/durable-core/testing';

const twice = { maxNumberOfAttempts: 9, firstRetryIntervalMs: 1000 };

describe.each(['generator', 'async'])('code that decides about retries, called by a %s', (form) => {
  const run = async (retry: RetryOptions | RetryHandler, past: History) => {
    const code =
      form === 'async'
        ? orchestration('o', async (ctx) => ctx.callActivity('a', 1, { retry }))
        : orchestration('o', function* (ctx) {
            return yield* ctx.callActivityWithRetry('a', retry, 1);
          });
    const { decisions, outcome } = await openExecution(code, { instanceId: 'i' }).advance(past.events);
    return { decisions: decisions.slice(1).map(({ kind }) => kind), outcome };
  };

  it('is told the attempt, its error and the time since the first', async () => {
    const told: FailedAttempt[] = [];
    const shouldRetry = (failed: FailedAttempt) => {
      told.push(failed);
      return failed.attempt < 2;
    };
    const past = history().turn(2).failed(0, { reason: 'one' }).turn(3).fired(1).turn(5).failed(2, { reason: 'two' });
    const { outcome } = await run({ ...twice, shouldRetry }, past);
    expect(told).toMatchObject([
      { attempt: 1, elapsedMs: 2000, error: { name: 'TaskFailedError', message: 'one', taskName: 'a', taskId: 0 } },
      { attempt: 2, elapsedMs: 5000, error: { message: 'two', taskId: 2 } },
    ]);
    expect(outcome).toMatchObject({ kind: 'failed', failure: { errorMessage: 'two' } });
  });

  it.each<[string, RetryHandler, readonly string[]]>([
    ['at once', () => true, ['call-activity']],
    ['after a pause', () => 250, ['create-timer']],
    ['never', () => false, []],
  ])('tries again %s', async (_when, handler, asked) => {
    const { decisions, outcome } = await run(handler, history().turn(1).failed(0));
    expect(decisions).toEqual(asked);
    expect(outcome?.kind).toBe(asked.length === 0 ? 'failed' : undefined);
  });

  it('runs in the surroundings of the orchestrator', async () => {
    const seen: number[] = [];
    const handler = () => {
      seen.push(Date.now());
      return false;
    };
    await run(handler, history().turn(7).failed(0));
    expect(seen).toEqual([Date.parse('2024-01-01T00:00:07Z')]);
  });

  it.each([0, null, 'often', { maxNumberOfAttempts: 0, firstRetryIntervalMs: 1 }])(
    'is not %j, which is refused',
    async (retry) => {
      const { outcome } = await run(retry as never, history());
      expect(outcome).toMatchObject({ kind: 'failed', failure: { errorType: 'TypeError' } });
    },
  );

  it('fails the task with what it throws', async () => {
    const handler = () => {
      throw new RangeError('undecided');
    };
    const { outcome } = await run(handler, history().turn(1).failed(0));
    expect(outcome).toMatchObject({ failure: { errorType: 'RangeError', errorMessage: 'undecided' } });
    const { outcome: wrong } = await run(() => -1, history().turn(1).failed(0));
    expect(wrong).toMatchObject({ failure: { errorType: 'TypeError' } });
  });
});
