import { describe, expect, it, jest } from '@jest/globals';
import { activity, type EntityContext, entity, orchestration } from '@perdura/durable-core';
import { registerWithAzureFunctions } from '@perdura/durable-core/azure-functions';
import type { EntityHandler, OrchestrationHandler } from 'durable-functions';
import fc from 'fast-check';
import { type HostSurroundings, runInFunctionsHost } from './fakes/functions-host.ts';
import { FunctionsWorker } from './fakes/functions-worker.ts';

/*
 * One app of the real @azure/functions, with orchestrations of ours and of durable-functions, whose instances run to their ends in
 * a model of the host.
 */

const worker = new FunctionsWorker();
jest.mock('@azure/functions-core', () => worker.core, { virtual: true });
const { app, input, trigger } = await import('@azure/functions');
const df = await import('durable-functions');

const attempts = new Map<string, number>();
/** Fails the first times it is called with a key. */
const flaky = (key: string, failures: number): string => {
  const attempt = (attempts.get(key) ?? 0) + 1;
  attempts.set(key, attempt);
  if (attempt <= failures) throw new Error(`attempt ${attempt}`);
  return `after ${failures}`;
};

const greet = activity('Greet', (city: string) => `Hello ${city}!`);
const echo = activity('Echo', (value: unknown) => value);
const kindOf = activity('KindOf', (value: unknown) => (Array.isArray(value) ? 'list' : typeof value));
const flakyOurs = activity('Flaky', (key: string) => flaky(key, 2));
const decline = activity('Decline', () => {
  throw new RangeError('card declined\nsecond line');
});
const refuse = activity('Refuse', () => {
  throw Object.assign(new Error('never'), { isNonRetriable: true });
});
const double = activity('Double', (value: number) => {
  if (value > 40) throw new Error(`${value} is too much`);
  return 2 * value;
});
const retry = { maxNumberOfAttempts: 3, firstRetryIntervalMs: 500 };

/** Work that is done together. */
interface Batch {
  readonly values: readonly number[];
  readonly mayFail: boolean;
}

const ours = [
  orchestration('Chain', async (ctx) => {
    const first = await ctx.callActivity(greet, 'Tokyo');
    return [first, await ctx.callActivity<string>('PeerGreet', first)];
  }),
  orchestration('FanOut', async (ctx) => {
    const tasks = ['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity(greet, city));
    return await ctx.joinAll(tasks);
  }),
  orchestration('Values', async (ctx) => {
    const kinds: unknown[] = [];
    for (const value of ['7', 'text', '', 7, 0.5, true, [1, 'a'], { a: 1 }]) {
      kinds.push([await ctx.callActivity(kindOf, value), await ctx.callActivity(echo, value)]);
    }
    return kinds;
  }),
  orchestration<{ seconds: number }>('Approval', async (ctx) => {
    const approval = await ctx.waitForEventWithTimeout<string>('approval', ctx.input.seconds * 1000);
    return approval.timedOut ? 'nobody' : await ctx.callActivity(greet, approval.value);
  }),
  orchestration<string>('Retried', async (ctx) => await ctx.callActivityWithRetry(flakyOurs, retry, ctx.input)),
  orchestration('Caught', async (ctx) => {
    try {
      return await ctx.callActivity(decline);
    } catch (error) {
      return (error as Error).message.includes('card declined');
    }
  }),
  orchestration('Uncaught', async (ctx) => await ctx.callActivity(decline)),
  orchestration<Batch[]>('Batches', async (ctx) => {
    const sums: number[] = [];
    for (const { values, mayFail } of ctx.input) {
      try {
        const doubled = await ctx.joinAll(values.map((value) => ctx.callActivity(double, value)));
        sums.push(doubled.reduce((sum, value) => sum + value, 0));
      } catch (error) {
        if (!mayFail) throw error;
        sums.push(-1);
      }
    }
    return sums;
  }),
  orchestration('Throws', async (ctx) => {
    await ctx.callActivity(greet, 'Tokyo');
    throw new Error('no stock');
  }),
];

const theirs: Readonly<Record<string, OrchestrationHandler>> = {
  *PeerChain({ df: ctx }) {
    const first: string = yield ctx.callActivity('Greet', 'Tokyo');
    return [first, yield ctx.callActivity('PeerGreet', first)];
  },
  *PeerFanOut({ df: ctx }) {
    return yield ctx.Task.all(['Tokyo', 'London', 'Seattle'].map((city) => ctx.callActivity('Greet', city)));
  },
  *PeerValues({ df: ctx }) {
    const kinds: unknown[] = [];
    for (const value of ['7', 'text', '', 7, 0.5, true, [1, 'a'], { a: 1 }]) {
      kinds.push([yield ctx.callActivity('KindOf', value), yield ctx.callActivity('Echo', value)]);
    }
    return kinds;
  },
  *PeerApproval({ df: ctx }) {
    const { seconds } = ctx.getInput<{ seconds: number }>();
    const timer = ctx.createTimer(new Date(ctx.currentUtcDateTime.getTime() + seconds * 1000));
    const approval = ctx.waitForExternalEvent('approval');
    const winner: unknown = yield ctx.Task.any([timer, approval]);
    if (winner === timer) return 'nobody';
    timer.cancel();
    return yield ctx.callActivity('Greet', approval.result);
  },
  *PeerCaught({ df: ctx }) {
    try {
      return yield ctx.callActivity('Decline');
    } catch (error) {
      return (error as Error).message.includes('card declined');
    }
  },
  *PeerUncaught({ df: ctx }) {
    return yield ctx.callActivity('Decline');
  },
  *PeerBatches({ df: ctx }) {
    const sums: number[] = [];
    for (const { values, mayFail } of ctx.getInput<Batch[]>()) {
      try {
        const doubled: number[] = yield ctx.Task.all(values.map((value) => ctx.callActivity('Double', value)));
        sums.push(doubled.reduce((sum, value) => sum + value, 0));
      } catch (error) {
        if (!mayFail) throw error;
        sums.push(-1);
      }
    }
    return sums;
  },
  *PeerThrows({ df: ctx }) {
    yield ctx.callActivity('Greet', 'Tokyo');
    throw new Error('no stock');
  },
};

const others = [
  greet,
  double,
  echo,
  kindOf,
  flakyOurs,
  decline,
  refuse,
  activity('Facts', (_: unknown, { instanceId, name, log, signal }) => {
    log.warn('called', { name });
    return { instanceId, name, aborted: signal.aborted };
  }),
  activity('Odd', (what: string) => {
    const results: Record<string, () => unknown> = {
      huge: () => 1e300,
      bytes: () => new Uint8Array([1, 2]),
      date: () => new Date(0),
      nothing: () => undefined,
      loop: () => {
        const loop: Record<string, unknown> = {};
        loop.self = loop;
        return loop;
      },
    };
    return results[what]?.();
  }),
  orchestration('Logs', async (ctx) => {
    ctx.log.info('before', 1);
    await ctx.callActivity(greet, 'Tokyo');
    ctx.log.error('after');
  }),
  orchestration('Broken', async () => {
    throw new SyntaxError('broken\nin two');
  }),
  orchestration<string>('Pointless', async (ctx) => await ctx.callActivityWithRetry(refuse, retry, ctx.input)),
];

const counter = entity('Counter', {
  initialState: 0,
  operations: {
    add(state: number, amount: number, { setState }: EntityContext<number>) {
      setState(state + amount);
    },
    get(state: number, _none: undefined, { log }: EntityContext<number>) {
      log.info('read');
      return state;
    },
    fail() {
      throw new RangeError('nope');
    },
    ping(_state: number, _none: undefined, { signalEntity }: EntityContext<number>) {
      signalEntity({ name: 'Other', key: 'z' }, 'poke', { v: 1 });
    },
  },
});
const peerCounter: EntityHandler<number> = ({ df: ctx }) => {
  const state = ctx.getState(() => 0) as number;
  if (ctx.operationName === 'add') ctx.setState(state + (ctx.getInput() as number));
  else if (ctx.operationName === 'get') ctx.return(state);
  else if (ctx.operationName === 'fail') throw new RangeError('nope');
  else ctx.signalEntity(new df.EntityId('Other', 'z'), 'poke', { v: 1 });
};

const functions = [...ours, ...others, counter];
const { clientInput, readClientBinding } = registerWithAzureFunctions({ app, trigger, input }, functions);
df.app.entity('PeerCounter', peerCounter);
for (const [name, code] of Object.entries(theirs)) df.app.orchestration(name, code);
df.app.activity('PeerGreet', { handler: (whom: string) => `${whom} And hello from the peer.` });
df.app.activity('PeerFacts', { handler: (_whom, { triggerMetadata }) => triggerMetadata });

const read = (name: string, type = 'durableClient') =>
  app.generic(name, {
    trigger: trigger.generic({ type: 'queueTrigger' }),
    extraInputs: [type === 'durableClient' ? clientInput : input.generic({ type })],
    handler: (_message, context) => readClientBinding(context),
  });
read('Start');
read('StartOld', 'orchestrationClient');
read('StartNot', 'blob');

const firstEpisode = JSON.stringify({
  instanceId: 'i',
  history: [12, 0].map((EventType) => ({ EventType, EventId: -1, Timestamp: '2026-01-01T00:00:00Z', Name: 'Broken' })),
});
const run = (name: string, surroundings?: HostSurroundings) => runInFunctionsHost(worker, name, surroundings);

describe('functions of ours in an app of @azure/functions', () => {
  it('are registered with the real programming model, beside those of durable-functions', () => {
    expect(worker.modelVersion).toMatch(/^4\.16\./);
    expect(worker.triggers()).toMatchObject({
      Chain: 'orchestrationTrigger',
      PeerChain: 'orchestrationTrigger',
      Greet: 'activityTrigger',
      PeerGreet: 'activityTrigger',
    });
  });

  it.each<[string, HostSurroundings, object]>([
    ['Chain', {}, { value: ['Hello Tokyo!', 'Hello Tokyo! And hello from the peer.'], virtualSeconds: 2 }],
    [
      'FanOut',
      { activityMs: (_name, city) => (city === 'Tokyo' ? 3000 : 1000) },
      { value: ['Hello Tokyo!', 'Hello London!', 'Hello Seattle!'], virtualSeconds: 3, executions: { Greet: 3 } },
    ],
    [
      'Values',
      {},
      {
        value: [
          ['string', '7'],
          ['string', 'text'],
          ['string', ''],
          ['number', 7],
          ['number', 0.5],
          ['boolean', true],
          ['list', [1, 'a']],
          ['object', { a: 1 }],
        ],
      },
    ],
    [
      'Approval',
      { input: { seconds: 60 }, events: [{ atMs: 5000, name: 'approval', data: 'Mia' }] },
      { value: 'Hello Mia!', virtualSeconds: 6 },
    ],
    ['Approval', { input: { seconds: 60 } }, { value: 'nobody', virtualSeconds: 60 }],
    ['Caught', {}, { value: true }],
    ['Uncaught', {}, { status: 'Failed', value: expect.stringContaining('card declined\nsecond line') }],
    ['Throws', {}, { status: 'Failed', value: 'no stock' }],
  ])('do in %s what those of durable-functions do', async (name, surroundings, expected) => {
    const [mine, theirs] = await Promise.all(
      [name, `Peer${name}`].map(async (each) => {
        const { transcript: _, ...result } = await run(each, { input: each, ...surroundings });
        return result;
      }),
    );
    expect(mine).toMatchObject({ status: 'Completed', ...expected });
    expect(mine).toEqual(theirs);
  });

  it('do with any batches what those of durable-functions do', async () => {
    const batch = fc.record({
      values: fc.array(fc.integer({ min: 0, max: 42 }), { minLength: 1, maxLength: 5 }),
      mayFail: fc.boolean(),
    });
    const statuses = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 4 }), async (input) => {
        const surroundings = { input, activityMs: (_: string, value: unknown) => 1 + ((Number(value) * 7) % 11) };
        const [mine, theirs] = await Promise.all(
          ['Batches', 'PeerBatches'].map(async (name) => {
            const { status, value, executions } = await run(name, surroundings);
            return { status, value: status === 'Failed' ? String(value).split(' \n')[0] : value, executions };
          }),
        );
        expect(mine).toEqual(theirs);
        statuses.add(String(mine?.status));
      }),
    );
    expect([...statuses].sort()).toEqual(['Completed', 'Failed']);
  });

  it('are tried again as often as they were asked to', async () => {
    const expected = { status: 'Completed', value: 'after 2', executions: { Flaky: 3 }, virtualSeconds: 4 };
    expect(await run('Retried', { input: 'key' })).toMatchObject(expected);
  });

  it.each([
    ['takes', true],
    ['does not take', false],
  ])(
    'are not tried again after an error that says it is pointless, where the extension %s failures apart',
    async (...[, takesFailuresApart]) => {
      const ended = await run('Pointless', { input: 'key', takesFailuresApart });
      expect(ended).toMatchObject({
        status: 'Failed',
        value: expect.stringContaining('never'),
        executions: { Refuse: 1 },
      });
    },
  );

  it('log through their invocation, an orchestration once', async () => {
    const before = worker.logged.length;
    await run('Logs');
    expect(worker.logged.slice(before)).toEqual(['information Logs: before 1', 'error Logs: after']);
  });

  it.each([
    ['order-17', 'order-17'],
    ['42', '42'],
    ['null', 'null'],
  ])('are told that instance %s called them', async (text, instanceId) => {
    const triggerMetadata = { instanceId: { string: text } };
    const end = await worker.invoke('Facts', '"x"', { triggerMetadata });
    expect(end).toEqual({ value: { instanceId, name: 'Facts', aborted: false } });
    expect(worker.logged.at(-1)).toBe("warning Facts: called { name: 'Facts' }");
  });

  it.each<[string, unknown]>([
    ['huge', 1e300],
    ['bytes', { 0: 1, 1: 2 }],
    ['date', '1970-01-01T00:00:00.000Z'],
    ['nothing', null],
  ])('return %s as JSON says it', async (what, value) => {
    expect(await worker.invoke('Odd', JSON.stringify(what))).toEqual({ value });
  });

  it('take text that is no JSON as it is', async () => {
    expect(await worker.invoke('Greet', 'Tokyo')).toEqual({ value: 'Hello Tokyo!' });
  });

  it('fail with the words and the stack of what was thrown', async () => {
    const failed = (await worker.invoke('Decline', undefined)) as { rpcException: string };
    expect(failed.rpcException).toMatch(
      /^Result: Failure\nException: card declined\nsecond line\nStack: RangeError: card declined\nsecond line\n {4}at .*azure-functions\.test\.ts/,
    );
    const loop = (await worker.invoke('Odd', '"loop"')) as { rpcException: string };
    expect(loop.rpcException).toContain("Exception: The result of activity 'Odd' cannot be written as JSON");
  });

  it('reject for a failed orchestration with its state and the stack of what was thrown', async () => {
    const { rpcException } = (await worker.invoke('Broken', firstEpisode)) as { rpcException: string };
    const [, state, stack] = /Exception: broken\n\n\$OutOfProcData\$:([^\n]*)\nStack: (.*)$/s.exec(rpcException) ?? [];
    expect(JSON.parse(state ?? '')).toMatchObject({ error: 'broken\nin two', isDone: false });
    expect(stack).toMatch(/^SyntaxError: broken\nin two\n {4}at .*azure-functions\.test\.ts/);
  });

  it('reject a payload that cannot be read without a state, so that the host tries again', async () => {
    const end = (await worker.invoke('Chain', '{"history":[]}')) as { rpcException: string };
    expect(end.rpcException).toContain('The trigger payload cannot be read');
    expect(end.rpcException).not.toContain('$OutOfProcData$');
  });
});

describe('entities of ours and of durable-functions in one app', () => {
  const batch = JSON.stringify({
    self: { name: 'counter', key: 'k1' },
    exists: true,
    state: '10',
    batch: [
      { name: 'add', input: '5', isSignal: true },
      { name: 'get', isSignal: false },
      { name: 'fail', isSignal: false },
      { name: 'ping', isSignal: false },
    ],
  });
  const answered = async (name: string) => {
    const { value } = (await worker.invoke(name, batch)) as { value: { results: object[]; signals: object[] } };
    return {
      ...value,
      results: value.results.map((result) => ({ ...result, duration: 0, startTime: 0 })),
      signals: value.signals.map((signal) => ({ ...signal, requestTime: 0 })),
    };
  };

  it('answer a batch alike, but for what an error is written as', async () => {
    const { results, ...rest } = await answered('Counter');
    const { results: theirs, ...theirRest } = await answered('PeerCounter');
    expect(rest).toEqual(theirRest);
    expect(rest).toMatchObject({
      entityExists: true,
      entityState: '15',
      signals: [{ name: 'poke', input: '{"v":1}' }],
    });
    const done = { isError: false, duration: 0, startTime: 0 };
    const failed = { ...done, isError: true };
    expect(theirs).toEqual([done, { ...done, result: '15' }, { ...failed, result: expect.any(String) }, done]);
    expect(results).toEqual([
      done,
      { ...done, result: '15' },
      { ...failed, result: expect.stringContaining('"message":"nope","name":"RangeError"') },
      done,
    ]);
  });

  it('are registered with the same trigger, and log through their invocation', async () => {
    expect(worker.triggers()).toMatchObject({ Counter: 'entityTrigger', PeerCounter: 'entityTrigger' });
    await worker.invoke('Counter', batch);
    expect(worker.logged.at(-1)).toBe('information Counter: read');
  });

  it('reject a batch that cannot be read', async () => {
    expect(await worker.invoke('Counter', '{"self":1}')).toEqual({
      rpcException: expect.stringContaining('self: '),
    });
  });
});

describe('a client input', () => {
  const binding = {
    taskHubName: 'Shop',
    creationUrls: {
      createNewInstancePostUri: 'http://h/orchestrators/{functionName}[/{instanceId}]?code=k',
      further: 1,
    },
    baseUrl: 'http://h/runtime/webhooks/durabletask',
    requiredQueryStringParameters: 'code=k',
    connectionName: 'Storage',
  };

  it.each([['Start'], ['StartOld']])(
    'of function %s gives what the host put there, members nobody knows too',
    async (name) => {
      const inputs = { durableClient: JSON.stringify(binding), orchestrationClient: JSON.stringify(binding) };
      expect(await worker.invoke(name, '"go"', { inputs })).toEqual({ value: binding });
    },
  );

  it('is the one that durable-functions declares', () => {
    expect(clientInput).toEqual(df.input.durableClient());
  });

  it('that is missing names the function and what to do', async () => {
    expect(await worker.invoke('StartNot', '"go"', { inputs: { blob: 'x' } })).toEqual({
      rpcException: expect.stringMatching(
        /Exception: Function 'StartNot' has no durable client input: register it with extraInputs: \[clientInput\]\./,
      ),
    });
  });

  it.each([['"text"'], ['{"baseUrl":7}'], ['{"managementUrls":{}}']])('with %s is refused', async (text) => {
    expect(await worker.invoke('Start', '"go"', { inputs: { durableClient: text } })).toEqual({
      rpcException: expect.stringContaining("The durable client input of function 'Start' cannot be read"),
    });
  });
});
