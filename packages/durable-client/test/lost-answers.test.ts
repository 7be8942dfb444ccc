import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { type CallOptions, type Clock, DurableClient } from '@perdura/durable-client';
import fc from 'fast-check';
import { pauseBeforeRepeating } from '../src/operations/pause-before-repeating.ts';
import { clientOf } from './fakes/client-of.ts';
import { jumpingClock } from './fakes/jumping-clock.ts';

const lost = new TypeError('fetch failed');
const createdTimeFrom = new Date('2026-01-01T00:00:00Z');

/** Every operation that sends something, by what a second sending would do. */
const reads: Readonly<Record<string, (client: DurableClient, options: CallOptions) => Promise<unknown>>> = {
  queryStatus: (client, options) => client.queryStatus('a', options),
  queryStatuses: (client, options) => client.queryStatuses(options)[Symbol.asyncIterator]().next(),
  queryAllStatuses: (client, options) => client.queryAllStatuses(options).pages()[Symbol.asyncIterator]().next(),
  readEntity: (client, options) => client.readEntity('@counter@k', options),
  listEntities: (client, options) => client.listEntities(options)[Symbol.asyncIterator]().next(),
  waitForCompletion: (client, options) => client.waitForCompletion('a', options),
  waitForCompletionOrCreateCheckStatusResponse: (client, options) =>
    client.waitForCompletionOrCreateCheckStatusResponse(undefined, 'a', options),
};
const writes: typeof reads = {
  startNew: (client, options) => client.startNew('order', options),
  restart: (client, options) => client.restart('a', options),
  raiseEvent: (client, options) => client.raiseEvent('a', 'go', 1, options),
  raiseEventForHub: (client, options) => client.raiseEventForHub('Other', 'a', 'go', 1, options),
  cancel: (client, options) => client.cancel('a', 'why', options),
  signalEntity: (client, options) => client.signalEntity('@counter@k', 'add', 1, options),
  terminate: (client, options) => client.terminate('a', '', options),
  suspend: (client, options) => client.suspend('a', '', options),
  resume: (client, options) => client.resume('a', '', options),
  rewind: (client, options) => client.rewind('a', '', options),
  purgeHistory: (client, options) => client.purgeHistory('a', options),
  purgeHistories: (client, options) => client.purgeHistories({ createdTimeFrom, ...options }),
};
const calls = { ...reads, ...writes };

describe('a request that gets no answer', () => {
  it.each(Object.keys(reads))('is sent three times for %s, then given up', async (name) => {
    const clock = jumpingClock();
    const options = { clock, random: () => 0, requestTimeoutMs: Number.POSITIVE_INFINITY };
    const { client, requests } = clientOf([lost, lost, lost], options);
    await expect(reads[name]?.(client, {})).rejects.toMatchObject({ code: 'network', cause: lost });
    expect(requests).toHaveLength(3);
    expect(clock.pausesMs).toEqual([100, 200]);
  });

  it.each(Object.keys(writes))('is sent once for %s, which a second time is not the same', async (name) => {
    const { client, requests } = clientOf([lost]);
    await expect(writes[name]?.(client, {})).rejects.toMatchObject({ code: 'network', cause: lost });
    expect(requests).toHaveLength(1);
  });

  it('is told of without the key of the API', async () => {
    const fetch = async () => {
      throw lost;
    };
    const client = new DurableClient({ baseUrl: 'http://h', code: 'SECRET' }, { fetch });
    const error: unknown = await client.terminate('a', '').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'network' });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('SECRET');
  });

  it('is repeated after a pause that no two clients share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (failures, random) => {
          const longestMs = 100 * 2 ** (failures - 1);
          const pauseMs = pauseBeforeRepeating({ method: 'GET' }, failures, random) ?? 0;
          expect(pauseMs).toBeGreaterThan(longestMs / 2 - 1);
          expect(pauseMs).toBeLessThanOrEqual(longestMs);
        },
      ),
    );
    expect(pauseBeforeRepeating({ method: 'GET' }, 1, 0.5)).toBe(75);
    expect(pauseBeforeRepeating({ method: 'GET' }, 3, 0)).toBeUndefined();
    expect(pauseBeforeRepeating({ method: 'DELETE' }, 1, 0)).toBeUndefined();
  });

  it('is not repeated once its signal is aborted, also while it pauses', async () => {
    const controller = new AbortController();
    const never: Clock = { now: () => 0, schedule: () => () => {} };
    const options = { clock: never, requestTimeoutMs: Number.POSITIVE_INFINITY };
    const { client, requests } = clientOf([lost, { status: 404 }], options);
    const call = client.queryStatus('a', { signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(call).rejects.toThrow('enough');
    expect(requests).toHaveLength(1);
  });
});

describe('a hub that does not answer', () => {
  const silent = (options: { requestTimeoutMs?: number } = {}) => {
    const requests: Request[] = [];
    const clock = timedClock();
    const fetch = (request: Request) => {
      requests.push(request);
      return new Promise<never>(() => {});
    };
    return { client: new DurableClient({ baseUrl: 'http://h' }, { fetch, clock, ...options }), requests, clock };
  };

  it.each(Object.keys(calls))(
    'is given up on by %s after the time for one answer, and not asked again',
    async (name) => {
      const { client, requests, clock } = silent({ requestTimeoutMs: 9_000 });
      const call = calls[name]?.(client, { requestTimeoutMs: 3_000 });
      setImmediate(() => clock.fire());
      await expect(call).rejects.toMatchObject({
        code: 'timeout',
        message: expect.stringContaining('no answer from http://h within 3000 ms'),
      });
      expect(clock.delaysMs).toEqual([3_000]);
      expect(requests.map(({ signal }) => signal.aborted)).toEqual([true]);
    },
  );

  it('has the time of the client, else 230 seconds', async () => {
    for (const [options, delayMs] of [
      [{ requestTimeoutMs: 9_000 }, 9_000],
      [{}, 230_000],
    ] as const) {
      const { client, clock } = silent(options);
      const call = client.queryStatus('a');
      setImmediate(() => clock.fire());
      await expect(call).rejects.toMatchObject({ code: 'timeout', instanceId: 'a' });
      expect(clock.delaysMs).toEqual([delayMs]);
    }
  });

  it('has all the time there is with Infinity, and is left by a signal that fetch does not heed', async () => {
    const { client, clock } = silent();
    const controller = new AbortController();
    const call = client.terminate('a', '', { requestTimeoutMs: Number.POSITIVE_INFINITY, signal: controller.signal });
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(call).rejects.toThrow('enough');
    expect(clock.delaysMs).toEqual([]);
  });

  it('leaves no timer and no listener behind once it has answered, be it the second time', async () => {
    const clock = jumpingClock();
    const open = new Set<unknown>();
    const counting: Clock = {
      now: clock.now,
      schedule: (callback, delayMs) => {
        // The pause before the repetition comes to its end; the time of a request does not.
        if (delayMs < 1_000) return clock.schedule(callback, delayMs);
        open.add(callback);
        return () => void open.delete(callback);
      },
    };
    const { signal } = new AbortController();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    let listeners = 0;
    signal.addEventListener = (...given: Parameters<typeof add>) => {
      listeners += 1;
      add(...given);
    };
    signal.removeEventListener = (...given: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...given);
    };
    const { client, requests } = clientOf([lost, { status: 404 }], { clock: counting });
    await client.queryStatus('a', { signal });
    expect([requests.length, open.size, listeners]).toEqual([2, 0, 0]);
  });

  it.each([0, -1, Number.NaN, '5', Number.NEGATIVE_INFINITY])(
    'is not given %p for a time',
    async (requestTimeoutMs) => {
      const options = { requestTimeoutMs: requestTimeoutMs as number };
      expect(() => new DurableClient({ baseUrl: 'http://h' }, options)).toThrow(TypeError);
      await expect(clientOf().client.queryStatus('a', options)).rejects.toThrow('requestTimeoutMs');
    },
  );
});

/** A clock that stands still until it is told that the time has come. */
function timedClock() {
  const waiting = new Set<() => void>();
  const delaysMs: number[] = [];
  const schedule = (callback: () => void, delayMs: number) => {
    delaysMs.push(delayMs);
    waiting.add(callback);
    return () => {
      waiting.delete(callback);
    };
  };
  return {
    now: () => 0,
    schedule,
    delaysMs,
    open: () => waiting.size,
    fire: () => {
      for (const callback of waiting) callback();
    },
  };
}
