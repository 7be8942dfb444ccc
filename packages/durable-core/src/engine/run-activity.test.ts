import { describe, expect, it } from '@jest/globals';
import { type ActivityContext, activity } from '../definitions/activity.ts';
import { runActivity } from './run-activity.ts';

const facts = { instanceId: 'i', log: console, signal: new AbortController().signal };

describe('runActivity', () => {
  it('parses the input, hands over the facts and writes the result', async () => {
    const seen: ActivityContext[] = [];
    const double = activity('double', async (n: number, activityContext) => {
      seen.push(activityContext);
      return { twice: 2 * n };
    });
    expect(await runActivity(double, '21', facts)).toEqual({ kind: 'completed', result: '{"twice":42}' });
    expect(seen).toEqual([{ ...facts, name: 'double' }]);
  });

  it('knows no input and no result', async () => {
    const echo = activity('echo', (input: unknown) => input);
    expect(await runActivity(echo, undefined, facts)).toEqual({ kind: 'completed' });
  });

  it('turns what is thrown into data', async () => {
    const charge = activity('Charge', () => {
      throw Object.assign(new RangeError('card declined'), { isNonRetriable: true });
    });
    expect(await runActivity(charge, undefined, facts)).toEqual({
      kind: 'failed',
      failure: {
        reason: "Activity function 'Charge' failed: card declined",
        details: expect.stringContaining('RangeError: card declined'),
        failureDetails: {
          errorType: 'RangeError',
          errorMessage: 'card declined',
          stackTrace: expect.any(String),
          isNonRetriable: true,
        },
      },
    });
  });

  it('refuses what is no definition', async () => {
    await expect(runActivity(undefined as never, undefined, facts)).rejects.toThrow('takes an activity');
    await expect(runActivity({ kind: 'orchestration' } as never, undefined, facts)).rejects.toThrow(TypeError);
  });

  it('fails for a result that cannot be written and an input that cannot be read', async () => {
    const big = activity('big', () => 1n);
    expect(await runActivity(big, undefined, facts)).toMatchObject({ kind: 'failed' });
    expect(await runActivity(big, '{', facts)).toMatchObject({ kind: 'failed' });
  });
});
