import { describe, expect, it } from '@jest/globals';
import { jumpingClock } from '../test/fakes/jumping-clock.ts';
import type { OrchestrationStatus } from './operations/orchestration-status.ts';
import type { RuntimeStatus } from './operations/runtime-status.ts';
import { pauseAfter, waitForCompletion } from './wait-for-completion.ts';

function waiting(
  statuses: readonly (RuntimeStatus | undefined)[],
  options: { timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const clock = jumpingClock();
  let looks = 0;
  const result = waitForCompletion({
    instanceId: 'a',
    timeoutMs: options.timeoutMs ?? 10_000,
    pollingIntervalMs: 1_000,
    clock,
    signal: options.signal,
    queryStatus: async () => {
      const runtimeStatus = statuses[Math.min(looks, statuses.length - 1)];
      looks += 1;
      return runtimeStatus && ({ runtimeStatus } as OrchestrationStatus);
    },
  });
  return { clock, result, looks: () => looks };
}

describe('waitForCompletion', () => {
  it.each<RuntimeStatus>(['Completed', 'Failed', 'Terminated', 'Canceled'])(
    'ends when the instance is %s',
    async (last) => {
      const { result, looks } = waiting(['Pending', 'Running', 'Suspended', 'ContinuedAsNew', last]);
      expect(await result).toEqual({ runtimeStatus: last });
      expect(looks()).toBe(5);
    },
  );

  it('doubles its pauses up to the polling interval', async () => {
    const { result, clock } = waiting([...Array<RuntimeStatus>(7).fill('Running'), 'Completed']);
    await result;
    expect(clock.pausesMs).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
    expect(pauseAfter(60, 1_000)).toBe(1_000);
  });

  it('takes its last look on the deadline, then gives up', async () => {
    const { result, clock, looks } = waiting(['Running'], { timeoutMs: 200 });
    await expect(result).rejects.toMatchObject({ code: 'timeout', instanceId: 'a' });
    expect(clock.pausesMs).toEqual([50, 100, 50]);
    expect(looks()).toBe(4);
  });

  it('looks once when the timeout is zero', async () => {
    expect(await waiting(['Completed'], { timeoutMs: 0 }).result).toEqual({ runtimeStatus: 'Completed' });
    await expect(waiting(['Running'], { timeoutMs: 0 }).result).rejects.toMatchObject({ code: 'timeout' });
  });

  it('rejects when there is no such instance', async () => {
    await expect(waiting([undefined]).result).rejects.toMatchObject({ code: 'not-found', status: 404 });
  });

  it('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const { result } = waiting(['Running'], { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(result).rejects.toThrow('enough');
  });
});
